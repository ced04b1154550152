package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
)

const racers = 64

// race runs fn on that many goroutines, and waits for all.
func race(n int, fn func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { fn(i) })
	}
	all.Wait()
}

// barrier lets nobody pass before n have come. Each comes once: in a
// transaction that runs again, only the first attempt waits.
type barrier struct {
	all  sync.WaitGroup
	came [racers]bool
}

func newBarrier(n int) *barrier {
	b := &barrier{}
	b.all.Add(n)
	return b
}

func (b *barrier) wait(i int) {
	if b == nil || b.came[i] {
		return
	}
	b.came[i] = true
	b.all.Done()
	b.all.Wait()
}

func concurrentCounters(s *suite) {
	race(racers, func(i int) {
		err := s.store.Update(s.Context(), func(tx model.Tx) error {
			head, err := tx.Head()
			if err != nil {
				return err
			}
			head.Seq++
			return first(tx.AppendEntry(entry(head.Seq, "")), tx.PutHead(head))
		})
		same(s, "error", err, nil)
	})
	head := see(s, func(tx model.Tx) (model.Head, error) { return tx.Head() })
	same(s, "the last number", head.Seq, racers)
}

// racersForQuota: 64 people at once generate a token within a limit of 10
// (rule 3.2). First one writer at a time, then with nothing between them but
// the guard, after all of them have read that there is room.
func racersForQuota(s *suite) {
	same(s, "with the writer lock", generateAtOnce(s, s.store, withGuard, nil), model.MaxUserTokens)

	unlocked := s.open(s, concurrent(s))
	same(s, "with the guard alone", generateAtOnce(s, unlocked, withGuard, newBarrier(racers)), model.MaxUserTokens)
}

// racersWithoutGuard shows that the test above can fail: whoever counts the
// records instead goes over the limit, and the engine reports no conflict.
func racersWithoutGuard(s *suite) {
	unlocked := s.open(s, concurrent(s))
	same(s, "by counting records", generateAtOnce(s, unlocked, byCounting, newBarrier(racers)), racers)
}

func concurrent(s *suite) storage.Options {
	o := Options(s)
	o.ConcurrentWriters = true
	return o
}

// generation is a way to generate a token within the quota: read looks how
// many there are, write adds one.
type generation struct {
	read  func(model.Tx) (int, error)
	write func(model.Tx, model.Token) error
}

var holder = model.Holder{User: userID(1)}

var withGuard = generation{
	read: func(tx model.Tx) (int, error) {
		refs, err := tx.Quota(holder)
		return len(refs), err
	},
	write: func(tx model.Tx, t model.Token) error {
		refs, err := tx.Quota(holder)
		return first(err, tx.PutQuota(holder, append(refs, ref(t))), tx.PutToken(t))
	},
}

var byCounting = generation{read: countTokens, write: func(tx model.Tx, t model.Token) error { return tx.PutToken(t) }}

func countTokens(tx model.Tx) (int, error) {
	page, err := tx.TokensOf(orgID(1), model.Subject{User: userID(1)}, model.PageRequest{Sort: model.SortCreated, Limit: 1000})
	return len(page.Rows), err
}

// generateAtOnce lets every racer generate one token for the same person while
// there is room, and returns how many there are in the end.
func generateAtOnce(s *suite, store model.Store, g generation, b *barrier) int {
	s.Helper()
	race(racers, func(i int) {
		err := store.Update(s.Context(), func(tx model.Tx) error {
			n, err := g.read(tx)
			b.wait(i)
			if err != nil || n >= model.MaxUserTokens {
				return first(err, errStop)
			}
			return g.write(tx, token(1, 1, i, fmt.Sprint("token ", i)))
		})
		if err != nil && err != errStop {
			s.Errorf("racer %d: %v", i, err)
		}
	})
	var count int
	err := store.View(s.Context(), func(tx model.Tx) (err error) {
		count, err = countTokens(tx)
		return err
	})
	same(s, "error", err, nil)
	return count
}

