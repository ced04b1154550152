package badgerdb

import (
	"bufio"
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"runtime"
	"slices"

	"github.com/dgraph-io/badger/v4/fb"
)

// readAhead is how much of a table, in bytes, is read at a time.
const readAhead = 128 << 10

// tableReader reads tables through, one after the other. It does so in buffers of
// its own, which stay as large as the largest index was: neither the tables nor
// their remains are left in memory.
type tableReader struct {
	blocks *bufio.Reader
	index  []byte
	block  []byte
}

func newTableReader() *tableReader { return &tableReader{blocks: bufio.NewReaderSize(nil, readAhead)} }

var (
	errShort    = errors.New("it is too short")
	errChecksum = errors.New("a checksum is wrong")
	errGap      = errors.New("the blocks do not fill it")
)

// verify reads a table through. The error is engine.ErrDamaged. One that is going
// is none.
func (r *tableReader) verify(t table) (err error) {
	defer damagedOnPanic(&err)
	file, err := os.Open(t.path)
	if err == nil {
		err = r.check(t, file)
		_ = file.Close() // it was read alone
	}
	if err == nil || t.going() {
		return nil
	}
	return damagedFile(t.path, err)
}

func (r *tableReader) check(t table, file io.ReaderAt) error {
	end, err := r.readIndex(t, file)
	if err != nil {
		return err
	}
	r.blocks.Reset(io.NewSectionReader(file, 0, end))
	list, at := fb.GetRootAsTableIndex(r.index, 0), int64(0)
	for i := range list.OffsetsLength() {
		var block fb.BlockOffset
		if !list.Offsets(&block, i) || int64(block.Offset()) != at || int64(block.Len()) > end-at {
			return errGap
		}
		if err := r.checkBlock(t, int(block.Len())); err != nil {
			return err
		}
		at += int64(block.Len())
		runtime.Gosched() // somebody may be waiting, and this does not
	}
	if at != end {
		return errGap
	}
	return nil
}

// readIndex reads the index of a table and returns where it begins, which is where
// the blocks end.
func (r *tableReader) readIndex(t table, file io.ReaderAt) (int64, error) {
	end, err := t.readEnd(file)
	if err != nil {
		return 0, err
	}
	r.index = slices.Grow(r.index[:0], int(end.length))[:end.length]
	if _, err := file.ReadAt(r.index, end.begin); err != nil {
		return 0, err
	}
	if !fits(r.index, end.sum) {
		return 0, errChecksum
	}
	r.index, err = t.decrypt(r.index)
	return end.begin, err
}

// checkBlock reads the next block.
func (r *tableReader) checkBlock(t table, length int) error {
	r.block = slices.Grow(r.block[:0], length)[:length]
	if _, err := io.ReadFull(r.blocks, r.block); err != nil {
		return err
	}
	text, err := t.decrypt(r.block)
	if err != nil {
		return err
	}
	text, sum, err := cutChecksum(text)
	if err == nil && !fits(text, sum) {
		err = errChecksum
	}
	return err
}

// decrypt decrypts a block or the index where it is, and cuts its initialisation
// vector off.
func (t table) decrypt(text []byte) ([]byte, error) {
	if t.cipher == nil {
		return text, nil
	}
	if len(text) < aes.BlockSize {
		return nil, errShort
	}
	text, vector := text[:len(text)-aes.BlockSize], text[len(text)-aes.BlockSize:]
	cipher.NewCTR(t.cipher, vector).XORKeyStream(text, text)
	return text, nil
}

// cutChecksum cuts off what stands at the end before its length, which is a
// checksum: a message of protocol buffers that has one number, a CRC-32C, in its
// second field. One that is zero is left out.
func cutChecksum(text []byte) (before []byte, sum uint64, err error) {
	at := len(text) - 4
	if at < 0 || uint64(binary.BigEndian.Uint32(text[at:])) > uint64(at) {
		return nil, 0, errShort
	}
	length := int(binary.BigEndian.Uint32(text[at:]))
	before, tail := text[:at-length], text[at-length:at]
	if len(tail) == 0 {
		return before, 0, nil
	}
	sum, n := binary.Uvarint(tail[1:])
	if tail[0] != 2<<3 || n != len(tail)-1 {
		return nil, 0, errChecksum
	}
	return before, sum, nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func fits(text []byte, sum uint64) bool { return uint64(crc32.Checksum(text, castagnoli)) == sum }
