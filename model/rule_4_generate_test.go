package model_test

import (
	"fmt"
	"testing"
	"time"

	"example.com/latchkey/model"
)

func TestRule_4_1_GeneratingAsksForTheAccountPassword(t *testing.T) {
	w := newWorld(t)
	asks, err := w.AsksPassword(w.ctx(), w.ada, w.acme)
	w.must(err)
	if !asks {
		t.Error("the form would not ask")
	}
	robot := w.service(w.acme, "Robot", model.SetGuest)
	for _, r := range []model.TokenRequest{{Org: w.acme, Name: "user"}, {Org: w.acme, Name: "service", ServiceUser: robot.ID}} {
		_, err = w.GenerateToken(w.ctx(), w.ada, r)
		w.wantKind(err, model.KindInvalid)
		if model.FieldOf(err) != model.FieldPassword {
			t.Errorf("without a password the field is %q", model.FieldOf(err))
		}
		r.Password = model.NewSecret("a horse on the sun")
		_, err = w.GenerateToken(w.ctx(), w.ada, r)
		w.wantKind(err, model.KindUnauthenticated)
		if model.FieldOf(err) != model.FieldPassword {
			t.Errorf("with a wrong one the field is %q", model.FieldOf(err))
		}
		r.Password = secret
		made, err := w.GenerateToken(w.ctx(), w.ada, r)
		w.must(err)
		if made.Token.OrgName != "Acme" || made.Token.State != model.StateActive || made.Token.LastFour != made.Secret.LastFour() {
			t.Errorf("made %+v", made.Token)
		}
	}
	if n := w.active(w.ada, w.acme, false) + w.active(w.ada, w.acme, true); n != 2 {
		t.Errorf("%d tokens were made, want 2", n)
	}
}

func TestRule_4_2_WhoCannotLogInWithAPasswordIsNotAskedForOne(t *testing.T) {
	for _, c := range []struct {
		mode    model.SSOMode
		domains []string
		asks    bool
	}{
		{model.SSOOff, nil, true},
		{model.SSOAndPassword, nil, true},
		{model.SSOOnly, nil, false},
		{model.SSODomains, []string{"people.example"}, false},
		{model.SSODomains, []string{"other.example", "@PEOPLE.example "}, false},
		{model.SSODomains, []string{"other.example"}, true},
		{model.SSODomains, []string{"example"}, true},
		{model.SSODomains, []string{"sub.people.example", "people.example.org", "ople.example"}, true},
	} {
		t.Run(string(c.mode), func(t *testing.T) {
			w := newWorld(t)
			cy := w.person(w.acme, "Cy Cole", model.SetAdministrator) // @people.example
			robot := w.service(w.acme, "Robot", model.SetGuest)
			_, err := w.SetSSO(w.ctx(), w.ada, w.acme, c.mode, c.domains)
			if len(c.domains) == 1 && c.domains[0] == "example" {
				w.wantKind(err, model.KindInvalid) // no domain of anybody
				return
			}
			w.must(err)
			asks, err := w.AsksPassword(w.ctx(), cy.Actor, w.acme)
			w.must(err)
			if asks != c.asks {
				t.Errorf("asks: %v, want %v", asks, c.asks)
			}
			for round, pass := range []model.Secret{{}, model.NewSecret("a horse on the sun")} {
				for name, user := range map[string]model.ServiceUserID{"user": "", "service": robot.ID} {
					_, err := w.GenerateToken(w.ctx(), cy.Actor, model.TokenRequest{Org: w.acme, Name: fmt.Sprint(name, round), ServiceUser: user, Password: pass})
					if (err != nil) != c.asks {
						t.Errorf("%s with password %v: %v", name, !pass.IsZero(), err)
					}
				}
			}
		})
	}
}

func TestRule_4_2_ItIsTheModeOfTheOrgThatTheTokenIsFor(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	w.noPassword(globex)
	_, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: globex, Name: "n"})
	w.must(err)
	_, err = w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: "n"})
	w.wantKind(err, model.KindInvalid)
}

