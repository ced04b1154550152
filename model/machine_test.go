package model_test

import (
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"example.com/latchkey/model"
)

// TestMachine drives the authority and a deliberately naive model of the rules
// side by side, with random people, service users, tokens, time and changes,
// and compares what both say after every step. -rapid.checks says how often,
// each time with about 30 steps; without it a few have to do.
func TestMachine(t *testing.T) {
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		if err := checks.Value.Set("15"); err != nil {
			t.Fatal(err)
		}
	}
	steps := 0
	rapid.Check(t, func(r *rapid.T) {
		m := newMachine(t, r)
		r.Repeat(m.actions(&steps))
		m.sound("after these steps")
	})
	t.Logf("%d steps", steps)
}

// machine is the real thing and what the naive model thinks of it.
type machine struct {
	*world
	r      *rapid.T
	orgs   []*orgModel
	people []*personModel
	tokens []*tokenModel
	n      int
}

type orgModel struct {
	id        model.OrgID
	suspended bool
	limit     time.Duration
	services  []*serviceModel
	fullSeats int // the limit; 0 is none
}

type personModel struct {
	person
	in map[*orgModel]*seatModel
}

// seatModel is a membership: its set, and what became of it.
type seatModel struct {
	set    string
	status model.MemberStatus
}

type serviceModel struct {
	model.ServiceUser
	set               string
	disabled, deleted bool
}

type tokenModel struct {
	model.Generated
	org     *orgModel
	owner   *personModel
	service *serviceModel
	since   time.Time // of its creation, or its last use
	revoked bool
	expired bool
}

func newMachine(t *testing.T, r *rapid.T) *machine {
	game := &scope{TB: t}
	r.Cleanup(game.end) // each game has a store of its own
	m := &machine{world: newWorld(game), r: r}
	ada := &personModel{person: person{Actor: m.ada, name: "Ada Ashby"}, in: map[*orgModel]*seatModel{}}
	m.people = append(m.people, ada)
	for _, id := range []model.OrgID{m.acme, m.org("Globex")} {
		org := &orgModel{id: id}
		m.orgs = append(m.orgs, org)
		ada.in[org] = &seatModel{model.SetAdministrator, model.MemberActive}
	}
	return m
}

// now is the naive clock.
func (m *machine) now() time.Time { return m.clock.Now() }

// end notes what time has ended by now: once expired, always expired.
func (m *machine) end(t *tokenModel) {
	limit := 30 * 24 * time.Hour
	if t.service != nil {
		limit = t.org.limit
	}
	if !t.revoked && limit > 0 && m.now().Sub(t.since) >= limit {
		t.expired = true
	}
}

// alive reports whether a token counts for its quota.
func (m *machine) alive(t *tokenModel) bool {
	m.end(t)
	return !t.revoked && !t.expired
}

// answer is what rule 8.1 says to a request with a token.
func (m *machine) answer(t *tokenModel) model.Reason {
	m.end(t)
	switch {
	case t.revoked:
		return model.ReasonRevoked
	case t.expired:
		return model.ReasonExpired
	case t.org.suspended:
		return model.ReasonOrgSuspended
	case t.service != nil && t.service.disabled:
		return model.ReasonSubjectInactive
	}
	return model.ReasonOK
}

// active counts the living tokens of a person, or of an org's service users.
func (m *machine) active(of func(*tokenModel) bool) int {
	n := 0
	for _, t := range m.tokens {
		if of(t) && m.alive(t) {
			n++
		}
	}
	return n
}

func (m *machine) administrators(org *orgModel) int {
	n := 0
	for _, p := range m.people {
		if s := p.in[org]; s != nil && s.status == model.MemberActive && s.set == model.SetAdministrator {
			n++
		}
	}
	return n
}

// seated counts the active members with a full seat.
func (m *machine) seated(org *orgModel) int {
	n := 0
	for _, p := range m.people {
		if s := p.in[org]; s != nil && s.status == model.MemberActive && full(s.set) {
			n++
		}
	}
	return n
}

func full(set string) bool {
	return slices.Contains([]string{model.SetAdministrator, model.SetManager, model.SetStandard}, set)
}

// level orders the sets of a new org: each of the first three has all that the
// next one has, and all have what a Guest has. Basic has nothing that Standard
// lacks.
func level(set string) int {
	return map[string]int{model.SetGuest: 0, model.SetBasic: 1, model.SetStandard: 2, model.SetManager: 3, model.SetAdministrator: 4}[set]
}

var setNames = []string{model.SetAdministrator, model.SetManager, model.SetStandard, model.SetBasic, model.SetGuest}

// same fails unless the outcome is what the naive model expects.
func (m *machine) same(what string, err error, want model.Kind) {
	if model.KindOf(err) != want {
		m.r.Fatalf("%s: %v (%q), want %q", what, err, model.KindOf(err), want)
	}
}

func (m *machine) pickOrg() *orgModel { return rapid.SampledFrom(m.orgs).Draw(m.r, "org") }

func (m *machine) pickPerson() *personModel { return rapid.SampledFrom(m.people).Draw(m.r, "person") }

func (m *machine) name(what string) string {
	m.n++
	return fmt.Sprintf("%s %d", what, m.n)
}
