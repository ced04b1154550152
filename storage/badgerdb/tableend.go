package badgerdb

import (
	"crypto/aes"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
)

// longestEnd is what stands behind the index of a table at the most, in bytes: two
// lengths, and a checksum between them.
const longestEnd = 4 + 1 + binary.MaxVarintLen64 + 4

// checkEnds looks at the ends of all tables, before Badger opens them. It would take
// a length that leads out of a table as it is, or is nothing, as in one that was
// cut, and panic over it in a goroutine of its own, which nobody can recover. The
// rest of an index it checks itself. The error is engine.ErrDamaged.
func (v verification) checkEnds() error {
	for _, t := range v.tables {
		if err := t.checkEnd(); err != nil {
			return damagedFile(t.path, err)
		}
	}
	return nil
}

func (t table) checkEnd() error {
	file, err := os.Open(t.path)
	if errors.Is(err, fs.ErrNotExist) { // Badger says so
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = t.readEnd(file)
	return err
}

// tableEnd says where the index of a table lies.
type tableEnd struct {
	begin, length int64 // bytes
	sum           uint64
}

func (t table) readEnd(file io.ReaderAt) (end tableEnd, err error) {
	var buffer [longestEnd]byte
	text := buffer[:min(t.size, longestEnd)]
	if _, err := file.ReadAt(text, t.size-int64(len(text))); err != nil {
		return end, err
	}
	rest, sum, err := cutChecksum(text)
	if err != nil || len(rest) < 4 {
		return end, errors.Join(err, errShort)
	}
	room := t.size - int64(len(text)-len(rest)) - 4
	length := int64(binary.BigEndian.Uint32(rest[len(rest)-4:]))
	if length < aes.BlockSize || length > room {
		return end, errShort
	}
	return tableEnd{begin: room - length, length: length, sum: sum}, nil
}
