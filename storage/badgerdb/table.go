package badgerdb

import (
	"cmp"
	"crypto/aes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/fb"
	badgertable "github.com/dgraph-io/badger/v4/table"
	"github.com/dgraph-io/badger/v4/y"
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
	id   uint64
	path string
	size int64
	key  []byte // nil in clear
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
			found.key = key.Data
		}
		list = append(list, found)
	}
	slices.SortFunc(list, func(a, b table) int { return cmp.Compare(b.id, a.id) })
	return list, nil
}

var (
	errShort    = errors.New("it is too short")
	errChecksum = errors.New("a checksum is wrong")
	errGap      = errors.New("the blocks do not fill it")
)

// verify reads the table through. The error is engine.ErrDamaged. A file that has
// gone since is none: Badger has put its keys together with others.
func (t table) verify() (err error) {
	defer damagedOnPanic(&err)
	text, err := os.ReadFile(t.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = t.check(text)
	}
	if err != nil {
		return damagedFile(t.path, err)
	}
	return nil
}

func (t table) check(text []byte) error {
	rest, sum, err := cutChecksum(text)
	if err != nil {
		return err
	}
	rest, index, err := cutTail(rest)
	if err != nil {
		return err
	}
	if !fits(index, sum) {
		return errChecksum
	}
	if index, err = t.decrypted(index); err != nil {
		return err
	}
	list, at := fb.GetRootAsTableIndex(index, 0), 0
	for i := range list.OffsetsLength() {
		var block fb.BlockOffset
		if !list.Offsets(&block, i) || int(block.Offset()) != at || int(block.Len()) > len(rest)-at {
			return errGap
		}
		if err := t.checkBlock(rest[at : at+int(block.Len())]); err != nil {
			return err
		}
		at += int(block.Len())
	}
	if at != len(rest) {
		return errGap
	}
	return nil
}

func (t table) checkBlock(text []byte) error {
	block, err := t.decrypted(text)
	if err != nil {
		return err
	}
	block, sum, err := cutChecksum(block)
	if err == nil && !fits(block, sum) {
		err = errChecksum
	}
	return err
}

func (t table) decrypted(text []byte) ([]byte, error) {
	if t.key == nil {
		return text, nil
	}
	if len(text) < aes.BlockSize {
		return nil, errShort
	}
	text, vector := text[:len(text)-aes.BlockSize], text[len(text)-aes.BlockSize:]
	return y.XORBlockAllocate(text, t.key, vector)
}

// cutTail cuts off what stands at the end before its length, and that.
func cutTail(text []byte) (before, tail []byte, err error) {
	at := len(text) - 4
	if at < 0 || uint64(binary.BigEndian.Uint32(text[at:])) > uint64(at) {
		return nil, nil, errShort
	}
	n := int(binary.BigEndian.Uint32(text[at:]))
	return text[:at-n], text[at-n : at], nil
}

// cutChecksum is cutTail of a checksum: a message of protocol buffers that has one
// number, a CRC-32C, in its second field. One that is zero is left out.
func cutChecksum(text []byte) (before []byte, sum uint64, err error) {
	before, tail, err := cutTail(text)
	if err != nil || len(tail) == 0 {
		return before, 0, err
	}
	sum, n := binary.Uvarint(tail[1:])
	if tail[0] != 2<<3 || n != len(tail)-1 {
		return nil, 0, errChecksum
	}
	return before, sum, nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func fits(text []byte, sum uint64) bool { return uint64(crc32.Checksum(text, castagnoli)) == sum }
