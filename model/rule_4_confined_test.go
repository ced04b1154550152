package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/latchkey/model"
)

func TestRule_4_6_ASessionEndsWithTheSecretThatOpenedIt(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetStandard)
	by, leaked := w.bearer(bob.Actor, w.acme)
	_, err := w.RegenerateToken(w.ctx(), by, ref(leaked), 0, secret)
	w.wantKind(err, model.KindConflict) // it would end before the new secret is seen

	made, err := w.RegenerateToken(w.ctx(), by, ref(leaked), time.Hour, secret)
	w.must(err)
	_, err = w.WhoAmI(w.ctx(), by, w.acme)
	w.must(err) // the overlap
	w.clock.Advance(time.Hour)
	_, err = w.WhoAmI(w.ctx(), by, w.acme)
	w.wantKind(err, model.KindUnauthenticated)
	_, _, err = w.LogInWithToken(w.ctx(), made.Secret, here)
	w.must(err)

	by, _, err = w.LogInWithToken(w.ctx(), made.Secret, here)
	w.must(err)
	_, err = w.RegenerateToken(w.ctx(), bob.Actor, ref(leaked), 0, secret)
	w.must(err)
	_, err = w.WhoAmI(w.ctx(), by, w.acme)
	w.wantKind(err, model.KindUnauthenticated)
}

func TestRule_4_6_ASessionByTokenSeesNothingOfOtherOrgs(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	w.generate(w.ada, globex, "secret project")
	by, _ := w.bearer(w.ada, w.acme)
	q, err := w.TokenQuota(w.ctx(), by, w.acme, false)
	w.must(err)
	if len(q.Active) != 1 || q.Elsewhere != 1 || q.Count() != 2 {
		t.Fatalf("%d seen, %d elsewhere", len(q.Active), q.Elsewhere)
	}
	w.wantKind(w.RenameAccount(w.ctx(), by, "Somebody Else"), model.KindForbidden)
}

func TestRule_11_6_ACodeIsGoodOnlyForWhatItWasHandedOutFor(t *testing.T) {
	for name, change := range map[string]func(*world, person){
		"another set": func(w *world, p person) {
			w.must(w.SetMemberSet(w.ctx(), w.ada, w.acme, p.User(), w.set(w.acme, model.SetAdministrator)))
		},
		"an operator": func(w *world, p person) { w.must(w.SetOperator(w.ctx(), w.ada, p.User(), true)) },
		"another org": func(w *world, p person) { w.join(p, w.org("Globex"), model.SetAdministrator) },
		"own password": func(w *world, p person) {
			_, err := w.ChangePassword(w.ctx(), p.Actor, secret, model.NewSecret("a fox in the orchard"))
			w.must(err)
		},
		"disabled and on": func(w *world, p person) {
			w.must(w.DisableAccount(w.ctx(), w.ada, p.User()))
			w.must(w.EnableAccount(w.ctx(), w.ada, p.User()))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			mia, bob := w.person(w.acme, "Mia Moss", model.SetManager), w.person(w.acme, "Bob Birch", model.SetStandard)
			reset, err := w.ResetPassword(w.ctx(), mia.Actor, w.acme, bob.User(), model.Secret{})
			w.must(err)
			change(w, bob)
			_, _, err = w.ChoosePassword(w.ctx(), bob.email, reset.Code, model.NewSecret("quite another password"), here)
			w.wantKind(err, model.KindUnauthenticated)
		})
	}
	w := newWorld(t)
	_, err := w.ResetPassword(w.ctx(), w.ada, w.acme, w.ada.User(), model.Secret{})
	w.wantKind(err, model.KindConflict) // one's own is changed against the present one
}

func TestRule_9_5_LongAgentsHideNoUse(t *testing.T) {
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "laptop")
	for i := range 30 {
		_, err := w.Verify(w.ctx(), made.Secret, model.Origin{Address: fmt.Sprint(i, strings.Repeat("9", 5000)), Agent: strings.Repeat("é", 5000) + fmt.Sprint(i)})
		w.must(err)
	}
	w.must(w.FlushUses(w.ctx()))
	w.reopen()
	if d := w.row(made); d.Use.Count != 30 {
		t.Fatalf("%d uses are on record, want 30", d.Use.Count)
	}
}

// What ends tokens has to fit into the store's transactions, however many there
// are and whether or not their uses have been written.
func TestRule_2_6_EndingsFitWhateverIsUnwritten(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	for i := range model.MaxServiceUserTokens {
		made := w.serviceToken(robot, fmt.Sprint("token ", i))
		_, err := w.RegenerateToken(w.ctx(), w.ada, ref(made), time.Hour, secret)
		w.must(err)
		w.wantReason(made, model.ReasonOK)
	}
	_, err := w.SetServiceTokenInactivity(w.ctx(), w.ada, w.acme, 31*24*time.Hour)
	w.must(err)
	n, err := w.DeleteServiceUser(w.ctx(), w.ada, w.acme, robot.ID, model.Subject{})
	w.must(err)
	if n != model.MaxServiceUserTokens {
		t.Fatalf("%d tokens revoked", n)
	}
}

func TestRule_1_2_SomebodyInManyOrgsCanBeRenamedAndShutOut(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetStandard)
	made := w.generate(bob.Actor, w.acme, "laptop")
	w.wantReason(made, model.ReasonOK)
	var orgs []model.OrgID
	for i := range 60 {
		orgs = append(orgs, w.org(fmt.Sprint("Org ", i)))
		w.join(bob, orgs[i], model.SetGuest)
	}
	w.must(w.RenameAccount(w.ctx(), bob.Actor, "Bob Beech"))
	if m := w.membership(orgs[59], bob.Actor); m.Name != "Bob Beech" {
		t.Errorf("he is %s in the last org", m.Name)
	}
	w.must(w.DisableAccount(w.ctx(), w.ada, bob.User()))
	w.wantReason(made, model.ReasonExpired)
	for _, org := range orgs {
		if m := w.membership(org, bob.Actor); m.Status != model.MemberDeactivated {
			t.Fatalf("he is %s in an org", m.Status)
		}
	}
	w.must(w.EnableAccount(w.ctx(), w.ada, bob.User()))
	if m := w.membership(orgs[59], bob.Actor); m.Status != model.MemberActive {
		t.Errorf("he is %s in the last org", m.Status)
	}
	w.wantReason(made, model.ReasonExpired)
}
