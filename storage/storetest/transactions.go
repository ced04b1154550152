package storetest

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"time"

	"example.com/latchkey/model"
)

var errStop = errors.New("stop")

func getOrg(n int) func(model.Tx) (model.Org, error) {
	return func(tx model.Tx) (model.Org, error) { return tx.Org(orgID(n)) }
}

func putOrg(n int, name string) func(model.Tx) error {
	return func(tx model.Tx) error { return tx.PutOrg(org(n, name)) }
}

func allOrNothing(s *suite) {
	err := s.store.Update(s.Context(), func(tx model.Tx) error {
		return first(tx.PutOrg(org(1, "Acme")), tx.PutAccount(account(1, "Ann", "ann@example.com")), errStop)
	})
	if err != errStop {
		s.Errorf("error %v, want the one of the function as it is", err)
	}
	missing(s, getOrg(1))
	missing(s, func(tx model.Tx) (model.Account, error) { return tx.AccountByEmail("ann@example.com") })
	same(s, "the list", len(orgPage(s, model.PageRequest{Sort: model.SortName}).Rows), 0)

	if err := s.store.View(s.Context(), func(model.Tx) error { return errStop }); err != errStop {
		s.Errorf("error %v, want the one of the function as it is", err)
	}
}

func readsWhatItWrote(s *suite) {
	s.change(putOrg(2, "Bravo"))
	s.change(func(tx model.Tx) error {
		if err := first(tx.PutOrg(org(1, "Acme")), tx.PutOrg(org(2, "Zulu")), tx.PutOrg(org(3, "Bravo"))); err != nil {
			return err
		}
		page, err := tx.Orgs(model.PageRequest{Sort: model.SortName})
		same(s, "the list", orgNames(page), []string{"Acme", "Bravo", "Zulu"})
		named, _ := tx.OrgByName("bravo")
		same(s, "the freed name", named.ID, orgID(3))
		return err
	})
}

func oneStateInView(s *suite) {
	s.change(putOrg(1, "Before"))
	err := s.store.View(s.Context(), func(tx model.Tx) error {
		s.change(func(tx model.Tx) error { return first(tx.PutOrg(org(1, "After")), tx.PutOrg(org(2, "New"))) })
		page, err := tx.Orgs(model.PageRequest{Sort: model.SortName})
		same(s, "the list in a view", orgNames(page), []string{"Before"})
		_, missing := tx.OrgByName("After")
		s.sentence(missing, model.KindNotFound)
		return err
	})
	same(s, "error", err, nil)
	same(s, "the list after it", len(orgPage(s, model.PageRequest{Sort: model.SortName}).Rows), 2)

	s.change(func(tx model.Tx) error { // a view inside an update sees what was committed
		if err := tx.PutOrg(org(1, "Later")); err != nil {
			return err
		}
		same(s, "a view inside an update", see(s, getOrg(1)).Name, "After")
		return nil
	})
}

func panics(s *suite) {
	for _, run := range []func(func(model.Tx) error) error{
		func(fn func(model.Tx) error) error { return s.store.Update(s.Context(), fn) },
		func(fn func(model.Tx) error) error { return s.store.View(s.Context(), fn) },
	} {
		func() {
			defer func() { same(s, "recovered", recover(), "oops") }()
			_ = run(func(tx model.Tx) error {
				_ = tx.PutOrg(org(1, "Acme"))
				panic("oops")
			})
		}()
	}
	missing(s, getOrg(1))
	s.change(putOrg(1, "Acme"))
}

