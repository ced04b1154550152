package ui_test

import (
	"strings"
	"testing"

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
}

// logIn starts the program and logs a person in by password.
func logIn(t *testing.T, w *world.World, email string) *app {
	t.Helper()
	s := w.Visit(uitest.Session())
	s.LastEmail = email
	a := &app{uitest.Drive(t, ui.NewApp(s, false, feed(0))), w}
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
	m, code, err := w.AddMember(ctx, w.Ada, w.Acme, model.MemberRequest{Email: bob, Name: "Bob Birch", Set: w.Set("Standard")})
	w.Must(err)
	w.Must(w.SetOperator(ctx, w.Ada, m.User, true))
	w.Must(w.RemoveMember(ctx, w.Ada, w.Acme, m.User))
	_, _, err = w.ChoosePassword(ctx, bob, code, model.NewSecret(world.Password), world.Origin)
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
	a.Sees("My tokens")
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
	w.Must(w.RemoveMember(t.Context(), w.Ada, w.Acme, who.User()))
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
	a.Send(kit.ShowGate{Screen: gate.NewLock(w.Session())})
	a.Press("esc")
	a.Sees("Log in to latchkey")
	a.Press("ctrl+c")
	if !a.Quit() {
		t.Fatalf("it asks about what is lost already:\n%s", uitest.Plain(a.View()))
	}
}
