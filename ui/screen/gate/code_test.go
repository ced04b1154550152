package gate_test

import (
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/uitest/world"
)

const bob = "bob@acme.example"

// invite adds Bob to Acme and returns his code.
func invite(t *testing.T, w *world.World) string {
	t.Helper()
	_, code, err := w.AddMember(t.Context(), w.Ada, w.Acme, model.MemberRequest{Email: bob, Name: "Bob Birch", Set: w.Set("Standard")})
	w.Must(err)
	return code.Reveal()
}

func TestRule_11_6_AOneTimeCodeLogsInAndChoosesAPassword(t *testing.T) {
	w := world.New(t)
	code := invite(t, w)
	v := visit(t, w, bob)
	v.logIn(code + "\n")
	v.Sees("Choose your password")
	v.Sees("Welcome, bob@acme.example.")
	v.Golden(t, "form")
	v.CheckLayout()
	v.Type("fourteen chars")
	v.Press("enter")
	v.Type("fourteen chars")
	v.Press("enter")
	v.reads("The password has 14 characters; it needs at least 15.")
	v.Press("ctrl+u")
	v.Type(world.Password)
	v.Press("enter")
	v.Type("!")
	v.Press("enter")
	v.Sees("The two are not the same.")
	v.SeesNot("••")
	v.Golden(t, "differ")
	v.Type(world.Password)
	v.Press("enter")
	v.Type(world.Password)
	v.Press("enter")
	v.Sees("bob@acme.example · Standard")

	again := visit(t, w, bob)
	again.logIn(code) // it was good once
	again.Sees("do not go together")
	again.logIn(world.Password)
	again.Sees("bob@acme.example · Standard")
}

func TestRule_11_6_ACodeIsNoUseAfterSevenDays(t *testing.T) {
	w := world.New(t)
	code := invite(t, w)
	w.Pass(7*24*time.Hour - time.Second)
	v := visit(t, w, bob)
	v.logIn(code)
	v.Sees("Choose your password")
	w.Pass(time.Second)
	v.Type(world.Password)
	v.Press("enter")
	v.Type(world.Password)
	v.Press("enter")
	v.reads("That e-mail and code do not go together, or the code is too old.")
	v.Press("esc")
	v.Sees("Log in to latchkey")
	v.logIn(code)
	v.Sees("do not go together")
}