func contexts(s *suite) {
	ended, cancel := context.WithCancel(s.Context())
	cancel()
	nothing := func(model.Tx) error { return nil }
	for _, err := range []error{s.store.View(ended, nothing), s.store.Update(ended, nothing)} {
		e := s.sentence(err, model.KindUnavailable)
		same(s, "the cause is kept", errors.Is(e, context.Canceled), true)
	}

	ctx, cancel := context.WithCancel(s.Context())
	err := s.store.Update(ctx, func(tx model.Tx) error {
		cancel()
		return nil
	})
	same(s, "an update of nothing, cancelled within", errors.Is(err, context.Canceled), true)

	ctx, cancel = context.WithCancel(s.Context())
	err = s.store.Update(ctx, func(tx model.Tx) error {
		err := tx.PutOrg(org(1, "Acme"))
		cancel()
		_, after := tx.Org(orgID(1))
		s.sentence(after, model.KindUnavailable)
		return err
	})
	s.sentence(err, model.KindUnavailable)
	missing(s, getOrg(1))

	// Whoever waits for another writer stops waiting when the context ends.
	s.change(func(model.Tx) error {
		short, cancel := context.WithTimeout(s.Context(), time.Millisecond)
		defer cancel()
		err := s.store.Update(short, func(model.Tx) error { return nil })
		s.sentence(err, model.KindUnavailable)
		same(s, "the cause is kept", errors.Is(err, context.DeadlineExceeded), true)
		return nil
	})
}

// limits: what no engine has to take is refused whole.
func limits(s *suite) {
	s.change(func(tx model.Tx) error { // 100 keys fit: three each, and one
		return first(putOrgs(tx, 0, 33), tx.PutQuota(model.Holder{User: userID(1)}, nil))
	})
	s.refused(model.KindInternal, func(tx model.Tx) error { return putOrgs(tx, 100, 134) })
	same(s, "the list", len(orgPage(s, model.PageRequest{Sort: model.SortName}).Rows), 33)

	s.refused(model.KindInternal, func(tx model.Tx) error { return tx.PutOrg(large(1, 64<<10)) })
	s.refused(model.KindInternal, func(tx model.Tx) error { // 20 records that fit, but not together
		for i := range 20 {
			if err := tx.PutOrg(large(i, 60<<10)); err != nil {
				return err
			}
		}
		return nil
	})
	s.change(func(tx model.Tx) error { return tx.PutOrg(large(1, 60<<10)) })
}

// large returns an org whose record has more than that many bytes.
func large(n, bytes int) model.Org {
	o := org(n, string(orgID(n)))
	o.SSODomains = []string{strings.Repeat("x", bytes)}
	return o
}

func putOrgs(tx model.Tx, from, to int) error {
	for i := from; i < to; i++ {
		if err := tx.PutOrg(org(i, string(orgID(i)))); err != nil {
			return err
		}
	}
	return nil
}

// misuse is refused, not obeyed and not a crash.
func misuse(s *suite) {
	err := s.store.View(s.Context(), putOrg(1, "Acme"))
	s.sentence(err, model.KindInternal)

	var kept model.Tx
	s.change(func(tx model.Tx) error { kept = tx; return nil })
	_, err = kept.Org(orgID(1))
	s.sentence(err, model.KindInternal)
	_, err = kept.Orgs(model.PageRequest{Sort: model.SortName})
	s.sentence(err, model.KindInternal)

	for _, id := range []model.OrgID{"", "a\x00b", model.OrgID(make([]byte, 65))} {
		s.refused(model.KindInternal, func(tx model.Tx) error { return tx.PutOrg(model.Org{ID: id, Name: "x"}) })
		missing(s, func(tx model.Tx) (model.Org, error) { return tx.Org(id) })
	}
	long := model.TokenID(make([]byte, 300))
	missing(s, func(tx model.Tx) (model.Token, error) { return tx.Token(model.TokenRef{Org: orgID(1), ID: long}) })
}

// closing: Close waits for what is under way, and lets nothing else begin, not
// even within that.
func closing(s *suite) {
	nothing := func(model.Tx) error { return nil }
	begun := make(chan struct{})
	same(s, "open", s.store.Open(), true)
	var both sync.WaitGroup
	both.Go(func() {
		err := s.store.Update(s.background(), func(tx model.Tx) error {
			close(begun)
			for s.store.View(s.background(), nothing) == nil {
				runtime.Gosched() // until Close has begun
			}
			return tx.PutOrg(org(1, "Acme"))
		})
		same(s, "the update under way", err, nil)
	})
	both.Go(func() {
		<-begun
		same(s, "close", s.store.Close(), nil)
	})
	both.Wait()

	same(s, "open", s.store.Open(), false)
	same(s, "the second close", s.store.Close(), nil)
	s.sentence(s.store.View(s.Context(), nothing), model.KindUnavailable)
	s.sentence(s.store.Update(s.Context(), nothing), model.KindUnavailable)
}
