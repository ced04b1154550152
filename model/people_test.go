package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/latchkey/model"
)

const day = 24 * time.Hour

// system is root, on the box itself (rule 11.7).
var system = model.SystemOperator("root", model.Origin{Address: "terminal"})

// secret is the password that everybody in these tests has.
var secret = model.NewSecret(password)

// A person is somebody who has logged in.
type person struct {
	model.Actor
	name, email string
}

// person adds somebody new to an org and lets them choose the password.
func (w *world) person(org model.OrgID, name, set string) person {
	w.t.Helper()
	p := person{name: name, email: strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@people.example"}
	_, code, err := w.AddMember(w.ctx(), system, org, model.MemberRequest{Email: p.email, Name: name, Set: w.set(org, set)})
	w.must(err)
	p.Actor, _, err = w.ChoosePassword(w.ctx(), p.email, code, secret, here)
	w.must(err)
	return p
}

// join makes somebody who has an account a member of another org.
func (w *world) join(p person, org model.OrgID, set string) {
	w.t.Helper()
	_, _, err := w.AddMember(w.ctx(), system, org, model.MemberRequest{Email: p.email, Set: w.set(org, set)})
	w.must(err)
}

// org makes an org with ada as its Administrator.
func (w *world) org(name string) model.OrgID {
	w.t.Helper()
	org, err := w.CreateOrg(w.ctx(), w.ada, name, "")
	w.must(err)
	return org.ID
}

// set returns the id of an org's permission set.
func (w *world) set(org model.OrgID, name string) model.SetID {
	w.t.Helper()
	sets, err := w.PermissionSets(w.ctx(), system, org)
	w.must(err)
	i := slices.IndexFunc(sets, func(s model.PermissionSet) bool { return s.Name == name })
	if i < 0 {
		w.t.Fatalf("there is no set %s", name)
	}
	return sets[i].ID
}

// newSet puts a permission set into an org.
func (w *world) newSet(org model.OrgID, name string, permissions ...model.Permission) model.SetID {
	w.t.Helper()
	id := model.SetID(fmt.Sprintf("set_%026s", strings.ToUpper(name)))
	w.alter(func(tx model.Tx) error {
		return tx.PutPermissionSet(model.PermissionSet{ID: id, Org: org, Name: name, Seat: model.SeatFull, Permissions: permissions})
	})
	return id
}

// service adds a service user.
func (w *world) service(org model.OrgID, name string, sets ...string) model.ServiceUser {
	w.t.Helper()
	r := model.ServiceUserRequest{Name: name, Description: "made by a test"}
	for _, set := range sets {
		r.Sets = append(r.Sets, w.set(org, set))
	}
	u, err := w.CreateServiceUser(w.ctx(), system, org, r)
	w.must(err)
	return u
}

// serviceToken generates a token for a service user, by root.
func (w *world) serviceToken(u model.ServiceUser, name string) model.Generated {
	w.t.Helper()
	made, err := w.GenerateToken(w.ctx(), system, model.TokenRequest{Org: u.Org, ServiceUser: u.ID, Name: name})
	w.must(err)
	return made
}

// alter changes the store past the authority, as damage or another program does.
func (w *world) alter(fn func(model.Tx) error) {
	w.t.Helper()
	w.must(w.store.Update(w.ctx(), fn))
	model.Reread(w.Authority)
}

// membership returns the record of a member, whatever their status.
func (w *world) membership(org model.OrgID, p model.Actor) (m model.Membership) {
	w.t.Helper()
	w.must(w.store.View(w.ctx(), func(tx model.Tx) (err error) {
		m, err = tx.Membership(org, p.User())
		return err
	}))
	return m
}

func ref(made model.Generated) model.TokenRef {
	return model.TokenRef{Org: made.Token.Org, ID: made.Token.ID}
}

// row returns a token as root sees it now.
func (w *world) row(made model.Generated) model.TokenDetails {
	w.t.Helper()
	d, err := w.TokenDetails(w.ctx(), system, ref(made))
	w.must(err)
	return d
}

// wantReason fails the test unless a request with the token gets that answer.
func (w *world) wantReason(made model.Generated, want model.Reason) {
	w.t.Helper()
	if got := w.reason(made.Secret); got != want {
		w.t.Fatalf("%s: the answer is %s, want %s", made.Token.Name, got, want)
	}
}

// wantEnd fails the test unless the token ended that way, then, by them.
func (w *world) wantEnd(made model.Generated, end model.EndReason, at time.Time, by string) {
	w.t.Helper()
	v := w.row(made)
	if v.End != end || !v.EndedAt.Equal(at) || v.EndedBy != by {
		w.t.Fatalf("%s: ended as %q at %v by %q, want %q at %v by %q", v.Name, v.End, v.EndedAt, v.EndedBy, end, at, by)
	}
}

// log returns every entry of the activity log, oldest first.
func (w *world) log() []model.Entry {
	w.t.Helper()
	return w.logFrom(1)
}

// logFrom returns the entries with that number and after.
func (w *world) logFrom(first uint64) (all []model.Entry) {
	w.t.Helper()
	w.must(w.store.View(w.ctx(), func(tx model.Tx) error {
		head, err := tx.Head()
		for seq := first; err == nil && seq <= head.Seq; seq++ {
			var e model.Entry
			e, err = tx.Entry(seq)
			all = append(all, e)
		}
		return err
	}))
	return all
}

// since returns the entries that fn added to the log.
func (w *world) since(fn func()) []model.Entry {
	w.t.Helper()
	before := w.head().Seq
	fn()
	return w.logFrom(before + 1)
}

// head returns the end of the activity log.
func (w *world) head() (head model.Head) {
	w.t.Helper()
	w.must(w.store.View(w.ctx(), func(tx model.Tx) (err error) {
		head, err = tx.Head()
		return err
	}))
	return head
}

// noPassword makes an org one whose people have no password to be asked for.
func (w *world) noPassword(org model.OrgID) {
	w.t.Helper()
	_, err := w.SetSSO(w.ctx(), system, org, model.SSOOnly, nil)
	w.must(err)
}

// logIn logs somebody in by password.
func (w *world) logIn(p person) model.Actor {
	w.t.Helper()
	actor, _, err := w.LogIn(w.ctx(), p.email, secret, here)
	w.must(err)
	return actor
}

// each runs a subtest per name, in a world of its own.
func each[T any](t *testing.T, cases map[string]T, test func(*world, T)) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) { test(newWorld(t), c) })
	}
}
