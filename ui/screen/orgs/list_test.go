package orgs_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/screen/orgs"
)

// someOrgs is a world with three orgs, one of them suspended. Ada is a member
// of two.
func someOrgs(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.join("bob@acme.example", "Bob Birch", model.SetStandard)
	_, err := w.CreateOrg(t.Context(), w.ada, "Initech", "bob@acme.example")
	w.must(err)
	umbrella, err := w.CreateOrg(t.Context(), w.ada, "Umbrella", "")
	w.must(err)
	_, err = w.SuspendOrg(t.Context(), w.ada, umbrella.ID)
	w.must(err)
	return w
}

func TestListViews(t *testing.T) {
	w := someOrgs(t)
	d := w.open(w.session(w.ada), orgs.NewList)
	d.CheckLayout()
	d.Golden(t, "list")
	d.Press("down")
	d.Golden(t, "another")
	d.Press("n")
	d.Golden(t, "create")
	d.Press("esc", "x")
	d.Golden(t, "suspend")
	d.Press("esc", "down", "v")
	d.Golden(t, "revive")
	d.Press("esc", "?")
	d.Golden(t, "help")
}

func TestMembersSeeTheirOrgsAndNoOperatorKeys(t *testing.T) {
	w := someOrgs(t)
	cyd := w.join("cyd@acme.example", "Cyd Cole", model.SetGuest)
	d := w.open(w.session(cyd), orgs.NewList)
	d.Golden(t, "member")
	d.SeesNot("Umbrella")
	d.Press("n", "x", "v", "e")
	d.SeesNot("Create an organisation")
	d.SeesNot("Rename Acme")
	d.SeesNot("Suspend Acme")
}

func TestCreate(t *testing.T) {
	w := newWorld(t)
	d := w.open(w.session(w.ada), orgs.NewList)
	d.Press("n")
	d.Type("acme")
	d.Press("enter", "enter")
	d.Sees("✗ The name acme is taken.")
	d.Press("backspace", "backspace", "backspace", "backspace")
	d.Type("Initech")
	d.Press("enter")
	d.Type("nobody@acme.example")
	d.Press("enter")
	d.Sees("✗ Nobody here has that e-mail.")
	d.Press("ctrl+u", "enter")
	d.Sees("Created Initech.")
	d.Sees("Initech")
}

func TestRenameReachesTheHeader(t *testing.T) {
	w := newWorld(t)
	d := w.open(w.session(w.ada), orgs.NewList)
	d.Press("e")
	d.Sees("Rename Acme")
	d.Type(" Works")
	d.Press("enter")
	d.Sees("Renamed Acme to Acme Works.")
	d.Sees("latchkey  Acme Works")
	d.Press("e", "enter")
	d.Sees("Acme Works is called that already.")
}

func TestSuspendAndRevive(t *testing.T) {
	w := newWorld(t)
	made, err := w.GenerateToken(t.Context(), w.ada, model.TokenRequest{Org: w.acme, Name: "laptop", Password: model.NewSecret(password)})
	w.must(err)
	d := w.open(w.session(w.ada), orgs.NewList)
	d.Press("x")
	d.Sees("Suspend Acme?")
	d.Press("enter") // on Cancel
	d.Sees("● active · current")
	d.Press("x", "right", "enter")
	d.Sees("Suspended Acme: its tokens are refused.")
	d.Sees("✗ suspended · current")
	w.wantReason(made.Secret, model.ReasonOrgSuspended)
	d.Press("v", "right", "enter")
	d.Sees("Revived Acme: its tokens are accepted again.")
	w.wantReason(made.Secret, model.ReasonOK)
}

func (w *world) wantReason(secret model.Secret, want model.Reason) {
	w.t.Helper()
	got, err := w.Verify(w.t.Context(), secret, here)
	w.must(err)
	if got.Reason != want {
		w.t.Fatalf("the token's answer is %s, want %s", got.Reason, want)
	}
}

func TestSwitch(t *testing.T) {
	w := someOrgs(t)
	s := w.session(w.ada)
	d := w.open(s, orgs.NewList)
	d.Press("enter") // the current one: nothing to switch to
	d.SeesNot("now.")
	d.Press("down", "enter")
	d.Sees("✓ You work in Initech now.")
	d.Sees("latchkey  Initech")
	d.Sees("operator          ● active · current")
	if s.Profile.Org.Name != "Initech" || s.Profile.Member {
		t.Fatalf("the profile is %+v", s.Profile)
	}
}

func TestSwitchToAnOrgThatOneHasLeft(t *testing.T) {
	w := someOrgs(t)
	bob, _, err := w.LogIn(t.Context(), "bob@acme.example", model.NewSecret(password), here)
	w.must(err)
	d := w.open(w.session(bob), orgs.NewList)
	d.Press("down")
	initech := w.orgNamed("Initech")
	w.must(w.AddAdministrator(initech))
	w.must(w.RemoveMember(t.Context(), w.ada, initech, bob.User()))
	d.Press("enter")
	d.Sees("✗ There is no such organisation among yours.")
}

// orgNamed returns the id of an org.
func (w *world) orgNamed(name string) model.OrgID {
	w.t.Helper()
	page, err := w.ListOrgs(w.t.Context(), w.ada, model.PageRequest{Sort: model.SortName})
	w.must(err)
	for _, v := range page.Rows {
		if v.Name == name {
			return v.ID
		}
	}
	w.t.Fatalf("there is no organisation %s", name)
	return ""
}

// AddAdministrator adds one more Administrator to an org, so that the others can
// leave.
func (w *world) AddAdministrator(org model.OrgID) error {
	sets, err := w.PermissionSets(w.t.Context(), w.ada, org)
	if err != nil {
		return err
	}
	_, _, err = w.AddMember(w.t.Context(), w.ada, org, model.MemberRequest{Email: "ada@acme.example", Set: sets[0].ID})
	return err
}

func TestFilter(t *testing.T) {
	w := someOrgs(t)
	d := w.open(w.session(w.ada), orgs.NewList)
	d.Press("/")
	d.Type("umb")
	d.Sees("Umbrella")
	d.SeesNot("Initech")
	d.Press("esc")
	d.Sees("Initech")
}
