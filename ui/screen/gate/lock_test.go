package gate_test

import (
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest/world"
)

const idle = 10 * time.Minute

// working is Ada with some tokens, logged in by password.
func working(t *testing.T) *visitor {
	t.Helper()
	w := world.New(t)
	for _, name := range []string{"ci-nightly", "laptop-sync", "report-export"} {
		w.Generate(name)
		w.Pass(time.Minute)
	}
	v := visit(t, w, ada)
	v.logIn(world.Password)
	v.Sees("3 of 10 active")
	return v
}

func TestRule_11_5_AnIdleSessionLocksAndIsAsItWasAfterwards(t *testing.T) {
	v := working(t)
	v.Press("down", "x", "right") // the question, with the cursor on Revoke
	v.Sees("Revoke laptop-sync?")
	before := v.View()
	v.Pass(idle - time.Second)
	v.Ring(idle) // as if it were early
	v.Sees("Revoke laptop-sync?")
	v.later(time.Second)
	v.Sees("This session is locked.")
	for _, hidden := range []string{"laptop-sync", "My tokens", "Revoke"} {
		v.SeesNot(hidden)
	}
	v.Golden(t, "locked")
	v.CheckLayout()

	v.logIn(wrong)
	v.Sees("Wrong password · 4 more tries before a pause.")
	v.SeesNot("••")
	v.Golden(t, "wrong")
	v.logIn(world.Password)
	if after := v.View(); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	v.Press("enter")
	v.Sees("Revoked laptop-sync.")
	v.Sees("2 of 10 active")
}

func TestAKeyPutsTheLockOff(t *testing.T) {
	v := working(t)
	v.Pass(idle - time.Minute)
	v.Press("down")
	v.Pass(time.Minute)
	v.Ring(idle)
	v.SeesNot("locked")
	v.later(idle - time.Minute)
	v.Sees("This session is locked.")
}

func TestTheLockByCommand(t *testing.T) {
	v := working(t)
	v.Press(":")
	v.Type("lock")
	v.Press("enter")
	v.Sees("This session is locked.")
	v.logIn(world.Password)
	v.Sees("3 of 10 active")
}

func TestRule_11_3_ThePauseHoldsForTheLockToo(t *testing.T) {
	v := working(t)
	v.later(idle)
	for range 5 {
		v.logIn(wrong)
		v.Sees("Wrong password")
	}
	v.logIn(world.Password)
	v.Sees("try again in 1 second.")
	v.later(time.Second)
	v.Sees("The pause is over; press enter to try what you typed.")
	v.Press("enter")
	v.Sees("3 of 10 active")
}

// byToken is a session of Ada's that was opened with laptop-sync, locked.
func byToken(t *testing.T) (*visitor, model.Generated) {
	t.Helper()
	w := world.New(t)
	made := w.Generate("laptop-sync")
	v := visit(t, w, ada)
	v.logIn(made.Secret.Reveal())
	v.Sees("by token")
	v.later(idle)
	v.Sees("Your token opens it again.")
	return v, made
}

func TestRule_11_5_TheSessionOfATokenIsUnlockedByThatToken(t *testing.T) {
	v, made := byToken(t)
	v.Golden(t, "locked")
	v.logIn(world.Password)
	v.reads("That token does not let you in")
	v.logIn(v.Generate("ci-nightly").Secret.Reveal())
	v.reads("That is another token than the one that this session was opened with.")
	v.Golden(t, "another")
	v.CheckLayout()
	v.logIn(made.Secret.Reveal())
	v.Sees("laptop-sync")
	v.Sees("by token")
}

func TestALockedSessionCanBeLeft(t *testing.T) {
	for name, keys := range map[string][]string{
		"esc":    {"esc"},
		"button": {"tab", "left", "enter"},
	} {
		t.Run(name, func(t *testing.T) {
			v := working(t)
			v.Press("x")
			v.later(idle)
			v.Press(keys...)
			v.Sees("Log in to latchkey")
			v.SeesNot("Administrator")
			v.logIn(world.Password)
			v.Sees("3 of 10 active")
			v.SeesNot("Revoke report-export?") // it is a new session
		})
	}
}

func TestALockedSessionThatHasEndedSaysSo(t *testing.T) {
	v := working(t)
	v.later(idle)
	_, err := v.ChangePassword(t.Context(), v.Ada, model.NewSecret(world.Password), model.NewSecret("another horse on the moon"))
	v.Must(err)
	v.Send(kit.Changed{})
	v.Sees("Log in to latchkey")
	v.reads("This session has ended, because the account was changed")
	v.Golden(t, "ended")
	v.CheckLayout()
}
