package badgerdb

import (
	"slices"
	"sync"

	"github.com/dgraph-io/badger/v4"
)

// versions are the states that the store has been in: each commit makes one. A
// transaction reads the newest that is on the disk, without waiting for the commit
// that is on its way there. Badger keeps those that are still read, and the newest.
type versions struct {
	db *badger.DB

	mu   sync.Mutex
	kept []version // the oldest first
}

type version struct {
	number  uint64
	readers int // how many transactions read it
}

func newVersions(db *badger.DB) *versions {
	v := &versions{db: db, kept: []version{{number: db.MaxVersion()}}}
	v.forget()
	return v
}

// begin returns the version for a transaction to read. It has to be given back
// with end.
func (v *versions) begin() uint64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	newest := &v.kept[len(v.kept)-1]
	newest.readers++
	return newest.number
}

func (v *versions) end(number uint64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	i := slices.IndexFunc(v.kept, func(k version) bool { return k.number == number })
	v.kept[i].readers--
	if v.kept[i].readers == 0 && i < len(v.kept)-1 {
		v.kept = slices.Delete(v.kept, i, i+1)
		v.forget()
	}
}

// next is the number of the next version.
func (v *versions) next() uint64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.kept[len(v.kept)-1].number + 1
}

// add makes a version the newest.
func (v *versions) add(number uint64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if last := len(v.kept) - 1; v.kept[last].readers == 0 {
		v.kept = v.kept[:last]
	}
	v.kept = append(v.kept, version{number: number})
	v.forget()
}

// forget lets Badger drop what is in no version that is kept.
func (v *versions) forget() { v.db.SetDiscardTs(v.kept[0].number) }
