package badgerdb

import (
	"cmp"
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/dgraph-io/badger/v4"
	badgertable "github.com/dgraph-io/badger/v4/table"
)

// table is a file of Badger's that keeps keys in order:
//
//	blocks
//	index          where the blocks are
//	4 bytes        the length of the index
//	checksum       of the index
//	4 bytes        the length of the checksum
//
// Each block ends with a checksum and its length, too. With encryption, blocks and
// index are encrypted one by one, each followed by its initialisation vector; the
// checksum of a block is within, that of the index is without.
type table struct {
	id     uint64
	path   string
	size   int64
	cipher cipher.Block // nil in clear
}

// tablesOf returns the tables of a manifest, the newest first. One that is not
// there is left to Badger, which says so.
func tablesOf(dir string, m badger.Manifest, keys *badger.KeyRegistry) ([]table, error) {
	var list []table
	for id, t := range m.Tables {
		found := table{id: id, path: filepath.Join(dir, badgertable.IDToFilename(id))}
		info, err := os.Stat(found.path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		found.size = info.Size()
		key, err := keys.DataKey(t.KeyID)
		if err != nil {
			return nil, err
		}
		if key != nil {
			if found.cipher, err = aes.NewCipher(key.Data); err != nil {
				return nil, err
			}
		}
		list = append(list, found)
	}
	slices.SortFunc(list, func(a, b table) int { return cmp.Compare(b.id, a.id) })
	return list, nil
}

// going reports whether Badger is deleting the table, or has: its keys are in
// others by now. It cuts the file to nothing first; while it is kept nobody
// changes its size.
func (t table) going() bool {
	info, err := os.Stat(t.path)
	return errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() < t.size
}
