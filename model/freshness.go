package model

import (
	"hash/maphash"
	"sync/atomic"
)

// freshness tells whether what was read of some records a while ago is what the
// store still has, so that decisions can be made of copies in memory. A copy is
// never older than what was acknowledged: a change makes the records that it
// writes stale before it commits, and lets nobody keep a copy of them until its
// commit is over, which is before anybody is told of it.
//
// Records share counters by the hash of their keys: one that is taken for another
// is only read again.
type freshness struct {
	seed     maphash.Seed
	counters [4096]atomic.Uint64 // in each: how many changes are over, and in the lowest bits how many are under way
	over     atomic.Uint64       // the changes that are over, of all records
}

const (
	counterUnderWay = 1
	counterOver     = 1 << 20 // a counter has room for that many at once
	underWayMask    = counterOver - 1
)

func newFreshness() *freshness { return &freshness{seed: maphash.MakeSeed()} }

// recordKey names a record, or all of an org's that are alike.
type recordKey struct{ kind, org, id string }

func orgKey(id OrgID) recordKey                 { return recordKey{kind: "org", org: string(id)} }
func accountKey(id UserID) recordKey            { return recordKey{kind: "account", id: string(id)} }
func tokenKey(ref TokenRef) recordKey           { return recordKey{"token", string(ref.Org), string(ref.ID)} }
func subjectKey(org OrgID, s Subject) recordKey { return recordKey{"subject", string(org), s.ID()} }

// stamp is the state of a counter.
type stamp struct {
	value   uint64
	counter uint16
}

func (f *freshness) counter(k recordKey) uint16 {
	return uint16(maphash.Comparable(f.seed, k) % uint64(len(f.counters)))
}

// begin is called before records are read.
func (f *freshness) begin() uint64 { return f.over.Load() }

// stamp writes the stamps of records that were read since begin, and returns false
// when they may be stale already. The counters are read first: see release.
func (f *freshness) stamp(to []stamp, begin uint64, keys []recordKey) bool {
	for i, k := range keys {
		c := f.counter(k)
		to[i] = stamp{f.counters[c].Load(), c}
		if to[i].value&underWayMask != 0 {
			return false
		}
	}
	return f.over.Load() == begin
}

// fresh reports whether nothing has begun to change since the stamps were made.
func (f *freshness) fresh(stamps []stamp) bool {
	for _, s := range stamps {
		if f.counters[s.counter].Load() != s.value {
			return false
		}
	}
	return true
}

// changing is what one change writes of the records that are kept in memory.
type changing struct {
	*freshness
	counters []uint16
}

// hold makes a record stale until release.
func (c *changing) hold(k recordKey) {
	counter := c.counter(k)
	c.counters = append(c.counters, counter)
	c.freshness.counters[counter].Add(counterUnderWay)
}

// release ends the change, whatever came of it. That it is over is counted before
// its records can be kept again: whoever read them before the commit, and finds
// nothing under way any more, finds that too.
func (c *changing) release() {
	if len(c.counters) > 0 {
		c.over.Add(1)
	}
	for _, counter := range c.counters {
		c.freshness.counters[counter].Add(counterOver - counterUnderWay)
	}
	c.counters = nil
}

// changingTx makes stale what is written through it.
type changingTx struct {
	Tx
	changing *changing
}

func (t changingTx) PutToken(v Token) error {
	t.changing.hold(tokenKey(v.ref()))
	return t.Tx.PutToken(v)
}

func (t changingTx) PutOrg(v Org) error {
	t.changing.hold(orgKey(v.ID))
	return t.Tx.PutOrg(v)
}

func (t changingTx) PutAccount(v Account) error {
	t.changing.hold(accountKey(v.ID))
	return t.Tx.PutAccount(v)
}

func (t changingTx) PutMembership(v Membership) error {
	t.changing.hold(subjectKey(v.Org, Subject{User: v.User}))
	return t.Tx.PutMembership(v)
}

func (t changingTx) PutServiceUser(v ServiceUser) error {
	t.changing.hold(subjectKey(v.Org, Subject{ServiceUser: v.ID}))
	return t.Tx.PutServiceUser(v)
}

// The sets of an org count as a part of it: they are few, and change seldom.

func (t changingTx) PutPermissionSet(v PermissionSet) error {
	t.changing.hold(orgKey(v.Org))
	return t.Tx.PutPermissionSet(v)
}

func (t changingTx) DeletePermissionSet(org OrgID, id SetID) error {
	t.changing.hold(orgKey(org))
	return t.Tx.DeletePermissionSet(org, id)
}
