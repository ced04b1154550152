package serviceusers_test

import (
	"fmt"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/screen/serviceusers"
	"example.com/latchkey/ui/uitest"
)

// serve makes a service user with as many tokens.
func (w *world) serve(name, description string, tokens int, sets ...string) (model.ServiceUser, []model.Generated) {
	w.t.Helper()
	r := model.ServiceUserRequest{Name: name, Description: description}
	for _, set := range sets {
		r.Sets = append(r.Sets, w.set(set))
	}
	u, err := w.CreateServiceUser(w.t.Context(), w.ada, w.acme, r)
	w.must(err)
	var made []model.Generated
	for i := range tokens {
		g, err := w.GenerateToken(w.t.Context(), w.ada, model.TokenRequest{
			Org: w.acme, ServiceUser: u.ID, Name: fmt.Sprintf("%s-%d", name, i+1), Password: model.NewSecret(password),
		})
		w.must(err)
		made = append(made, g)
	}
	return u, made
}

func (w *world) wantReason(secret model.Secret, want model.Reason) {
	w.t.Helper()
	got, err := w.Verify(w.t.Context(), secret, here)
	w.must(err)
	if got.Reason != want {
		w.t.Fatalf("the token's answer is %s, want %s", got.Reason, want)
	}
}

// someServiceUsers is a world with three service users; the first one's tokens
// are used.
func someServiceUsers(t *testing.T) (*world, []model.Generated) {
	t.Helper()
	w := newWorld(t)
	_, made := w.serve("ERP export", "Nightly export of inspections to the ERP. Ask Bob before you touch it.", 2, model.SetStandard, model.SetBasic)
	w.wantReason(made[0].Secret, model.ReasonOK)
	w.now = w.now.Add(24 * time.Hour)
	off, _ := w.serve("Old scanner", "", 1, model.SetGuest)
	_, err := w.DisableServiceUser(t.Context(), w.ada, w.acme, off.ID)
	w.must(err)
	w.serve("日本支社 sync", "", 0, model.SetAdministrator)
	return w, made
}

func TestViews(t *testing.T) {
	w, _ := someServiceUsers(t)
	d := w.open(w.session(w.ada), serviceusers.New)
	d.CheckLayout()
	d.Golden(t, "list")
	d.Press("n")
	d.Golden(t, "create")
	d.Press("esc", "d")
	d.Golden(t, "disable")
	d.Press("esc", "x")
	d.Golden(t, "delete")
	d.Press("esc", "down", "d")
	d.Golden(t, "enable")
	d.Press("esc", "e")
	d.Golden(t, "edit")
}

func TestEmpty(t *testing.T) {
	d := newWorldDriver(t)
	d.Golden(t, "empty")
	d.Press("enter", "x", "d", "e") // nothing to do it with
	d.SeesNot("Cancel")
}

func newWorldDriver(t *testing.T) *uitest.Driver {
	t.Helper()
	w := newWorld(t)
	return w.open(w.session(w.ada), serviceusers.New)
}

func TestWithoutThePermission(t *testing.T) {
	w, _ := someServiceUsers(t)
	bob := w.join("bob@acme.example", "Bob Birch", model.SetStandard)
	d := w.open(w.session(bob), serviceusers.New)
	d.Golden(t, "without")
	d.Sees("you need the permission service-users.manage")
	d.Press("n")
	d.SeesNot("Create a service user")
}

func TestCreate(t *testing.T) {
	w, _ := someServiceUsers(t)
	d := w.open(w.session(w.ada), serviceusers.New)
	d.Press("n")
	d.Type("erp EXPORT")
	d.Press("enter")
	d.Type("A second one")
	d.Press("enter", "enter")
	d.Sees("✗ Give the service user at least one permission")
	d.Press("down", "space", "enter")
	d.Sees("✗ The name erp EXPORT is taken.")
	d.Type(" two")
	d.Press("enter", "enter", "enter")
	d.Sees("✓ Created erp EXPORT two.")
	d.Sees("erp EXPORT two")
	d.Sees("Manager")
}

