package ui_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"example.com/latchkey/ui"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

// early is somebody in front of the screens before their store is open.
type early struct{ *uitest.Driver }

// comesEarly starts the screens ahead of a store. What open does is held back
// until Release.
func comesEarly(t *testing.T, w *world.World, open func(context.Context) (ui.Store, error)) *early {
	t.Helper()
	s := w.Visit(uitest.Session())
	s.Authority, s.LastEmail = nil, ada
	e := &early{uitest.DriveHeld(t, ui.NewAppAhead(s, open))}
	e.Step()
	for e.Held() > 1 { // the last one opens the store
		e.Step()
	}
	e.Sees("Log in to latchkey")
	return e
}

// of is a store that can be opened.
func of(w *world.World) func(context.Context) (ui.Store, error) {
	return func(ctx context.Context) (ui.Store, error) {
		firstRun, err := w.NeedsSetUp(ctx)
		return ui.Store{Authority: w.Authority, FirstRun: firstRun, Changes: feed(0)}, err
	}
}

func TestTheLogInWaitsForTheStore(t *testing.T) {
	w := world.New(t)
	e := comesEarly(t, w, of(w))
	e.Paste(world.Password)
	e.Press("enter")
	e.Sees("Logging in…")
	e.SeesNot("Opening the store…")
	e.Ring(149 * time.Millisecond)
	e.SeesNot("Opening the store…")
	e.Ring(150 * time.Millisecond)
	e.Sees("Opening the store…")
	e.Golden(t, "waiting")
	e.CheckLayout()
	e.Release()
	e.Sees("ada@acme.example · Administrator")
	e.Sees("0 of 10 active")
	e.SeesNot("Opening the store…")
}

func TestWhatIsTypedBeforeTheStoreIsOpenStays(t *testing.T) {
	w := world.New(t)
	e := comesEarly(t, w, of(w))
	e.Type("not the password at")
	e.Ring(time.Second)
	e.Golden(t, "opening")
	e.CheckLayout()
	e.Release()
	e.SeesNot("Opening the store…")
	e.Type(" all")
	e.Press("enter")
	e.Sees("✗ That e-mail and password do not go together.")
	e.Paste(world.Password)
	e.Press("enter")
	e.Sees("0 of 10 active")
}

func TestAWrongPasswordThatWaitedIsRefused(t *testing.T) {
	w := world.New(t)
	e := comesEarly(t, w, of(w))
	e.Paste("not the password at all")
	e.Press("enter")
	e.Release()
	e.Sees("✗ That e-mail and password do not go together.")
	e.Paste(world.Password)
	e.Press("enter")
	e.Sees("0 of 10 active")
}

func TestTheScreensEndWithAStoreThatCannotBeOpened(t *testing.T) {
	e := comesEarly(t, world.New(t), func(context.Context) (ui.Store, error) { return ui.Store{}, errors.New("it is damaged") })
	e.Paste(world.Password)
	e.Press("enter")
	if e.Quit() {
		t.Error("they end before it is known")
	}
	e.Release()
	if !e.Quit() {
		t.Error("they go on")
	}
}

// A store that was in use once may hold nothing by now.
func TestAnEmptyStoreIsSetUp(t *testing.T) {
	w := world.Empty(t)
	e := comesEarly(t, w, of(w))
	e.Release()
	e.Sees("Welcome to latchkey.")
}

func TestWhatChangesIsSeenAlsoWhereTheStoreCameLater(t *testing.T) {
	w := world.New(t)
	f := feed(3)
	e := comesEarly(t, w, func(context.Context) (ui.Store, error) {
		return ui.Store{Authority: w.Authority, Changes: f}, nil
	})
	e.Release()
	if len(f) != 0 {
		t.Errorf("%d changes were not taken", len(f))
	}
}
