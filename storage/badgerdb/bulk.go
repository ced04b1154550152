package badgerdb

import (
	"context"
	"errors"
	"time"

	"github.com/dgraph-io/badger/v4"
)

// Sizes of a store that is being filled, in bytes. The keys of what is written lie
// all over the store, and each portion that leaves the memory is put together with
// what is there already: so few large portions are far less work than many small ones.
const (
	bulkMemTableSize   = 32 << 20
	bulkBaseLevelSize  = 256 << 20
	bulkIndexCacheSize = 64 << 20
	bulkTables         = 8 // of level 0, which are put together at a time

	bulkCloseWithin = time.Minute
)

func bulk(b badger.Options) badger.Options {
	return b.WithSyncWrites(false).
		WithMemTableSize(bulkMemTableSize).
		WithNumMemtables(3).
		WithNumLevelZeroTables(bulkTables).
		WithNumLevelZeroTablesStall(2 * bulkTables).
		WithBaseLevelSize(bulkBaseLevelSize).
		WithIndexCacheSize(bulkIndexCacheSize)
}

// PutInOrder puts the tables of a store that was filled with Options.Bulk where they
// belong in one that is used, which opening it would begin with otherwise, beside
// the first answers. The store is closed, before and after. Errors are Open's, and
// the context's.
func PutInOrder(ctx context.Context, o Options) error {
	o.inOrder = true
	d, err := Open(o)
	if err != nil {
		return err
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for ctx.Err() == nil && d.Err() == nil && !inOrder(d.db.Levels()) {
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
	}
	return errors.Join(ctx.Err(), d.Err(), d.Close())
}

// inOrder reports whether level 0 is empty, and no other has more than it is to have.
// The last one takes whatever there is. (The scores of levels do not tell: in these,
// what is on its way to the next one has left already.)
func inOrder(levels []badger.LevelInfo) bool {
	for _, l := range levels[1 : len(levels)-1] {
		if l.Size >= l.TargetSize {
			return false
		}
	}
	return levels[0].NumTables == 0
}
