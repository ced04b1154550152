package badgerdb

import (
	"bytes"
	"cmp"
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/y"

	"example.com/latchkey/storage/engine"
)

// commitLog is a file that commits are written to before they are in a table. A
// store that was closed has none; a crash leaves one, or a few:
//
//	8 bytes    the number of the key that it is encrypted with, 0 in clear
//	12 bytes   of the initialisation vectors
//	entries    header, key with a version, value, CRC-32C of these
//
// All entries of a commit have its version, and the last of them says that it is
// the last. Key and value are encrypted, with the place of the entry in the vector.
//
// When Badger opens it, it takes the first entry that cannot be read for the place
// where a crash cut the last commit off, and throws away what follows. Over a
// flipped bit that would be commits that were acknowledged. But each commit is on
// the disk before the next one is written: what a crash cut off is one commit, of
// one version. So two versions beyond the last whole commit mean damage.
//
// What is left is the last commit of all before a crash: damage to it looks like
// the crash. Who keeps the end of the activity log beside the store (package
// datadir) notices that one too, unless it was made in the last moment before.
type commitLog struct {
	text   []byte
	cipher cipher.Block // nil in clear
}

const (
	commitLogHeader = 20
	ofCommit        = 1 << 6 // in the first byte of an entry
	endsCommit      = 1 << 7
	versionLen      = 8 // at the end of a key
)

// commitLogs returns the paths of the logs that a crash has left, the oldest first.
func commitLogs(dir string) ([]string, error) {
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	numbers := map[string]int{}
	for _, entry := range list {
		if name, ok := strings.CutSuffix(entry.Name(), ".mem"); ok {
			n, _ := strconv.Atoi(name) // Badger says so when it is none
			numbers[filepath.Join(dir, entry.Name())] = n
		}
	}
	paths := slices.Collect(maps.Keys(numbers))
	slices.SortFunc(paths, func(a, b string) int { return cmp.Compare(numbers[a], numbers[b]) })
	return paths, err
}

func readCommitLog(path string, keys *badger.KeyRegistry) (l commitLog, err error) {
	if l.text, err = os.ReadFile(path); err != nil || len(l.text) < commitLogHeader {
		return l, err // there is nothing in a short one, and Badger makes it anew
	}
	key, err := keys.DataKey(binary.BigEndian.Uint64(l.text))
	if err != nil {
		return l, damagedFile(path, err)
	}
	if key != nil {
		l.cipher, err = aes.NewCipher(key.Data)
	}
	return l, err
}

var errLost = errors.New("commits in it cannot be read")

// verifyCommits looks whether the logs have every commit but for one that a crash
// cut off. The error is engine.ErrDamaged.
func verifyCommits(dir string, keys *badger.KeyRegistry) error {
	paths, err := commitLogs(dir)
	if err != nil {
		return err
	}
	beyond, from, gap := map[uint64]bool{}, "", false // versions beyond the last whole commit, and where they begin
	for _, path := range paths {
		l, err := readCommitLog(path, keys)
		if err != nil {
			return err
		}
		for e := range l.entries() {
			if len(beyond) == 0 {
				from = path
			}
			beyond[e.version], gap = true, gap || e.afterGap
			if e.ends && !gap && len(beyond) == 1 {
				clear(beyond)
			}
		}
	}
	if len(beyond) > 1 {
		return damagedFile(from, errLost)
	}
	return nil
}

// commitEntry is an entry of a log, as far as it matters here.
type commitEntry struct {
	version  uint64
	ends     bool // it is the last one of its commit
	afterGap bool // what stands before it cannot be read
}

// entries yields all entries that can be read, wherever they are.
func (l commitLog) entries() iter.Seq[commitEntry] {
	return func(yield func(commitEntry) bool) {
		end, gap := len(bytes.TrimRight(l.text, "\x00")), false
		for at := commitLogHeader; at < end; {
			e, size := l.entry(at)
			if size == 0 {
				at, gap = at+1, true
				continue
			}
			if e.afterGap = gap; !yield(e) {
				return
			}
			at, gap = at+size, false
		}
	}
}

// entry reads the one that begins at a place; its size is 0 when there is none.
func (l commitLog) entry(at int) (e commitEntry, size int) {
	text := l.text[at:]
	if len(text) < 2 || text[0]&(ofCommit|endsCommit) == 0 {
		return e, 0
	}
	head, lengths := 2, [3]uint64{} // of the key, of the value, and when it expires, which none does
	for i := range lengths {
		n, used := binary.Uvarint(text[head:])
		if used <= 0 {
			return e, 0
		}
		lengths[i], head = n, head+used
	}
	if lengths[0] < versionLen || lengths[0] > engine.MaxKey+versionLen || lengths[1] > engine.MaxValue || lengths[2] != 0 {
		return e, 0
	}
	key := text[head:]
	size = head + int(lengths[0]+lengths[1]) + crc32.Size
	if size > len(text) || crc32.Checksum(text[:size-crc32.Size], castagnoli) != binary.BigEndian.Uint32(text[size-crc32.Size:]) {
		return e, 0
	}
	return commitEntry{version: y.ParseTs(l.decrypted(key[:lengths[0]], at)), ends: text[0]&endsCommit != 0}, size
}

// decrypted returns the beginning of what an entry has encrypted.
func (l commitLog) decrypted(text []byte, at int) []byte {
	if l.cipher == nil {
		return text
	}
	vector := binary.BigEndian.AppendUint32(slices.Clone(l.text[8:commitLogHeader]), uint32(at))
	clear := make([]byte, len(text))
	cipher.NewCTR(l.cipher, vector).XORKeyStream(clear, text)
	return clear
}
