package orgs_test

import (
	"example.com/latchkey/ui/uitest/world"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/screen/orgs"
)

// someOrgs is a world with three orgs, one of them suspended. Ada is a member
// of two.
func someOrgs(t *testing.T) *world.World {
	t.Helper()
	w := world.Old(t)
	w.Join("bob@acme.example", "Bob Birch", model.SetStandard)
	_, err := w.CreateOrg(t.Context(), w.Ada, "Initech", "bob@acme.example")
	w.Must(err)
	umbrella, err := w.CreateOrg(t.Context(), w.Ada, "Umbrella", "")
	w.Must(err)
	_, err = w.SuspendOrg(t.Context(), w.Ada, umbrella.ID)
	w.Must(err)
	return w
}

func TestListViews(t *testing.T) {
	w := someOrgs(t)
	d := w.Open(w.SessionOf(w.Ada), "Organisation", orgs.NewList)
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
	cyd := w.Join("cyd@acme.example", "Cyd Cole", model.SetGuest)
	d := w.Open(w.SessionOf(cyd), "Organisation", orgs.NewList)
	d.Golden(t, "member")
	d.SeesNot("Umbrella")
	d.Press("n", "x", "v", "e")
	d.SeesNot("Create an organisation")
	d.SeesNot("Rename Acme")
	d.SeesNot("Suspend Acme")
}

func TestCreate(t *testing.T) {
	w := world.Old(t)
	d := w.Open(w.SessionOf(w.Ada), "Organisation", orgs.NewList)
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
	w := world.Old(t)
	d := w.Open(w.SessionOf(w.Ada), "Organisation", orgs.NewList)
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
	w := world.Old(t)
	made, err := w.GenerateToken(t.Context(), w.Ada, model.TokenRequest{Org: w.Acme, Name: "laptop", Password: model.NewSecret(world.Password)})
	w.Must(err)
	d := w.Open(w.SessionOf(w.Ada), "Organisation", orgs.NewList)
	d.Press("x")
	d.Sees("Suspend Acme?")
	d.Press("enter") // on Cancel
	d.Sees("● active · current")
	d.Press("x", "right", "enter")
	d.Sees("Suspended Acme: its tokens are refused.")
	d.Sees("✗ suspended · current")
	w.WantReason(made.Secret, model.ReasonOrgSuspended)
	d.Press("v", "right", "enter")
	d.Sees("Revived Acme: its tokens are accepted again.")
	w.WantReason(made.Secret, model.ReasonOK)
}

func TestSwitch(t *testing.T) {
	w := someOrgs(t)
	s := w.SessionOf(w.Ada)
	d := w.Open(s, "Organisation", orgs.NewList)
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
	bob, _, err := w.LogIn(t.Context(), "bob@acme.example", model.NewSecret(world.Password), world.Origin)
	w.Must(err)
	d := w.Open(w.SessionOf(bob), "Organisation", orgs.NewList)
	d.Press("down")
	initech := orgNamed(w, "Initech")
	w.Must(addAdministrator(w, initech))
	w.Must(w.RemoveMember(t.Context(), w.Ada, initech, bob.User(), model.Subject{}))
	d.Press("enter")
	d.Sees("✗ There is no such organisation among yours.")
}

// orgNamed returns the id of an org.
func orgNamed(w *world.World, name string) model.OrgID {
	w.TB.Helper()
	page, err := w.ListOrgs(w.TB.Context(), w.Ada, model.PageRequest{Sort: model.SortName})
	w.Must(err)
	for _, v := range page.Rows {
		if v.Name == name {
			return v.ID
		}
	}
	w.TB.Fatalf("there is no organisation %s", name)
	return ""
}

// addAdministrator adds one more Administrator to an org, so that the others can
// leave.
func addAdministrator(w *world.World, org model.OrgID) error {
	sets, err := w.PermissionSets(w.TB.Context(), w.Ada, org)
	if err != nil {
		return err
	}
	_, _, err = w.AddMember(w.TB.Context(), w.Ada, org, model.MemberRequest{Email: "ada@acme.example", Set: sets[0].ID})
	return err
}

func TestFilter(t *testing.T) {
	w := someOrgs(t)
	d := w.Open(w.SessionOf(w.Ada), "Organisation", orgs.NewList)
	d.Press("/")
	d.Type("umb")
	d.Sees("Umbrella")
	d.SeesNot("Initech")
	d.Press("esc")
	d.Sees("Initech")
}
