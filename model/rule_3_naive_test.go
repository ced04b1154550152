package model_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"example.com/latchkey/model"
)

// The test of this file plays at random with an authority and with a deliberately
// naive copy of the rules about tokens, and compares what they say of each one:
// the answer, when, why and by whom it ended, when it is due, how it was used.
// There are two orgs, three people in both, three service users.
// -rapid.checks=10000 plays more.

// scope is a test whose clean-ups run when the game ends that they belong to.
type scope struct {
	testing.TB
	cleanups []func()
}

func (s *scope) Cleanup(fn func()) { s.cleanups = append(s.cleanups, fn) }

func (s *scope) end() {
	for i := len(s.cleanups) - 1; i >= 0; i-- {
		s.cleanups[i]()
	}
}

// plain is a token as the naive rules have it. It is ended eagerly: as soon as
// time or somebody ends it, and never again.
type plain struct {
	made     model.Generated
	org      int
	person   int // -1 for a service user's
	service  int // -1 for a user's
	created  time.Time
	lastUse  time.Time
	ends     time.Time
	uses     int64
	end      model.EndReason
	endAt    time.Time
	endBy    string
	previous model.Secret
	until    time.Time
}

type plainService struct {
	user              model.ServiceUser
	org               int
	disabled, deleted bool
}

type ledger struct {
	w         *world
	rt        *rapid.T
	now       time.Time
	orgs      []model.OrgID
	suspended []bool
	limit     []time.Duration
	people    []person
	member    [][]model.MemberStatus // by person, by org
	services  []*plainService
	tokens    []*plain
	n         int // for names
	steps     int
	autoCopy  bool
}

func TestRule_3_WhatBecomesOfTokensIsWhatTheNaiveRulesSay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := &scope{TB: t}
		defer s.end()
		m := newLedger(newWorld(s), rt)
		rt.Repeat(rapid.StateMachineActions(m))
		m.compare()
		m.sound()
	})
}

func newLedger(w *world, rt *rapid.T) *ledger {
	m := &ledger{w: w, rt: rt, orgs: []model.OrgID{w.acme, w.org("Globex")}, suspended: make([]bool, 2), limit: make([]time.Duration, 2)}
	for i := range 3 {
		p := w.person(m.orgs[0], fmt.Sprint("Person ", i), model.SetStandard)
		w.join(p, m.orgs[1], model.SetStandard)
		m.people = append(m.people, p)
		m.member = append(m.member, []model.MemberStatus{model.MemberActive, model.MemberActive})
	}
	for i := range 3 {
		m.services = append(m.services, &plainService{user: w.service(m.orgs[i/2], fmt.Sprint("Service ", i), model.SetGuest), org: i / 2})
	}
	m.now = w.clock.Now()
	return m
}

// want fails the game unless err is of the kind.
func (m *ledger) want(what string, err error, kind model.Kind) {
	m.rt.Helper()
	if model.KindOf(err) != kind {
		m.rt.Fatalf("%s: got %v (%s), want %q", what, err, model.KindOf(err), kind)
	}
}

func (m *ledger) draw(what string, n int) int {
	if n == 0 {
		m.rt.Skip("there is none")
	}
	return rapid.IntRange(0, n-1).Draw(m.rt, what)
}

// due is when time ends a token, and why.
func (m *ledger) due(t *plain) (time.Time, model.EndReason) {
	since := t.created
	if t.lastUse.After(since) {
		since = t.lastUse
	}
	limit := 30 * day
	if t.person < 0 {
		limit = m.limit[t.org]
	}
	switch unused := since.Add(limit); {
	case limit == 0:
		return t.ends, model.EndDate
	case t.ends.IsZero() || unused.Before(t.ends):
		return unused, model.EndUnused
	}
	return t.ends, model.EndDate
}

// pass ends what time has ended by now.
func (m *ledger) pass() {
	for _, t := range m.tokens {
		if due, why := m.due(t); t.end == "" && !due.IsZero() && !m.now.Before(due) {
			t.end, t.endAt = why, due
		}
	}
}

// finish ends the tokens that are chosen, by somebody, and returns how many.
func (m *ledger) finish(why model.EndReason, by string, chosen func(*plain) bool) (n int) {
	for _, t := range m.tokens {
		if t.end == "" && chosen(t) {
			t.end, t.endAt, t.endBy, n = why, m.now, by, n+1
		}
	}
	return n
}

