package ui_test

import (
	"strings"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/gate"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

const (
	ada = "ada@acme.example"
	bob = "bob@acme.example"
)

// app is the whole program in front of somebody.
type app struct {
	*uitest.Driver
	*world.World
	session *kit.Session
}

// logIn starts the program and logs a person in by password.
func logIn(t *testing.T, w *world.World, email string) *app {
	t.Helper()
	s := w.Visit(uitest.Session())
	s.LastEmail = email
	a := &app{uitest.Drive(t, ui.NewApp(s, false, feed(0))), w, s}
	a.Paste(world.Password)
	a.Press("enter")
	a.SeesNot("Log in to latchkey")
	return a
}

// feed is a feed of so many changes, at whose end the watch gives up: a test
// says itself when a change is told.
func feed(changes int) <-chan struct{} {
	f := make(chan struct{}, changes)
	for range changes {
		f <- struct{}{}
	}
	close(f)
	return f
}

// command types a command and enter.
func (a *app) command(text string) {
	a.TB.Helper()
	a.Press(":")
	a.Type(text)
	a.Press("enter")
}

func TestWhatAnotherSessionChangesAppears(t *testing.T) {
	w := world.New(t)
	a := logIn(t, w, ada)
	a.Sees("0 of 10 active")
	w.Generate("laptop-sync")
	a.SeesNot("laptop-sync")
	a.Send(kit.Changed{})
	a.Sees("laptop-sync")
	a.Sees("1 of 10 active")

	w.Must(w.RenameAccount(t.Context(), w.Ada, "Ada Birch"))
	_, err := w.RenameOrg(t.Context(), w.Ada, w.Acme, "Acme Ltd")
	w.Must(err)
	a.Send(kit.Changed{})
	a.Sees("latchkey  Acme Ltd")
	a.command("profile")
	a.Sees("Ada Birch")
}

func TestTheFeedIsWatchedAgainAndAgain(t *testing.T) {
	f := feed(3)
	uitest.Drive(t, ui.NewApp(world.New(t).Session(), false, f))
	if len(f) != 0 {
		t.Errorf("%d changes were not taken", len(f))
	}
}

func TestASessionWhoseAccountWasChangedElsewhereEnds(t *testing.T) {
	w := world.New(t)
	w.Generate("laptop-sync")
	a := logIn(t, w, ada)
	a.Press("x")
	a.Sees("Revoke laptop-sync?")
	_, err := w.ChangePassword(t.Context(), w.Ada, model.NewSecret(world.Password), model.NewSecret("another horse on the moon"))
	w.Must(err)
	a.Send(kit.Changed{})
	a.Sees("This session has ended, because the account was changed")
	a.SeesNot("Revoke")
	a.SeesNot("Administrator")
	a.CheckLayout()
	a.Paste("another horse on the moon")
	a.Press("enter")
	a.Sees("1 of 10 active")
	a.SeesNot("Revoke laptop-sync?")
}

func TestASessionEndsWithTheTokenThatItWasOpenedWith(t *testing.T) {
	w := world.New(t)
	made := w.Generate("laptop-sync")
	s := w.Visit(uitest.Session())
	s.LastEmail = ada
	d := uitest.Drive(t, ui.NewApp(s, false, feed(0)))
	d.Paste(made.Secret.Reveal())
	d.Press("enter")
	d.Sees("by token")
	_, err := w.RevokeToken(t.Context(), w.Ada, model.TokenRef{Org: w.Acme, ID: made.Token.ID})
	w.Must(err)
	d.Send(kit.Changed{})
	d.Sees("Log in to latchkey")
	d.Sees("This session has ended")
}

func TestSwitchingOrgsBuildsTheTabsAnew(t *testing.T) {
	w := world.New(t)
	w.Generate("laptop-sync")
	_, err := w.CreateOrg(t.Context(), w.Ada, "Bolt", ada)
	w.Must(err)
	a := logIn(t, w, ada)
	a.Press("enter")
	a.Sees("API token laptop-sync") // stays open in its tab
	a.command("orgs")
	a.Sees("Bolt")
	a.Press("G", "enter")
	a.Sees("latchkey  Bolt")
	a.Sees("You work in Bolt now.")
	a.SeesNot("laptop-sync")
	a.command("tokens")
	a.Sees("You have no API tokens in this organisation yet.")
	a.command("orgs")
	a.Press("g", "enter")
	a.Sees("latchkey  Acme")
	a.Sees("laptop-sync")
	a.Sees("1 of 10 active")
}

// operator makes Bob an operator who is in no org.
func operator(w *world.World) {
	w.TB.Helper()
	ctx := w.TB.Context()
	m, _, err := w.AddMember(ctx, w.Ada, w.Acme, model.MemberRequest{Email: bob, Name: "Bob Birch", Set: w.Set(model.SetStandard)})
	w.Must(err)
	w.Must(w.SetOperator(ctx, w.Ada, m.User, true))
	reset, err := w.ResetPassword(ctx, w.Ada, w.Acme, m.User, model.Secret{})
	w.Must(err)
	w.Must(w.RemoveMember(ctx, w.Ada, w.Acme, m.User, model.Subject{}))
	_, _, err = w.ChoosePassword(ctx, bob, reset.Code, model.NewSecret(world.Password), world.Origin)
	w.Must(err)
}

func TestAnOperatorWithoutAnOrgSeesOrganisationsOnly(t *testing.T) {
	w := world.New(t)
	operator(w)
	a := logIn(t, w, bob)
	a.Sees("bob@acme.example · operator")
	a.Sees("Organisations   My profile")
	a.Sees("Acme")
	a.Golden(t, "organisations")
	a.CheckLayout()
	a.command("tokens")
	a.Sees("There is no command “tokens”.")
	a.Press("esc")
	a.command("profile")
	a.Sees("Bob Birch")
	a.command("orgs")
	a.Press("enter")
	a.Sees("latchkey  Acme")
	a.Sees("You work in Acme now.")
	a.Sees("Service users")
}

func TestCommandsLeadEverywhere(t *testing.T) {
	a := logIn(t, world.New(t), ada)
	for command, title := range map[string]string{
		"tokens": "API tokens", "profile": "Profile", "service-users": "Service users", "activity": "Activity",
		"settings": "Settings", "orgs": "Organisations",
	} {
		a.command(command)
		if got := a.title(); got != title {
			t.Errorf(":%s leads to %q, want %q", command, got, title)
		}
	}
	for _, command := range a.commands() {
		a.command(command)
		a.SeesNot("There is no command")
		a.SeesNot(":" + command)
		if command == "help" {
			a.Press("esc")
		}
		if a.title() == "" {
			t.Errorf(":%s leads nowhere:\n%s", command, uitest.Plain(a.View()))
		}
	}
	a.command("lock")
	a.Sees("This session is locked.")
	a.Paste(world.Password)
	a.Press("enter")
	a.command("logout")
	a.Sees("Log in to latchkey")
	a.Press(":")
	a.SeesNot("There is no command")
}

// title returns what stands under the first rule.
func (a *app) title() string {
	_, rest, _ := strings.Cut(uitest.Plain(a.View()), "───\n")
	line, _, _ := strings.Cut(rest, "\n")
	name, _, _ := strings.Cut(strings.TrimSpace(line), "  ")
	return name
}

// commands lists those that the help names and that leave the tabs in place.
func (a *app) commands() []string {
	a.Resize(120, 60)
	a.Press("?")
	var names []string
	for _, word := range strings.Fields(uitest.Plain(a.View())) {
		name, ok := strings.CutPrefix(word, ":")
		if ok && name != "" && name != "q" && name != "lock" && name != "logout" {
			names = append(names, name)
		}
	}
	a.Press("esc")
	a.Resize(80, 24)
	return names
}

func TestQuittingByCommand(t *testing.T) {
	a := logIn(t, world.New(t), ada)
	a.command("q")
	if !a.Quit() {
		t.Error(":q does not quit")
	}
}

func TestWhoIsRemovedFromTheOrgIsTakenOutOfIt(t *testing.T) {
	w := world.New(t)
	who := w.Join(bob, "Bob Birch", model.SetGuest)
	a := logIn(t, w, bob)
	a.Sees("0 of 10 active")
	w.Must(w.RemoveMember(t.Context(), w.Ada, w.Acme, who.User(), model.Subject{}))
	a.Send(kit.Changed{})
	a.Sees("You are no longer a member of Acme.")
	a.SeesNot("My tokens")
	a.Sees("Organisations")
}

func TestNothingOfWhoLoggedOutStaysOpen(t *testing.T) {
	w := world.New(t)
	a := logIn(t, w, ada)
	a.Press("n")
	a.Type("half-typed")
	a.lock()
	a.Press("esc")
	a.Sees("Log in to latchkey")
	a.Press("ctrl+c")
	if !a.Quit() {
		t.Fatalf("it asks about what is lost already:\n%s", uitest.Plain(a.View()))
	}
}

// lock locks the session at once, whatever is held back.
func (a *app) lock() { a.Send(kit.ShowGate{Screen: gate.NewLock(a.session)}) }

// unlock opens the lock, which must be what is seen.
func (a *app) unlock() {
	a.TB.Helper()
	a.Sees("This session is locked.")
	a.Paste(world.Password)
	a.Press("enter")
	a.SeesNot("This session is locked.")
}

func TestRule_11_5_ALockHoldsForWhoIsTakenOutOfTheOrg(t *testing.T) {
	for name, takeOut := range map[string]func(*world.World, model.UserID) error{
		"removed": func(w *world.World, u model.UserID) error {
			return w.RemoveMember(w.TB.Context(), w.Ada, w.Acme, u, model.Subject{})
		},
		"deactivated": func(w *world.World, u model.UserID) error {
			return w.DeactivateMember(w.TB.Context(), w.Ada, w.Acme, u)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := world.New(t)
			who := w.Join(bob, "Bob Birch", model.SetGuest)
			_, err := w.CreateOrg(t.Context(), w.Ada, "Bolt", bob)
			w.Must(err)
			a := logIn(t, w, bob)
			a.Sees("latchkey  Acme")
			a.command("lock")
			a.Sees("This session is locked.")
			w.Must(takeOut(w, who.User()))
			a.Send(kit.Changed{})
			a.Sees("This session is locked.")
			a.Press("2", ":", "ctrl+u")
			a.SeesNot("Organisations")
			a.unlock()
			a.Sees("You are no longer a member of Acme.")
			a.Sees("Bolt")
			a.SeesNot("My tokens")
		})
	}
}

