package datadir

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/latchkey/model"
)

var someHead = model.Head{Seq: 137, Revocations: 3, At: time.Date(2026, 5, 12, 9, 0, 0, 123456789, time.UTC), Chain: model.Hash{1, 2, 0xff}}

func someHeadFile(t testing.TB) headFile {
	keys, err := derive(bytes.Repeat([]byte{7}, secretLen))
	if err != nil {
		t.Fatal(err)
	}
	return newHeadFile(t.TempDir(), keys)
}

func TestHeadFile(t *testing.T) {
	f := someHeadFile(t)
	if h, found, err := f.read(); h != (model.Head{}) || found || err != nil {
		t.Fatalf("none there: %+v, %t, %v", h, found, err)
	}
	for _, h := range []model.Head{{}, someHead, {Seq: 1<<64 - 1, Revocations: 1<<64 - 1, At: someHead.At}} {
		if err := f.write(h); err != nil {
			t.Fatal(err)
		}
		if got, found, err := f.read(); got != h || !found || err != nil {
			t.Errorf("wrote %+v, read %+v, %t, %v", h, got, found, err)
		}
	}
	info, err := os.Stat(f.path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if _, err := os.Stat(f.path + ".new"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what it is written to is left: %v", err)
	}
}

// TestHeadFileThatWasLeft: a crash can leave what the next one is written to.
func TestHeadFileThatWasLeft(t *testing.T) {
	f := someHeadFile(t)
	if err := os.WriteFile(f.path+".new", []byte(strings.Repeat("x", headMost)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.write(someHead); err != nil {
		t.Fatal(err)
	}
	if got, _, err := f.read(); got != someHead || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestHeadFileIsChecked alters each byte, cuts the file everywhere, and signs it
// with another key.
func TestHeadFileIsChecked(t *testing.T) {
	f := someHeadFile(t)
	good := f.format(someHead)
	refused := func(what, text string) {
		t.Helper()
		if err := os.WriteFile(f.path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		h, found, err := f.read()
		if model.KindOf(err) != model.KindUnavailable || found || h != (model.Head{}) {
			t.Errorf("%s: %+v, %t, %v", what, h, found, err)
		}
		if !strings.HasPrefix(model.Sentence(err), f.path+" was altered") {
			t.Errorf("%s: %q", what, model.Sentence(err))
		}
	}
	for i := range good {
		altered := []byte(good)
		altered[i] ^= 1
		refused("a byte", string(altered))
		if i < len(good)-1 { // without the line end it is whole
			refused("cut", good[:i])
		}
	}
	refused("more", good+good)
	refused("very long", strings.Repeat(good, headMost))
	other := headFile{f.path, bytes.Repeat([]byte("o"), 32)}
	refused("another key", other.format(someHead))
}

// TestHeadFileThatIsNone: what is no file is an error with a sentence.
func TestHeadFileThatIsNone(t *testing.T) {
	f := someHeadFile(t)
	if err := os.Mkdir(f.path, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.read(); model.KindOf(err) != model.KindUnavailable || !strings.HasPrefix(model.Sentence(err), f.path) {
		t.Errorf("read: %v", err)
	}
	if err := f.write(someHead); model.KindOf(err) != model.KindUnavailable || !strings.HasPrefix(model.Sentence(err), f.path) {
		t.Errorf("write: %v", err)
	}
}

// TestHeadOfAStore: the file lies in the data directory and is signed by a key
// of its own; a store in memory has none.
func TestHeadOfAStore(t *testing.T) {
	dir := t.TempDir()
	opened, err := Open(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	if _, found, err := opened.KeptHead(t.Context()); found || err != nil {
		t.Errorf("none was ever kept: %t, %v", found, err)
	}
	if err := opened.KeepHead(t.Context(), someHead); err != nil {
		t.Fatal(err)
	}
	if got, found, err := opened.KeptHead(t.Context()); got != someHead || !found || err != nil {
		t.Errorf("%+v, %t, %v", got, found, err)
	}
	for _, other := range [][]byte{opened.Keys.LogChain, opened.Keys.RecordMAC, opened.Keys.Pepper, opened.Keys.Encryption} {
		if _, _, err := (headFile{filepath.Join(dir, "head"), other}).read(); err == nil {
			t.Error("a key of another purpose verifies it")
		}
	}
	memory, err := Temporary(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	if _, found, err := memory.KeptHead(t.Context()); errors.Join(err, memory.KeepHead(t.Context(), someHead)) != nil || found {
		t.Errorf("in memory: %t, %v", found, err)
	}
}

// TestHeadFileThatIsGone: a store that has had one misses it, also after it
// was closed.
func TestHeadFileThatIsGone(t *testing.T) {
	dir := t.TempDir()
	missed := func(opened *Opened) {
		t.Helper()
		_, found, err := opened.KeptHead(t.Context())
		if found || model.KindOf(err) != model.KindUnavailable || model.Sentence(err) != filepath.Join(dir, "head")+", which tells how far the store had gone, is missing." {
			t.Errorf("%t, %v", found, err)
		}
	}
	for range 2 {
		opened, err := Open(t.Context(), Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		if err := opened.KeepHead(t.Context(), someHead); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(dir, "head")); err != nil {
			t.Fatal(err)
		}
		missed(opened)
		if err := opened.Close(); err != nil {
			t.Fatal(err)
		}
		if opened, err = Open(t.Context(), Options{Dir: dir}); err != nil {
			t.Fatal(err)
		}
		missed(opened)
		if err := opened.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzHeadFile(f *testing.F) {
	file := headFile{key: bytes.Repeat([]byte("k"), 32)}
	good := file.format(someHead)
	for _, seed := range []string{good, good[:30], "", "\n", good + "\n", strings.ToUpper(good), strings.Repeat(" ", 5)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if h, err := file.parse(text); err == nil && file.format(h) != strings.TrimSuffix(text, "\n")+"\n" {
			t.Errorf("%q is taken for %+v", text, h)
		}
		_, _ = parseHead(append(strings.Split(text, " "), "", "", "", ""))
	})
}
