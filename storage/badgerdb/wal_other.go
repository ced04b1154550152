//go:build !linux

package badgerdb

// syncsItself: a file that was written through a memory map is synced through that
// map, which only Badger has.
const syncsItself = true

type wal struct{}

func openWAL(string) *wal { return &wal{} }

func (*wal) sync() error { return nil }
func (*wal) close()      {}