func TestRule_11_5_NoDialogOpensOverTheLock(t *testing.T) {
	w := world.New(t)
	made := w.Generate("laptop-sync")
	a := logIn(t, w, ada)
	a.Hold()
	a.Press("x") // asks what the question has to say
	a.lock()
	a.Release()
	a.Sees("This session is locked.")
	a.SeesNot("laptop-sync")
	a.Press("right", "enter") // would revoke, if the question were there
	a.SeesNot("laptop-sync")
	w.WantReason(made.Secret, model.ReasonOK)
	a.unlock()
	a.Sees("Revoke laptop-sync?")
	a.Press("tab", "enter")
	a.Sees("Revoked laptop-sync.")
}

func TestRule_11_5_ASecretAppearsAfterTheLock(t *testing.T) {
	w := world.New(t)
	a := logIn(t, w, ada)
	clipboard := &uitest.Clipboard{Result: kit.CopyResult{Outcome: kit.Copied}}
	a.session.Clipboard = clipboard
	a.Press("n")
	a.Type("nightly")
	a.Press("tab", "tab", "tab")
	a.Type(world.Password)
	a.Hold()
	a.Press("enter")
	a.lock()
	a.Release()
	a.Sees("This session is locked.")
	a.SeesNot("the only time")
	a.SeesNot("lku_")
	if len(clipboard.Given) != 0 {
		t.Error("the secret was copied while the session was locked")
	}
	a.Press("ctrl+c")
	a.Sees("What is open and not saved is lost.")
	a.Press("esc")
	a.unlock()
	a.Sees("This is the only time that the token is shown.")
	a.Sees("Copied to your clipboard.")
	if len(clipboard.Given) != 1 {
		t.Fatalf("the secret was copied %d times", len(clipboard.Given))
	}
	a.Sees(clipboard.Given[0].Reveal())
	w.WantReason(clipboard.Given[0], model.ReasonOK)
	a.Press("esc")
	a.Sees("1 of 10 active")
}