func TestRule_4_3_ServiceTokensAreForWhoManagesServiceUsers(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	for set, want := range map[string]model.Kind{model.SetManager: "", model.SetStandard: model.KindForbidden, model.SetGuest: model.KindForbidden} {
		p := w.person(w.acme, "Of "+set, set)
		_, err := w.GenerateToken(w.ctx(), p.Actor, model.TokenRequest{Org: w.acme, ServiceUser: robot.ID, Name: set, Password: secret})
		if model.KindOf(err) != want {
			t.Errorf("%s: %v", set, err)
		}
	}
}

func TestRule_4_4_TheSecretIsGivenOutOnceAndAutoCopyIsASetting(t *testing.T) {
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "made")
	v := w.row(made)
	if v.Hash != (model.Hash{}) || v.PreviousHash != (model.Hash{}) {
		t.Error("the row brings the hash of the secret")
	}
	for _, on := range []bool{false, true} {
		w.must(w.SetAutoCopy(w.ctx(), w.ada, on))
		p, err := w.WhoAmI(w.ctx(), w.ada, "")
		w.must(err)
		if p.NoAutoCopy == on {
			t.Errorf("set to %v, the profile says off: %v", on, p.NoAutoCopy)
		}
	}
}

// bearer is somebody who logged in with a token of theirs in an org.
func (w *world) bearer(p model.Actor, org model.OrgID) (model.Actor, model.Generated) {
	w.t.Helper()
	made := w.generate(p, org, "the session's")
	actor, current, err := w.LogInWithToken(w.ctx(), made.Secret, here)
	w.must(err)
	if current != org {
		w.t.Fatalf("the current org is %s, want that of the token", current)
	}
	return actor, made
}

func TestRule_4_6_ASessionByTokenIsConfinedToItsOrgWithoutOperatorRights(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex") // ada is an Administrator of both, and an operator
	actor, _ := w.bearer(w.ada, w.acme)
	p, err := w.WhoAmI(w.ctx(), actor, w.acme)
	w.must(err)
	if p.Operator || !p.ByToken {
		t.Errorf("the profile says %+v", p)
	}
	_, err = w.SwitchOrg(w.ctx(), actor, globex)
	w.wantKind(err, model.KindForbidden)
	_, err = w.ListMembers(w.ctx(), actor, globex, model.PageRequest{Sort: model.SortName})
	w.wantKind(err, model.KindForbidden)
	orgs, err := w.ListOrgs(w.ctx(), actor, model.PageRequest{Sort: model.SortName})
	w.must(err)
	if len(orgs.Rows) != 1 || orgs.Rows[0].ID != w.acme {
		t.Errorf("it lists %+v", orgs.Rows)
	}
	_, err = w.CreateOrg(w.ctx(), actor, "Third", "")
	w.wantKind(err, model.KindForbidden)
	_, err = w.SuspendOrg(w.ctx(), actor, w.acme)
	w.wantKind(err, model.KindForbidden)
	w.wantKind(w.SetOperator(w.ctx(), actor, w.person(w.acme, "Cy Cole", model.SetGuest).User(), true), model.KindForbidden)
	_, err = w.VerifyActivity(w.ctx(), actor)
	w.wantKind(err, model.KindForbidden)
	_, err = w.ListMembers(w.ctx(), actor, w.acme, model.PageRequest{Sort: model.SortName}) // ada's set goes on
	w.must(err)
}