func (m *ledger) count(chosen func(*plain) bool) (n int) {
	for _, t := range m.tokens {
		if t.end == "" && chosen(t) {
			n++
		}
	}
	return n
}

func (m *ledger) ofPerson(i int) func(*plain) bool {
	return func(t *plain) bool { return t.person == i }
}

func (m *ledger) ofServicesIn(org int) func(*plain) bool {
	return func(t *plain) bool { return t.person < 0 && t.org == org }
}

// reason is the answer to a request with a token's present secret.
func (m *ledger) reason(t *plain) model.Reason {
	switch {
	case t.end == model.EndRevoked || t.end == model.EndDeleted:
		return model.ReasonRevoked
	case t.end != "":
		return model.ReasonExpired
	case m.suspended[t.org]:
		return model.ReasonOrgSuspended
	case t.person < 0 && m.services[t.service].disabled:
		return model.ReasonSubjectInactive
	}
	return model.ReasonOK
}

func (m *ledger) Advance(*rapid.T) {
	step := rapid.SampledFrom([]time.Duration{-day, time.Second, 59 * time.Minute, day, 14 * day, 15 * day, 16 * day, 30*day - time.Second, 30 * day, 60 * day}).Draw(m.rt, "step")
	m.w.clock.Advance(step)
	if now := m.w.Now(); now.After(m.now) { // the authority has seen it, so it is not undone
		m.now = now
	}
	m.pass()
}

func (m *ledger) GenerateForOneself(*rapid.T) {
	i, org := m.draw("person", len(m.people)), m.draw("org", len(m.orgs))
	ends := rapid.SampledFrom([]time.Duration{0, 0, 0, day, 40 * day}).Draw(m.rt, "ends in")
	for range rapid.IntRange(1, 6).Draw(m.rt, "how many") {
		t := &plain{org: org, person: i, service: -1, created: m.now}
		r := model.TokenRequest{Org: m.orgs[org], Name: m.name(), Password: secret}
		if ends > 0 {
			t.ends, r.EndsAt = m.now.Add(ends), m.now.Add(ends)
		}
		var want model.Kind
		switch {
		case m.member[i][org] != model.MemberActive:
			want = model.KindNotFound
		case m.suspended[org]:
			want = model.KindForbidden
		case m.count(m.ofPerson(i)) >= 10:
			want = model.KindQuota
		}
		m.generate(m.people[i].Actor, r, t, want)
	}
}

func (m *ledger) GenerateForAServiceUser(*rapid.T) {
	i := m.draw("service user", len(m.services))
	s := m.services[i]
	for range rapid.IntRange(1, 12).Draw(m.rt, "how many") {
		var want model.Kind
		switch {
		case s.deleted:
			want = model.KindNotFound
		case m.count(m.ofServicesIn(s.org)) >= 20:
			want = model.KindQuota
		}
		t := &plain{org: s.org, person: -1, service: i, created: m.now}
		m.generate(system, model.TokenRequest{Org: m.orgs[s.org], ServiceUser: s.user.ID, Name: m.name()}, t, want)
	}
}

func (m *ledger) name() string {
	m.n++
	return fmt.Sprint("token ", m.n)
}

func (m *ledger) generate(actor model.Actor, r model.TokenRequest, t *plain, want model.Kind) {
	made, err := m.w.GenerateToken(m.w.ctx(), actor, r)
	m.want("generate", err, want)
	if err == nil {
		t.made = made
		m.tokens = append(m.tokens, t)
	}
}

func (m *ledger) Use(*rapid.T) {
	t := m.tokens[m.draw("token", len(m.tokens))]
	m.verify("the secret", t.made.Secret, m.reason(t), t)
	if t.previous.IsZero() {
		return
	}
	want := m.reason(t)
	if t.end == "" && !m.now.Before(t.until) {
		want = model.ReasonRevoked
	}
	m.verify("the secret before", t.previous, want, t)
}

func (m *ledger) verify(what string, s model.Secret, want model.Reason, t *plain) {
	d, err := m.w.Verify(m.w.ctx(), s, here)
	m.want(what, err, "")
	if d.Reason != want {
		m.rt.Fatalf("%s of %s: the answer is %s, want %s", what, t.made.Token.Name, d.Reason, want)
	}
	if want == model.ReasonOK {
		t.lastUse, t.uses = m.now, t.uses+1
	}
}

