package model_test

import "testing"

func TestActiveTokensAreCountedOverAllOrgs(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	robot := w.service(w.acme, "Robot", "Guest")
	first := w.generate(w.ada, w.acme, "one")
	w.generate(w.person(globex, "Gus Green", "Guest").Actor, globex, "two")
	w.serviceToken(robot, "three")
	want := func(n int) {
		t.Helper()
		if got, err := w.ActiveTokens(w.ctx()); err != nil || got != n {
			t.Errorf("%d are counted, want %d (%v)", got, n, err)
		}
	}
	want(3)
	_, err := w.RevokeToken(w.ctx(), w.ada, ref(first))
	w.must(err)
	want(2)
}
