package ui_test

import (
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

const day = 24 * time.Hour

// Who logs in is told of their own tokens that end within seven days.
func TestWhatEndsSoonIsSaidAtTheLogIn(t *testing.T) {
	w := world.New(t)
	w.Generate("laptop-sync")
	w.Generate("report-export")
	w.Pass(20 * day)
	w.Generate("ci-nightly")
	w.Pass(5 * day)
	a := logIn(t, w, ada)
	a.Sees("◐ 2 of your tokens end within 7 days · press f to see them")
	a.Golden(t, "log-in")
	a.CheckLayout()
	a.Press("f")
	a.Sees("Filter  ends within 7 days")
	a.SeesNot("ci-nightly")
	a.Ring(10 * time.Second)
	a.SeesNot("2 of your tokens")
	a.Send(kit.Changed{})
	a.lock()
	a.unlock()
	a.SeesNot("2 of your tokens") // it is said once
}

// So is who has logged in before the screens, over SSH.
func TestWhatEndsSoonIsSaidToWhoComesOverSSH(t *testing.T) {
	w := world.New(t)
	w.Generate("laptop-sync")
	w.Pass(25 * day)
	uitest.Drive(t, ui.NewApp(w.Session(), false, feed(0))).Sees("◐ 1 of your tokens ends within 7 days · press f to see it")
}

func TestOneThatEndsSoonIsOne(t *testing.T) {
	w := world.New(t)
	w.Generate("laptop-sync")
	w.Pass(25 * day)
	logIn(t, w, ada).Sees("◐ 1 of your tokens ends within 7 days · press f to see it")
}

func TestNothingIsSaidWhenNothingEndsSoon(t *testing.T) {
	w := world.New(t)
	w.Generate("laptop-sync")
	w.Serve("ERP export", "", 1, model.SetGuest)
	w.Pass(22 * day)
	logIn(t, w, ada).SeesNot("◐ ")
}

func TestWhatEndsSoonElsewhereIsSaidToo(t *testing.T) {
	w := world.New(t)
	ctx := t.Context()
	bolt, err := w.CreateOrg(ctx, w.Ada, "Bolt", ada)
	w.Must(err)
	_, err = w.GenerateToken(ctx, w.Ada, model.TokenRequest{Org: bolt.ID, Name: "elsewhere", Password: model.NewSecret(world.Password)})
	w.Must(err)
	w.Pass(25 * day)
	logIn(t, w, ada).Sees("◐ 1 of your tokens ends within 7 days, in another organisation · type :orgs")
	w.Generate("laptop-sync")
	logIn(t, w, ada).SeesNot("press f")
	for _, name := range []string{"nightly", "weekly"} {
		_, err = w.GenerateToken(ctx, w.Ada, model.TokenRequest{Org: w.Acme, Name: name, EndsAt: w.Clock().Add(3 * day), Password: model.NewSecret(world.Password)})
		w.Must(err)
	}
	a := logIn(t, w, ada)
	a.Sees("◐ 3 of your tokens end within 7 days, 1 of them in another organisation")
	a.Press("f")
	a.SeesNot("laptop-sync")
	a.Sees("nightly")
}
