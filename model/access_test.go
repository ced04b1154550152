package model_test

import (
	"reflect"
	"slices"
	"testing"

	"example.com/latchkey/model"
)

// kindOf is what a letter of the table means.
var kindOf = map[byte]model.Kind{'.': "", 'F': model.KindForbidden, 'N': model.KindNotFound, 'U': model.KindUnauthenticated}

// Who may call which use case: every one of them, by every kind of caller, in
// an org that is active and in one that is suspended. What is turned away at a
// change leaves one entry, and changes nothing else.
func TestAccess_WhoMayCallWhichUseCase(t *testing.T) {
	for _, suspended := range []bool{false, true} {
		t.Run(map[bool]string{false: "active", true: "suspended"}[suspended], func(t *testing.T) {
			s := newScene(newWorld(t), suspended)
			for _, step := range steps {
				row := step.who.active
				if suspended {
					row = step.who.suspended
				}
				if len(row) != len(callers) {
					t.Fatalf("%s has %d columns, want %d", step.method, len(row), len(callers))
				}
				for i, by := range s.callers {
					if row[i] != '-' {
						s.check(step, by, kindOf[row[i]])
					}
				}
			}
		})
	}
}

func (s *scene) check(step step, by *caller, want model.Kind) {
	s.t.Helper()
	if step.method == "SwitchOrg" { // to the current org it would be no change
		if by.actor.User() != "" {
			s.account(by.actor, func(a *model.Account) { a.LastOrg = "" })
		}
	}
	call := step.ready(s)
	var target string
	var err error
	entries := s.since(func() { target, err = call(by) })
	if model.KindOf(err) != want {
		s.t.Errorf("%s %s by %s: got %v (%s), want %q", step.method, step.when, by.kind, err, model.KindOf(err), want)
	}
	switch {
	case step.action == "":
		if len(entries) != 0 {
			s.t.Errorf("%s %s by %s: only reads, but left %+v", step.method, step.when, by.kind, entries)
		}
	case refused(want):
		if len(entries) != 1 || !entries[0].Refused || entries[0].Action != step.action || entries[0].Reason != model.Sentence(err) {
			s.t.Errorf("%s %s by %s: refused, and the entries are %+v", step.method, step.when, by.kind, entries)
		} else if e := entries[0]; e.Target.ID != target || e.Target.Kind != step.target && step.method != "RevokeAll" {
			s.t.Errorf("%s %s by %s: refused, and the target of the entry is %+v, want the %s %q", step.method, step.when, by.kind, e.Target, step.target, target)
		}
	}
	if err == nil && step.method == "LeaveOrg" {
		s.rejoin(by)
	}
}

func refused(kind model.Kind) bool {
	return kind == model.KindForbidden || kind == model.KindUnauthenticated
}

// rejoin lets somebody who left come back as what they were, with tokens.
func (s *scene) rejoin(by *caller) {
	p, err := s.WhoAmI(s.ctx(), by.actor, "")
	s.must(err)
	set := map[string]string{"guest": model.SetGuest, "manager": model.SetManager, "administrator": model.SetAdministrator}[by.kind]
	s.join(person{email: p.Email}, s.acme, set)
	for _, token := range []*model.Generated{&by.own, &by.spare, &by.keep} {
		*token, err = s.GenerateToken(s.ctx(), by.actor, model.TokenRequest{Org: s.acme, Name: s.name("t"), Password: by.pass})
		s.must(err)
	}
}

// A use case that nobody has put into the table is one that nobody has thought
// about: there is one for every method that asks who it is for.
func TestAccess_TheTableHasEveryUseCase(t *testing.T) {
	actor := reflect.TypeFor[model.Actor]()
	authority := reflect.TypeFor[*model.Authority]()
	var have []string
	for i := range authority.NumMethod() {
		m := authority.Method(i)
		for in := range m.Type.Ins() {
			if in == actor {
				have = append(have, m.Name)
				break
			}
		}
	}
	for _, name := range have {
		if !slices.ContainsFunc(steps, func(s step) bool { return s.method == name }) {
			t.Errorf("%s is not in the table of usecases_test.go", name)
		}
	}
	for _, s := range steps {
		if !slices.Contains(have, s.method) {
			t.Errorf("%s is in the table, but is no use case", s.method)
		}
	}
	if len(have) < 40 {
		t.Errorf("only %d use cases were found: the test proves nothing", len(have))
	}
}
