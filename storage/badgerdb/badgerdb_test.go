package badgerdb_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/engine"
)

func memory(t *testing.T) *badgerdb.DB {
	t.Helper()
	db, err := badgerdb.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func put(t *testing.T, db engine.Engine, keys ...string) {
	t.Helper()
	err := db.Update(t.Context(), func(w engine.Writer) error {
		for _, k := range keys {
			if err := w.Set([]byte(k), []byte("value of "+k)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func scan(t *testing.T, r engine.Reader, of engine.Range) []string {
	t.Helper()
	var keys []string
	for item, err := range r.Scan(of) {
		if err != nil {
			t.Fatal(err)
		}
		if want := "value of " + string(item.Key); string(item.Value) != want {
			t.Errorf("value %q, want %q", item.Value, want)
		}
		keys = append(keys, string(item.Key))
	}
	return keys
}

func TestScan(t *testing.T) {
	db := memory(t)
	last := "b" + strings.Repeat("\xff", engine.MaxKey-1)
	all := []string{"a", "a\xff\xff", "b", "b\x00", "b1", "b2", "b\xff", last, "c", "\xff", "\xff\xff"}
	put(t, db, all...)
	for name, test := range map[string]struct {
		of   engine.Range
		want []string
	}{
		"all":                   {engine.Range{}, all},
		"a prefix":              {engine.Range{Prefix: []byte("b")}, []string{"b", "b\x00", "b1", "b2", "b\xff", last}},
		"from a key":            {engine.Range{Prefix: []byte("b"), From: []byte("b1")}, []string{"b1", "b2", "b\xff", last}},
		"from between":          {engine.Range{Prefix: []byte("b"), From: []byte("b11")}, []string{"b2", "b\xff", last}},
		"no such prefix":        {engine.Range{Prefix: []byte("bb")}, nil},
		"reverse":               {engine.Range{Prefix: []byte("b"), Reverse: true}, []string{last, "b\xff", "b2", "b1", "b\x00", "b"}},
		"reverse from a key":    {engine.Range{Prefix: []byte("b"), From: []byte("b1"), Reverse: true}, []string{"b1", "b\x00", "b"}},
		"reverse from between":  {engine.Range{Prefix: []byte("b"), From: []byte("b11"), Reverse: true}, []string{"b1", "b\x00", "b"}},
		"reverse, no such":      {engine.Range{Prefix: []byte("bb"), Reverse: true}, nil},
		"reverse, last prefix":  {engine.Range{Prefix: []byte("\xff"), Reverse: true}, []string{"\xff\xff", "\xff"}},
		"reverse, first prefix": {engine.Range{Prefix: []byte("a"), Reverse: true}, []string{"a\xff\xff", "a"}},
	} {
		err := db.View(t.Context(), func(r engine.Reader) error {
			if got := scan(t, r, test.of); !slices.Equal(got, test.want) {
				t.Errorf("%s: %q, want %q", name, got, test.want)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestOwnWrites: a transaction sees what it has set and deleted.
func TestOwnWrites(t *testing.T) {
	db := memory(t)
	put(t, db, "a", "b", "c")
	err := db.Update(t.Context(), func(w engine.Writer) error {
		if err := errors.Join(w.Delete([]byte("b")), w.Set([]byte("d"), []byte("value of d"))); err != nil {
			return err
		}
		for _, reverse := range []bool{false, true} {
			want := []string{"a", "c", "d"}
			if reverse {
				slices.Reverse(want)
			}
			if got := scan(t, w, engine.Range{Reverse: reverse}); !slices.Equal(got, want) {
				t.Errorf("scan %q, want %q", got, want)
			}
		}
		_, err := w.Get([]byte("b"))
		if !errors.Is(err, engine.ErrNotFound) {
			t.Errorf("a deleted key: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestConflict(t *testing.T) {
	db := memory(t)
	put(t, db, "guard")
	err := db.Update(t.Context(), func(w engine.Writer) error {
		if _, err := w.Get([]byte("guard")); err != nil {
			return err
		}
		put(t, db, "guard")
		return w.Set([]byte("guard"), nil)
	})
	if !errors.Is(err, engine.ErrConflict) {
		t.Errorf("error %v, want a conflict", err)
	}
}

// TestRangesAreNotGuarded shows why there are guard keys: what turns up in a
// range that was scanned is no conflict.
func TestRangesAreNotGuarded(t *testing.T) {
	db := memory(t)
	err := db.Update(t.Context(), func(w engine.Writer) error {
		if n := len(scan(t, w, engine.Range{Prefix: []byte("row")})); n != 0 {
			t.Errorf("%d rows", n)
		}
		put(t, db, "row1")
		return w.Set([]byte("row2"), []byte("value of row2"))
	})
	if err != nil {
		t.Errorf("error %v: the engine guards ranges now, which package engine does not promise", err)
	}
}

func TestMisuse(t *testing.T) {
	db := memory(t)
	put(t, db, "a", "b")
	var kept engine.Writer
	err := db.Update(t.Context(), func(w engine.Writer) error {
		kept = w
		for range w.Scan(engine.Range{}) {
			for _, err := range w.Scan(engine.Range{}) {
				if err == nil {
					t.Error("a scan began inside another one")
				}
			}
		}
		if n := len(scan(t, w, engine.Range{})); n != 2 { // it has ended: the next one may begin
			t.Errorf("%d keys", n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = kept.Get([]byte("a"))
	for _, err := range []error{err, kept.Set([]byte("a"), nil), kept.Delete([]byte("a"))} {
		if !errors.Is(err, engine.ErrEnded) {
			t.Errorf("after the end: %v", err)
		}
	}
	for _, err := range kept.Scan(engine.Range{}) {
		if !errors.Is(err, engine.ErrEnded) {
			t.Errorf("after the end: %v", err)
		}
	}
}

// TestLimits: as much as the port allows is taken at once, and much more is not.
func TestLimits(t *testing.T) {
	db := memory(t)
	write := func(total int) error {
		return db.Update(t.Context(), func(w engine.Writer) error {
			for i := range engine.MaxWrites {
				key := longKey(i)
				if err := w.Set(key, make([]byte, total/engine.MaxWrites-len(key))); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := write(engine.MaxBytes); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	if err := write(engine.MaxWrites * engine.MaxValue); !errors.Is(err, engine.ErrTooLarge) {
		t.Errorf("far beyond it: %v", err)
	}
}

// longKey returns a key of the greatest length.
func longKey(i int) []byte {
	key := bytes.Repeat([]byte{0xff}, engine.MaxKey)
	key[0] = byte(i)
	return key
}

func TestClosed(t *testing.T) {
	db := memory(t)
	if err := errors.Join(db.Close(), db.Close()); err != nil {
		t.Fatal(err)
	}
	if err := db.View(t.Context(), func(engine.Reader) error { return nil }); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("view: %v", err)
	}
	if err := db.Update(t.Context(), func(engine.Writer) error { return nil }); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("update: %v", err)
	}
}

func encryptionKey(b byte) []byte { return bytes.Repeat([]byte{b}, 32) }

func TestWrongKey(t *testing.T) {
	dir := t.TempDir()
	db, err := badgerdb.Open(badgerdb.Options{Dir: dir, EncryptionKey: encryptionKey(1)})
	if err != nil {
		t.Fatal(err)
	}
	put(t, db, "a")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string][]byte{"another key": encryptionKey(2), "no key": nil} {
		if _, err := badgerdb.Open(badgerdb.Options{Dir: dir, EncryptionKey: key}); !errors.Is(err, engine.ErrWrongKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := badgerdb.Open(badgerdb.Options{Dir: dir, EncryptionKey: []byte("short")}); err == nil {
		t.Error("a short key is taken")
	}
}

// TestEncrypted looks for a name in every file, before and after the store is
// closed: in the log, and in the table that closing makes of it.
func TestEncrypted(t *testing.T) {
	const name = "Acme Incorporated"
	for _, test := range []struct {
		key   []byte
		clear bool
	}{{encryptionKey(1), false}, {nil, true}} {
		dir := t.TempDir()
		db, err := badgerdb.Open(badgerdb.Options{Dir: dir, EncryptionKey: test.key})
		if err != nil {
			t.Fatal(err)
		}
		put(t, db, name)
		open := inFiles(t, dir, name)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if closed := inFiles(t, dir, name); open != test.clear || closed != test.clear {
			t.Errorf("with a key of %d bytes the name is in the files: %t while open, %t closed", len(test.key), open, closed)
		}
	}
}

func inFiles(t *testing.T, dir, text string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(text)) {
			return true
		}
	}
	return false
}

// TestFullDisk: with less space than is safe nothing is opened or changed, but
// what is there can be read.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	db, err := badgerdb.Open(badgerdb.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	put(t, db, "a")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := badgerdb.Open(badgerdb.Options{Dir: dir, MinFree: 1 << 62}); !errors.Is(err, engine.ErrFull) {
		t.Errorf("open: %v", err)
	}
}

// TestFilesThatAKillLeaves: a log without a byte is in nobody's way.
func TestFilesThatAKillLeaves(t *testing.T) {
	dir := t.TempDir()
	for i, name := range []string{"00009.mem", "000009.vlog", ""} {
		db, err := badgerdb.Open(badgerdb.Options{Dir: dir, EncryptionKey: encryptionKey(1)})
		if err != nil {
			t.Fatal(err)
		}
		put(t, db, fmt.Sprint("key ", i))
		err = db.View(t.Context(), func(r engine.Reader) error {
			if n := len(scan(t, r, engine.Range{})); n != i+1 {
				t.Errorf("%d of %d keys", n, i+1)
			}
			return nil
		})
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		if name == "" {
			break
		}
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAFlippedBitDoesNotBringBackWhatWas: of a record that was written twice, each
// time to a file of its own, no bit that is flipped in the second file brings the
// first value back. The store does not open, or opens as it was.
func TestAFlippedBitDoesNotBringBackWhatWas(t *testing.T) {
	dir := t.TempDir()
	write := func(value string) {
		db, err := badgerdb.Open(badgerdb.Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		err = db.Update(t.Context(), func(w engine.Writer) error { return w.Set([]byte("token"), []byte(value)) })
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
	}
	write("good")
	write("revoked")
	tables, err := filepath.Glob(filepath.Join(dir, "*.sst"))
	if err != nil || len(tables) != 2 {
		t.Fatal(tables, err)
	}
	text, err := os.ReadFile(tables[1])
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for at := range text {
		text[at] ^= 4
		if err := os.WriteFile(tables[1], text, 0o600); err != nil {
			t.Fatal(err)
		}
		text[at] ^= 4
		db, err := badgerdb.Open(badgerdb.Options{Dir: dir})
		if err != nil {
			refused++
			continue
		}
		err = db.View(t.Context(), func(r engine.Reader) error {
			if value, err := r.Get([]byte("token")); err != nil || string(value) != "revoked" {
				t.Errorf("with byte %d altered it is %q, %v", at, value, err)
			}
			return nil
		})
		if err := errors.Join(err, db.Close()); err != nil {
			t.Error(err)
		}
	}
	if refused == 0 {
		t.Error("it opened with every byte altered")
	}
	t.Logf("of %d, %d do not open", len(text), refused)
}

func TestLogger(t *testing.T) {
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	db, err := badgerdb.Open(badgerdb.Options{Dir: t.TempDir(), Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "level=DEBUG msg=\"badger: ") || strings.Contains(log.String(), "level=INFO") {
		t.Errorf("log: %s", log.String())
	}
}

func BenchmarkUpdate(b *testing.B) {
	db, err := badgerdb.Open(badgerdb.Options{Dir: b.TempDir(), EncryptionKey: encryptionKey(1)})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for i := 0; b.Loop(); i++ {
		err := db.Update(context.Background(), func(w engine.Writer) error {
			for n := range byte(5) {
				if err := w.Set([]byte{n, byte(i), byte(i >> 8)}, make([]byte, 300)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
