package badgerdb

import (
	"log/slog"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
)

// Options says where a store lies and how it is kept.
type Options struct {
	Dir           string // created when it is not there; "" with InMemory
	InMemory      bool   // nothing is kept: for tests and throw-away stores
	EncryptionKey []byte // 32 bytes for AES-256 at rest; nil means in clear

	// NoSync leaves it to the system when commits reach the disk. A power cut
	// then loses what was acknowledged: only for data that can be made again.
	NoSync bool

	// Bulk is NoSync for filling a store with a lot at once, and with more memory. It
	// is in order after PutInOrder.
	Bulk bool

	// MinFree is how much space, in bytes, has to be free on the disk for a
	// change to be taken, and for opening; 0 means 256 MiB, and 64 MiB for
	// opening: what can only be read is better than nothing. Badger writes through memory maps,
	// and a process that does so on a full disk dies of SIGBUS.
	MinFree uint64

	// VerifyAtOnce is how much of the tables, in bytes, is read through before the
	// store opens, the newest first; 0 means 8 MiB. The rest is read through in the
	// background. A damaged table ends all answers once it is found.
	VerifyAtOnce int64

	Logger *slog.Logger // Badger's own messages; nil means none

	inOrder bool // leave nothing on level 0
}

// Sizes in bytes. They are small because a store of tokens is: an idle process
// should stay small, and the log that a crash leaves to replay short.
//
// Blocks and tables are larger than Badger has them. To open a store Badger reads
// the index of each table, twice at the least, and what an index has of a block is
// nearly as large as a key and its place: with blocks of 4 KiB and tables of 2 to 8
// MiB, those of a million tokens were 64 MB in 491 tables, and opening took 190 ms of
// the processor; so they are 22 MB in 232, and it takes 60, while a look-up takes as
// long as before.
const (
	memTableSize   = 8 << 20
	tableSize      = 8 << 20
	blockSize      = 16 << 10
	baseLevelSize  = 32 << 20
	indexCacheSize = 16 << 20
	blockCacheSize = 8 << 20 // Badger insists on one when it encrypts: blocks are kept decrypted
	valueThreshold = 64 << 10
	valueLogSize   = 1 << 20 // it stays empty, as all values are below the threshold
	defaultMinFree = 256 << 20
	minFreeToOpen  = 64 << 20
)

func (o Options) badger() badger.Options {
	b := badger.DefaultOptions(o.Dir).
		WithInMemory(o.InMemory).
		WithSyncWrites(syncsItself && !o.NoSync).
		WithDetectConflicts(true).
		WithNumVersionsToKeep(1).
		WithChecksumVerificationMode(options.OnBlockRead).
		WithValueThreshold(valueThreshold).
		WithValueLogFileSize(valueLogSize).
		WithMemTableSize(memTableSize).
		WithBaseTableSize(tableSize).
		WithBlockSize(blockSize).
		WithNumMemtables(2).
		WithBaseLevelSize(baseLevelSize).
		WithNumCompactors(2).
		WithCompression(options.None).
		WithBlockCacheSize(0).
		WithIndexCacheSize(indexCacheSize).
		WithMetricsEnabled(false).
		WithLogger(logger{o.Logger})
	b.TableSizeMultiplier = 1 // the same on all levels
	if len(o.EncryptionKey) > 0 {
		b = b.WithEncryptionKey(o.EncryptionKey).WithBlockCacheSize(blockCacheSize)
	}
	switch {
	case o.Bulk:
		return bulk(b)
	case o.inOrder:
		return b.WithNumLevelZeroTables(1)
	}
	return b
}