func TestRule_4_6_ASessionByTokenEndsWithTheToken(t *testing.T) {
	for name, end := range map[string]func(w *world, p person, made model.Generated){
		"revoked": func(w *world, p person, made model.Generated) {
			_, err := w.RevokeToken(w.ctx(), p.Actor, ref(made))
			w.must(err)
		},
		"expired": func(w *world, _ person, _ model.Generated) { w.clock.Advance(30 * day) },
		"deactivated": func(w *world, p person, _ model.Generated) {
			w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, p.User()))
		},
		"came back": func(w *world, p person, _ model.Generated) {
			w.must(w.RemoveMember(w.ctx(), w.ada, w.acme, p.User(), model.Subject{}))
			w.join(p, w.acme, model.SetAdministrator)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			cy := w.person(w.acme, "Cy Cole", model.SetAdministrator)
			w.join(cy, w.org("Globex"), model.SetGuest)
			actor, made := w.bearer(cy.Actor, w.acme)
			_, err := w.WhoAmI(w.ctx(), actor, w.acme)
			w.must(err)
			end(w, cy, made)
			_, err = w.WhoAmI(w.ctx(), actor, w.acme)
			w.wantKind(err, model.KindUnauthenticated)
			w.wantKind(w.RenameAccount(w.ctx(), actor, "Another"), model.KindUnauthenticated)
			if err := w.Unlock(w.ctx(), actor, made.Secret); err == nil {
				t.Error("it unlocks")
			}
		})
	}
}

// what a session by token does only with the account password (rule 4.6).
var guarded = map[string]func(w *world, actor model.Actor, u model.ServiceUser, own model.Generated, pass model.Secret) error{
	"generate": func(w *world, actor model.Actor, _ model.ServiceUser, _ model.Generated, pass model.Secret) error {
		_, err := w.GenerateToken(w.ctx(), actor, model.TokenRequest{Org: w.acme, Name: "bred", Password: pass})
		return err
	},
	"generate for a service user": func(w *world, actor model.Actor, u model.ServiceUser, _ model.Generated, pass model.Secret) error {
		_, err := w.GenerateToken(w.ctx(), actor, model.TokenRequest{Org: w.acme, ServiceUser: u.ID, Name: "bred", Password: pass})
		return err
	},
	"regenerate": func(w *world, actor model.Actor, _ model.ServiceUser, own model.Generated, pass model.Secret) error {
		_, err := w.RegenerateToken(w.ctx(), actor, ref(own), time.Hour, pass)
		return err
	},
	"hand out a code": func(w *world, actor model.Actor, _ model.ServiceUser, _ model.Generated, pass model.Secret) error {
		_, code, err := w.AddMember(w.ctx(), actor, w.acme, model.MemberRequest{Email: "bred@acme.example", Name: "Bred", Set: w.set(w.acme, model.SetAdministrator), Password: pass})
		if err != nil && !code.IsZero() {
			w.t.Error("there is a code all the same")
		}
		return err
	},
}

func TestRule_4_6_ASessionByTokenBreedsNothingWithoutThePassword(t *testing.T) {
	each(t, guarded, func(w *world, do func(*world, model.Actor, model.ServiceUser, model.Generated, model.Secret) error) {
		robot := w.service(w.acme, "Robot", model.SetGuest)
		actor, own := w.bearer(w.ada, w.acme)
		w.wantKind(do(w, actor, robot, own, model.Secret{}), model.KindInvalid)
		w.wantKind(do(w, actor, robot, own, model.NewSecret("a horse on the sun")), model.KindUnauthenticated)
		w.wantKind(do(w, actor, robot, own, own.Secret), model.KindUnauthenticated)

		w.noPassword(w.acme) // then there is none to ask for
		for _, pass := range []model.Secret{{}, secret} {
			w.wantKind(do(w, actor, robot, own, pass), model.KindForbidden)
		}
		_, err := w.SetSSO(w.ctx(), system, w.acme, model.SSOOff, nil)
		w.must(err)
		w.must(do(w, actor, robot, own, secret))
	})
}

func TestRule_4_6_ASessionByTokenChangesThePasswordOnlyWithThePassword(t *testing.T) {
	w := newWorld(t)
	actor, own := w.bearer(w.ada, w.acme)
	next := model.NewSecret("quite another password")
	_, err := w.ChangePassword(w.ctx(), actor, model.Secret{}, next)
	w.wantKind(err, model.KindInvalid)
	_, err = w.ChangePassword(w.ctx(), actor, own.Secret, next)
	w.wantKind(err, model.KindUnauthenticated)
	_, err = w.ChangePassword(w.ctx(), actor, secret, next)
	w.must(err)
}