func (m *ledger) Revoke(*rapid.T) {
	t := m.tokens[m.draw("token", len(m.tokens))]
	_, err := m.w.RevokeToken(m.w.ctx(), system, ref(t.made))
	if t.end != "" {
		m.want("revoke", err, model.KindConflict)
		return
	}
	m.want("revoke", err, "")
	m.finish(model.EndRevoked, "root", func(o *plain) bool { return o == t })
}

func (m *ledger) Regenerate(*rapid.T) {
	t := m.tokens[m.draw("token", len(m.tokens))]
	overlap := rapid.SampledFrom(model.Overlaps()).Draw(m.rt, "overlap")
	actor := system
	var want model.Kind
	if t.person >= 0 {
		actor = m.people[t.person].Actor
		switch {
		case m.member[t.person][t.org] != model.MemberActive:
			want = model.KindNotFound
		case m.suspended[t.org]:
			want = model.KindForbidden
		}
	}
	if want == "" && t.end != "" {
		want = model.KindConflict
	}
	next, err := m.w.RegenerateToken(m.w.ctx(), actor, ref(t.made), overlap, secret)
	m.want("regenerate", err, want)
	if err == nil {
		t.previous, t.until = t.made.Secret, m.now.Add(overlap)
		t.made.Secret = next.Secret
	}
}

// Go ends a membership, in one of the ways.
func (m *ledger) Go(*rapid.T) {
	i, org := m.draw("person", len(m.people)), m.draw("org", len(m.orgs))
	p, was := m.people[i], m.member[i][org]
	var err error
	var want model.Kind
	next, why, by := model.MemberRemoved, model.EndRemoved, "root"
	switch m.draw("how", 3) {
	case 0:
		next, why = model.MemberDeactivated, model.EndDeactivated
		err = m.w.DeactivateMember(m.w.ctx(), system, m.orgs[org], p.User())
		want = map[model.MemberStatus]model.Kind{model.MemberDeactivated: model.KindConflict, model.MemberRemoved: model.KindNotFound}[was]
	case 1:
		err = m.w.RemoveMember(m.w.ctx(), system, m.orgs[org], p.User(), model.Subject{})
		want = map[model.MemberStatus]model.Kind{model.MemberRemoved: model.KindNotFound}[was]
	case 2:
		by = p.name
		err = m.w.LeaveOrg(m.w.ctx(), p.Actor, m.orgs[org], model.Subject{})
		if was != model.MemberActive {
			want = model.KindNotFound
		} else if m.suspended[org] {
			want = model.KindForbidden
		}
	}
	m.want("go", err, want)
	if err == nil {
		m.member[i][org] = next
		m.finish(why, by, func(t *plain) bool { return t.person == i && t.org == org })
	}
}

// ComeBack reactivates a member, or adds one again who was removed.
func (m *ledger) ComeBack(*rapid.T) {
	i, org := m.draw("person", len(m.people)), m.draw("org", len(m.orgs))
	p, id := m.people[i], m.orgs[org]
	err := m.w.ReactivateMember(m.w.ctx(), system, id, p.User())
	switch m.member[i][org] {
	case model.MemberActive:
		m.want("reactivate", err, model.KindConflict)
	case model.MemberDeactivated:
		m.want("reactivate", err, "")
	case model.MemberRemoved:
		m.want("reactivate", err, model.KindNotFound)
		_, _, err := m.w.AddMember(m.w.ctx(), system, id, model.MemberRequest{Email: p.email, Set: m.w.set(id, model.SetStandard)})
		m.want("add again", err, "")
	}
	m.member[i][org] = model.MemberActive
}

func (m *ledger) SuspendOrRevive(*rapid.T) {
	org := m.draw("org", len(m.orgs))
	if m.suspended[org] {
		m.w.revive(m.orgs[org])
	} else {
		m.w.suspend(m.orgs[org])
	}
	m.suspended[org] = !m.suspended[org]
}

func (m *ledger) SetLimit(*rapid.T) {
	org := m.draw("org", len(m.orgs))
	limit := rapid.SampledFrom(model.InactivityLimits()).Draw(m.rt, "limit")
	_, err := m.w.SetServiceTokenInactivity(m.w.ctx(), system, m.orgs[org], limit)
	m.want("set the limit", err, "")
	m.limit[org] = limit
	m.pass()
}

