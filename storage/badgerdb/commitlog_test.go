package badgerdb

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"testing"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/y"

	"example.com/latchkey/storage/engine"
)

// crashed are the files of a store as a crash leaves them, with a few commits in
// the log.
type crashed struct {
	*testing.T
	o     Options
	files map[string][]byte // without the zeros at the end
	sizes map[string]int64  // with them
	log   string            // the name of it
	ends  []int             // where in it the commits end
}

const commitsOfACrash = 5

func newCrashed(t *testing.T, key []byte) *crashed {
	t.Helper()
	c := &crashed{T: t, o: Options{Dir: t.TempDir(), EncryptionKey: key}, files: map[string][]byte{}, sizes: map[string]int64{}}
	d, err := Open(c.o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	for i := range commitsOfACrash {
		err := d.Update(t.Context(), func(w engine.Writer) error {
			for j := range 3 {
				if err := w.Set(fmt.Appendf(nil, "key %d %d", i, j), bytes.Repeat([]byte("v"), 100)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		c.read()
		c.ends = append(c.ends, len(c.files[c.log]))
	}
	return c
}

func (c *crashed) read() {
	c.Helper()
	list, err := os.ReadDir(c.o.Dir)
	if err != nil {
		c.Fatal(err)
	}
	for _, entry := range list {
		text, err := os.ReadFile(filepath.Join(c.o.Dir, entry.Name()))
		if err != nil {
			c.Fatal(err)
		}
		c.sizes[entry.Name()], c.files[entry.Name()] = int64(len(text)), bytes.TrimRight(text, "\x00")
		if filepath.Ext(entry.Name()) == ".mem" {
			c.log = entry.Name()
		}
	}
}

// opens opens a store with another log, and returns how many of its commits are
// there, from the first one on and each of them whole.
func (c *crashed) opens(log []byte) (commits int, err error) {
	c.Helper()
	o := c.o
	o.Dir = filepath.Join(c.TempDir(), "store")
	if err := os.Mkdir(o.Dir, 0o700); err != nil {
		c.Fatal(err)
	}
	defer os.RemoveAll(o.Dir)
	for name, text := range c.files {
		if name == c.log {
			text = log
		}
		path := filepath.Join(o.Dir, name)
		if err := errors.Join(os.WriteFile(path, text, 0o600), os.Truncate(path, c.sizes[name])); err != nil {
			c.Fatal(err)
		}
	}
	d, err := Open(o)
	if err != nil {
		return 0, err
	}
	defer func() { _ = d.Close() }()
	keys := 0
	err = d.View(context.Background(), func(r engine.Reader) error {
		for i := range commitsOfACrash {
			for j := range 3 {
				value, err := r.Get(fmt.Appendf(nil, "key %d %d", i, j))
				if err == nil && len(value) == 100 && keys == 3*i+j {
					keys++
				}
			}
		}
		return nil
	})
	if keys%3 != 0 {
		c.Errorf("a commit is there in part: %d keys", keys)
	}
	return keys / 3, err
}

func keysOfACrash(t *testing.T, test func(*crashed)) {
	for name, key := range map[string][]byte{"in clear": nil, "encrypted": bytes.Repeat([]byte("k"), 32)} {
		t.Run(name, func(t *testing.T) { test(newCrashed(t, key)) })
	}
}

// TestAFlippedBitInTheLogIsNoticed: a store whose log has one does not open, or has
// lost nothing. Only of the last commit before the crash nobody can tell whether
// it was ever whole.
func TestAFlippedBitInTheLogIsNoticed(t *testing.T) {
	keysOfACrash(t, func(c *crashed) {
		if n, err := c.opens(c.files[c.log]); n != commitsOfACrash || err != nil {
			c.Fatalf("as it is: %d commits, %v", n, err)
		}
		stride := 97
		if os.Getenv("LATCHKEY_SLOW") != "" {
			stride = 5
		}
		last := c.ends[commitsOfACrash-2]
		for at := 0; at < c.ends[commitsOfACrash-1]; at += stride {
			log := bytes.Clone(c.files[c.log])
			log[at] ^= 1 << (at % 8)
			n, err := c.opens(log)
			switch {
			case errors.Is(err, engine.ErrDamaged), err == nil && n == commitsOfACrash:
			case err == nil && n == commitsOfACrash-1 && at >= last:
			default:
				c.Errorf("byte %d altered, where the last commit begins at %d: %d commits, %v", at, last, n, err)
			}
		}
	})
}

// TestACommitThatACrashCutOffIsNoDamage: wherever it was cut, and whichever sectors
// of it reached the disk.
func TestACommitThatACrashCutOffIsNoDamage(t *testing.T) {
	keysOfACrash(t, func(c *crashed) {
		last, end := c.ends[commitsOfACrash-2], c.ends[commitsOfACrash-1]
		cut := func(from, to int) {
			c.Helper()
			log := bytes.Clone(c.files[c.log])
			clear(log[from:to])
			if n, err := c.opens(log); n != commitsOfACrash-1 || err != nil {
				c.Errorf("without %d to %d of a commit from %d to %d: %d commits, %v", from, to, last, end, n, err)
			}
		}
		for from := last; from < end-8; from += 131 {
			cut(from, end)
			cut(from, from+8)
			cut(last, from+8)
		}
	})
}

// entryOf is what Badger writes into a log in clear.
func entryOf(key string, version uint64, meta byte) []byte {
	k := y.KeyWithTs([]byte(key), version)
	text := append([]byte{meta, 0, byte(len(k)), 1, 0}, k...)
	text = append(text, 'v')
	return binary.BigEndian.AppendUint32(text, crc32.Checksum(text, castagnoli))
}

// commitOf is a commit of two keys.
func commitOf(version uint64) [][]byte {
	return [][]byte{entryOf("key one", version, ofCommit), entryOf("key two", version, ofCommit), entryOf("!badger!txn", version, endsCommit)}
}

// TestVerifyCommits goes through several logs. Which of them is said to be damaged
// is the one that something is missing from.
func TestVerifyCommits(t *testing.T) {
	var gap [][]byte
	gap = append(gap, bytes.Repeat([]byte{0xff}, 40))
	for name, test := range map[string]struct {
		logs [][][][]byte // of each log the parts
		want string       // the log that is damaged
	}{
		"none":                                 {nil, ""},
		"two, whole":                           {[][][][]byte{{commitOf(7), commitOf(8)}, {commitOf(9)}}, ""},
		"the last commit has no end":           {[][][][]byte{{commitOf(7)}, {commitOf(8), commitOf(9)[:2]}}, ""},
		"the last commit has a gap":            {[][][][]byte{{commitOf(7)}, {commitOf(9)[:1], gap, commitOf(9)[2:]}}, ""},
		"the last commit has no beginning":     {[][][][]byte{{commitOf(7)}, {gap, commitOf(9)[1:]}}, ""},
		"nothing can be read at the end":       {[][][][]byte{{commitOf(7), gap}}, ""},
		"there is an empty one":                {[][][][]byte{{commitOf(7)}, {}}, ""},
		"a commit has no end":                  {[][][][]byte{{commitOf(7)[:2], gap, commitOf(8)}}, "00001.mem"},
		"a commit has a gap":                   {[][][][]byte{{commitOf(7)[:1], gap, commitOf(7)[2:], commitOf(8)}}, "00001.mem"},
		"a commit has no beginning":            {[][][][]byte{{commitOf(6), gap, commitOf(7)[1:], commitOf(8)}}, "00001.mem"},
		"the last of the first log has no end": {[][][][]byte{{commitOf(7)[:2]}, {commitOf(8)}}, "00001.mem"},
		"one that is cut off follows one":      {[][][][]byte{{commitOf(7)[:2]}, {commitOf(8)[:1]}}, "00001.mem"},
		"a commit of the second log has a gap": {[][][][]byte{{commitOf(7)}, {commitOf(8)[:1], gap, commitOf(8)[2:], commitOf(9)}}, "00002.mem"},
		"all that can be read is a later one":  {[][][][]byte{{gap, commitOf(8), commitOf(9)}}, "00001.mem"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for i, parts := range test.logs {
				text := make([]byte, commitLogHeader)
				for _, part := range parts {
					text = append(text, bytes.Join(part, nil)...)
				}
				text = append(text, make([]byte, 100)...)
				if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d.mem", i+1)), text, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			keys, err := badger.OpenKeyRegistry(badger.KeyRegistryOptions{Dir: dir, ReadOnly: true})
			if err != nil {
				t.Fatal(err)
			}
			err = verifyCommits(dir, keys)
			if damaged := errors.Is(err, engine.ErrDamaged); damaged != (test.want != "") || damaged && !bytes.Contains([]byte(err.Error()), []byte(test.want)) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}
