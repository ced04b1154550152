// Package engine is the port between the records of package storage and
// whatever keeps their bytes: an ordered map of keys and values with
// transactions. It asks for no more than an embedded and a distributed store
// can both give, so that either can stand behind it:
//
//   - a transaction reads one snapshot, and its own writes;
//   - keys are read one by one, or in order under a prefix, either way round;
//   - a commit is atomic, durable when it returns, and fails with ErrConflict
//     when a key that the transaction has read with Get was written by another
//     one meanwhile. Ranges are not guarded: a key that turns up in a range
//     after it was scanned is no conflict. What must hold over a range needs a
//     guard key that is read with Get and then written.
//
// There is no expiry of keys, no merge operator and no counter. The limits
// below are part of the port: every engine takes what is within them, and
// package storage writes nothing beyond.
package engine

import (
	"context"
	"iter"
)

// Limits on what one transaction writes.
const (
	MaxKey    = 255        // bytes of a key
	MaxValue  = 64<<10 - 1 // bytes of a value
	MaxWrites = 2000       // keys
	MaxBytes  = 1 << 20    // bytes of all keys and values together
)

// Engine keeps keys and values in order. All methods may be called at once.
type Engine interface {
	// View runs fn on one snapshot. It returns fn's error, or ErrClosed.
	View(ctx context.Context, fn func(Reader) error) error
	// Update runs fn once and commits what it wrote when it returned nil. It
	// returns fn's error, ErrConflict (nothing was written, try again),
	// ErrFull, ErrGone, ErrTooLarge or ErrClosed. After any other error of the commit
	// the change may have been written or not, but never in part.
	Update(ctx context.Context, fn func(Writer) error) error
	// Err returns why nothing is answered any more although the engine was not
	// closed: ErrDamaged. It costs next to nothing.
	Err() error
	// Verify reads through what is kept, where the engine can tell whether that is
	// what was written, while others go on. It returns ErrDamaged, and so does
	// everything else from then on; and the error of ctx.
	Verify(ctx context.Context) error
	// Close waits for the transactions under way and releases everything. The
	// second call does nothing.
	Close() error
}

// Reader reads one snapshot. It may go from goroutine to goroutine, but is for
// one at a time, and must not be used after the function that it was given to
// has returned.
type Reader interface {
	// Get returns the value of key, or ErrNotFound. The caller may keep it.
	Get(key []byte) ([]byte, error)
	// Scan yields what Range covers. An error ends it. No other scan may begin
	// before it has ended.
	Scan(Range) iter.Seq2[Item, error]
}

// Writer reads one snapshot and writes; it sees its own writes, a scan those
// that were made before it began. The slices given to it must not be changed
// until the transaction has ended.
type Writer interface {
	Reader
	// Set writes value at key. ErrTooLarge when the engine cannot take it.
	Set(key, value []byte) error
	// Delete removes key, which need not be there.
	Delete(key []byte) error
}

// Range is a part of the keys in their order, by byte.
type Range struct {
	Prefix  []byte // every key begins with it
	From    []byte // where to begin, this key included; begins with Prefix; nil means all
	Reverse bool   // from the last to the first
}

// Item is one key and its value. The caller may keep both.
type Item struct {
	Key, Value []byte
}