func (m *ledger) ChangeServiceUser(*rapid.T) {
	i := m.draw("service user", len(m.services))
	s := m.services[i]
	id, org := s.user.ID, m.orgs[s.org]
	switch how := m.draw("how", 8); {
	case s.deleted:
		_, err := m.w.DeleteServiceUser(m.w.ctx(), system, org, id, model.Subject{})
		m.want("delete again", err, model.KindNotFound)
	case how == 0:
		n, err := m.w.DeleteServiceUser(m.w.ctx(), system, org, id, model.Subject{})
		m.want("delete", err, "")
		s.deleted = true
		if want := m.finish(model.EndDeleted, "root", func(t *plain) bool { return t.service == i }); n != want {
			m.rt.Fatalf("deleting revoked %d tokens, want %d", n, want)
		}
	case s.disabled:
		_, err := m.w.EnableServiceUser(m.w.ctx(), system, org, id)
		m.want("enable", err, "")
		s.disabled = false
	default:
		_, err := m.w.DisableServiceUser(m.w.ctx(), system, org, id)
		m.want("disable", err, "")
		s.disabled = true
	}
}

// Housekeeping changes nothing that anybody notices.
func (m *ledger) Housekeeping(*rapid.T) {
	switch m.draw("what", 3) {
	case 0:
		m.want("flush", m.w.FlushUses(m.w.ctx()), "")
	case 1:
		_, err := m.w.Sweep(m.w.ctx())
		m.want("sweep", err, "")
	case 2: // after a restart, time goes on from the last committed change
		m.want("flush", m.w.FlushUses(m.w.ctx()), "")
		m.autoCopy = !m.autoCopy
		m.want("a change", m.w.SetAutoCopy(m.w.ctx(), m.w.ada, !m.autoCopy), "")
		m.w.reopen()
	}
	m.compare()
}

// Check compares the quotas after every third step.
func (m *ledger) Check(*rapid.T) {
	if m.steps++; m.steps%3 != 0 {
		return
	}
	for i, p := range m.people {
		org := -1
		for o := range m.orgs {
			if m.member[i][o] == model.MemberActive {
				org = o
			}
		}
		if org < 0 {
			continue
		}
		q, err := m.w.TokenQuota(m.w.ctx(), p.Actor, m.orgs[org], false)
		m.want("quota", err, "")
		if want := m.count(m.ofPerson(i)); len(q.Active) != want || want > 10 {
			m.rt.Fatalf("%s has %d active tokens, want %d", p.name, len(q.Active), want)
		}
	}
	for o, org := range m.orgs {
		q, err := m.w.TokenQuota(m.w.ctx(), system, org, true)
		m.want("quota", err, "")
		if want := m.count(m.ofServicesIn(o)); len(q.Active) != want || want > 20 {
			m.rt.Fatalf("org %d has %d active service-user tokens, want %d", o, len(q.Active), want)
		}
	}
}

// compare looks at every token's row, and at the log.
func (m *ledger) compare() {
	for _, t := range m.tokens {
		d, err := m.w.TokenDetails(m.w.ctx(), system, ref(t.made))
		m.want("details", err, "")
		if d.Reason != m.reason(t) || d.End != t.end || !d.EndedAt.Equal(t.endAt) || d.EndedBy != t.endBy {
			m.rt.Fatalf("%s: the row says %s, %q at %v by %q, want %s, %q at %v by %q", d.Name, d.Reason, d.End, d.EndedAt, d.EndedBy, m.reason(t), t.end, t.endAt, t.endBy)
		}
		due, _ := m.due(t)
		if t.end != "" {
			due = time.Time{}
		}
		if !d.Expires.Equal(due) || d.Use.Count != t.uses || !d.Use.LastAt.Equal(t.lastUse) {
			m.rt.Fatalf("%s: the row says %d uses, the last at %v, due at %v; want %d, %v, %v", d.Name, d.Use.Count, d.Use.LastAt, d.Expires, t.uses, t.lastUse, due)
		}
	}
}

// sound looks at the whole log and at all indexes and guards.
func (m *ledger) sound() {
	report, err := m.w.VerifyActivity(m.w.ctx(), system)
	m.want("verify the activity", err, "")
	if report.Broken != 0 {
		m.rt.Fatalf("the log is not in order: %s", report.Problem)
	}
	x, err := m.w.Examine(m.w.ctx(), system)
	m.want("examine the store", err, "")
	if !x.Sound() || x.Keys == 0 {
		m.rt.Fatalf("the store is not in order: %+v", x)
	}
}