// racersForName: of many who want one name at once, one gets it.
func racersForName(s *suite) {
	unlocked, b := s.open(s, concurrent(s)), newBarrier(racers)
	var won atomic.Int32
	race(racers, func(i int) {
		err := unlocked.Update(s.Context(), func(tx model.Tx) error {
			_, taken := tx.OrgByName("Acme")
			b.wait(i)
			if taken == nil {
				return errStop
			}
			return tx.PutOrg(org(i, "Acme"))
		})
		if err == nil {
			won.Add(1)
		}
	})
	same(s, "winners", won.Load(), 1)
}

// racersForSet: to give somebody a set and to delete it at once cannot both go
// through.
func racersForSet(s *suite) {
	unlocked, b := s.open(s, concurrent(s)), newBarrier(2)
	if err := unlocked.Update(s.Context(), func(tx model.Tx) error { return tx.PutPermissionSet(set(1, 1, "Guest")) }); err != nil {
		s.Fatal(err)
	}
	var won atomic.Int32
	race(2, func(i int) {
		err := unlocked.Update(s.Context(), func(tx model.Tx) error {
			if _, err := tx.PermissionSet(orgID(1), setID(1)); err != nil {
				return err
			}
			b.wait(i)
			if i == 0 {
				return tx.DeletePermissionSet(orgID(1), setID(1))
			}
			return tx.PutMembership(member(1, 1, "Ann"))
		})
		if err == nil {
			won.Add(1)
		}
	})
	same(s, "winners", won.Load(), 1)
}

// raceFor lets every racer add one of something while fewer than atMost are
// there, with nothing between them but the guard of the store, after all of them
// have read that there is room. It returns how many there are in the end.
func raceFor(s *suite, atMost int, count func(model.Tx) (int, error), add func(model.Tx, int) error) int {
	s.Helper()
	unlocked, b := s.open(s, concurrent(s)), newBarrier(racers)
	race(racers, func(i int) {
		err := unlocked.Update(s.Context(), func(tx model.Tx) error {
			n, err := count(tx)
			b.wait(i)
			if err != nil || n >= atMost {
				return first(err, errStop)
			}
			return add(tx, i)
		})
		if err != nil && err != errStop {
			s.Errorf("racer %d: %v", i, err)
		}
	})
	var n int
	err := unlocked.View(s.Context(), func(tx model.Tx) (err error) {
		n, err = count(tx)
		return err
	})
	same(s, "error", err, nil)
	return n
}

// racersForGroups: of many who put one person into a group at once, no more get
// through than fit (rule 1.2).
func racersForGroups(s *suite) {
	n := raceFor(s, 10, func(tx model.Tx) (int, error) {
		list, err := tx.GroupsOf(orgID(1), userID(1))
		return len(list), err
	}, func(tx model.Tx, i int) error { return tx.PutGroupMember(inGroup(1, i, 1)) })
	same(s, "groups of the person", n, 10)
}

// racersForSites: what is counted over a tree holds, also for sites that nobody
// has read because they are new.
func racersForSites(s *suite) {
	n := raceFor(s, 10, func(tx model.Tx) (int, error) {
		page, err := tx.SitesBelow(orgID(1), "", model.PageRequest{Sort: model.SortName, Limit: 1000})
		return len(page.Rows), err
	}, func(tx model.Tx, i int) error { return tx.PutSite(site(1, i, fmt.Sprint("Site ", i))) })
	same(s, "sites at the top", n, 10)
}

// racersForRing: of two sites that are moved below each other at once, one is.
func racersForRing(s *suite) {
	unlocked, b := s.open(s, concurrent(s)), newBarrier(2)
	err := unlocked.Update(s.Context(), func(tx model.Tx) error {
		return first(tx.PutSite(site(1, 0, "Plant")), tx.PutSite(site(1, 1, "Hall")))
	})
	same(s, "error", err, nil)
	var won atomic.Int32
	race(2, func(i int) {
		err := unlocked.Update(s.Context(), func(tx model.Tx) error {
			mine, err := tx.Site(orgID(1), siteID(i))
			other, err2 := tx.Site(orgID(1), siteID(1-i))
			b.wait(i)
			if err := first(err, err2); err != nil || other.Parent != "" {
				return first(err, errStop)
			}
			mine.Parent = other.ID
			return tx.PutSite(mine)
		})
		if err == nil {
			won.Add(1)
		}
	})
	same(s, "winners", won.Load(), 1)
}