func TestRule_11_5_ASecretIsUnderCoverWhileTheSessionIsLocked(t *testing.T) {
	w := world.New(t)
	a := logIn(t, w, ada)
	a.Press("n")
	a.Type("nightly")
	a.Press("tab", "tab", "tab")
	a.Type(world.Password)
	a.Press("enter")
	a.Ring(10 * time.Second) // the notice goes
	before := a.View()
	a.Sees("This is the only time that the token is shown.")
	w.Pass(10 * time.Minute)
	a.Ring(10 * time.Minute)
	a.Sees("This session is locked.")
	a.SeesNot("nightly")
	a.SeesNot("the only time")
	a.Send(kit.Changed{})
	a.unlock()
	if after := a.View(); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

// TestAnOperatorIsWarned: once, of what the machine has to say; nobody else is.
func TestAnOperatorIsWarned(t *testing.T) {
	w := world.New(t)
	w.Join(bob, "Bob Birch", model.SetStandard)
	warning := "The disk is filling up."
	for email, told := range map[string]bool{ada: true, bob: false} {
		a := logIn(t, w, email)
		a.session.Warning = func() string { return warning }
		a.Send(kit.Changed{})
		if !told {
			a.SeesNot(warning)
			continue
		}
		a.Sees("✗ " + warning)
		a.Press("esc")
		a.Send(kit.Changed{})
		a.SeesNot(warning)
		warning = "The disk is nearly full."
		a.Send(kit.Changed{})
		a.Sees("✗ " + warning)
	}
}