func TestNobodyGivesMoreThanTheyHave(t *testing.T) {
	w, _ := someServiceUsers(t)
	mia := w.join("mia@acme.example", "Mia Moss", model.SetManager)
	d := w.open(w.session(mia), serviceusers.New)
	d.Press("n")
	d.Type("Backdoor")
	d.Press("enter", "enter", "space", "enter")
	d.Sees("✗ You cannot do that, because the set has org.manage")
	d.Sees("Backdoor")
}

func TestEdit(t *testing.T) {
	w, _ := someServiceUsers(t)
	d := w.open(w.session(w.ada), serviceusers.New)
	d.Press("e")
	d.Sees("[x] Standard")
	d.Sees("[x] Basic")
	d.SeesNot("[x] Guest")
	d.Type(" 2")
	d.Press("enter", "enter", "down", "down", "space", "enter")
	d.Sees("✓ Saved ERP export 2.")
	d.Sees("› ERP export 2")
	d.SeesNot("Standard, Basic")
}

func TestDisableAndEnable(t *testing.T) {
	w, made := someServiceUsers(t)
	d := w.open(w.session(w.ada), serviceusers.New)
	d.Press("d")
	d.Sees("Its 2 active tokens are refused from the next request on")
	d.Sees("ERP export-1 · used 10 days ago from 10.1.4.7")
	d.Press("enter")
	w.wantReason(made[0].Secret, model.ReasonOK)
	d.Press("d", "right", "enter")
	d.Sees("✓ Disabled ERP export.")
	d.Sees("○ disabled")
	w.wantReason(made[0].Secret, model.ReasonSubjectInactive)
	d.Press("d")
	d.Sees("Its 2 active tokens are accepted again")
	d.Press("right", "enter")
	d.Sees("✓ Enabled ERP export.")
	w.wantReason(made[0].Secret, model.ReasonOK)
}

func TestDeleteRevokesTokens(t *testing.T) {
	w, made := someServiceUsers(t)
	d := w.open(w.session(w.ada), serviceusers.New)
	d.Sees("3 of 20 tokens active")
	d.Press("x")
	d.Sees("Its 2 active tokens are revoked in the same step.")
	d.Press("right", "enter")
	d.Sees("✓ Deleted ERP export · revoked 2 tokens.")
	d.Sees("1 of 20 tokens active")
	w.wantReason(made[1].Secret, model.ReasonRevoked)
	d.Sees("› Old scanner")
}

func TestWhatWasDeletedMeanwhileIsSaid(t *testing.T) {
	w, _ := someServiceUsers(t)
	d := w.open(w.session(w.ada), serviceusers.New)
	page, err := w.ListServiceUsers(t.Context(), w.ada, w.acme, model.PageRequest{Sort: model.SortName})
	w.must(err)
	_, err = w.DeleteServiceUser(t.Context(), w.ada, w.acme, page.Rows[0].ID)
	w.must(err)
	d.Press("x")
	d.Sees("✗ ERP export was deleted meanwhile.")
	d.Press("e")
	d.Sees("✗ ERP export was deleted meanwhile.")
}

func TestEnterLeadsToTheTokens(t *testing.T) {
	w, _ := someServiceUsers(t)
	d := w.open(w.session(w.ada), serviceusers.New)
	d.Press("enter")
	d.Sees("API tokens of ERP export")
	d.Sees("ERP export-2")
	d.Press("esc")
	d.Sees("Service users")
}

func TestFilter(t *testing.T) {
	w, _ := someServiceUsers(t)
	d := w.open(w.session(w.ada), serviceusers.New)
	d.Press("/")
	d.Type("scan")
	d.Sees("Old scanner")
	d.SeesNot("ERP export")
	d.Press("esc")
	d.Sees("ERP export")
}
