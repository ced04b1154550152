package storage_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/engine"
	"example.com/latchkey/storage/storetest"
)

// backupOf returns a backup of a store that has everything, and what it holds.
func backupOf(t testing.TB) ([]byte, model.Backup) {
	t.Helper()
	store := storetest.Memory(t)
	if err := store.Update(t.Context(), everything); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	held, err := store.Copy(t.Context(), &out)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), held
}

// readAll reads a backup to its end.
func readAll(r io.Reader, keys storage.Keys) (model.Backup, []engine.Item, error) {
	from, err := storage.ReadBackup(r, keys)
	if err != nil {
		return model.Backup{}, nil, err
	}
	var items []engine.Item
	held, err := from.Each(func(item engine.Item) error { items = append(items, item); return nil })
	return held, items, err
}

// backupRefused checks that bytes are not taken for a backup, with that sentence.
func backupRefused(t *testing.T, what string, data []byte, sentence string) {
	t.Helper()
	_, _, err := readAll(bytes.NewReader(data), storetest.Keys())
	if model.KindOf(err) != model.KindInvalid || !strings.HasPrefix(model.Sentence(err), sentence) {
		t.Errorf("%s: %q (%s), want %q", what, model.Sentence(err), model.KindOf(err), sentence)
	}
}

func TestABackupIsReadAsItWasWritten(t *testing.T) {
	data, want := backupOf(t)
	for name, r := range map[string]io.Reader{
		"at once": bytes.NewReader(data), "byte by byte": iotest.OneByteReader(bytes.NewReader(data)),
		"with the end": iotest.DataErrReader(bytes.NewReader(data)),
	} {
		held, items, err := readAll(r, storetest.Keys())
		if err != nil || held != want || uint64(len(items)) != want.Records {
			t.Errorf("%s: %+v, %d records, %v; want %+v", name, held, len(items), err, want)
		}
	}
}

// TestABackupThatIsNotWholeIsRefused alters each byte, and cuts it everywhere.
func TestABackupThatIsNotWholeIsRefused(t *testing.T) {
	data, _ := backupOf(t)
	for i := range data {
		for _, bit := range []byte{0x01, 0x80} {
			altered := bytes.Clone(data)
			altered[i] ^= bit
			if _, _, err := readAll(bytes.NewReader(altered), storetest.Keys()); err == nil {
				t.Errorf("byte %d of %d is altered by %x and it is taken", i, len(data), bit)
			} else if model.KindOf(err) != model.KindInvalid && !errors.Is(err, engine.ErrWrongKey) {
				t.Errorf("byte %d: %v (%s)", i, err, model.KindOf(err))
			}
		}
		if i == 0 {
			continue
		}
		backupRefused(t, fmt.Sprint("cut to ", i), data[:i], "The backup is cut short")
	}
	backupRefused(t, "nothing", nil, "This is not a backup of latchkey.")
	backupRefused(t, "something else", []byte("PK\x03\x04 and so on and on and on"), "This is not a backup of latchkey.")
	backupRefused(t, "with something behind", append(bytes.Clone(data), 0), "The backup is damaged")
	backupRefused(t, "twice", append(bytes.Clone(data), data...), "The backup is damaged")
	backupRefused(t, "newer", bytes.Replace(data, []byte("backup-v1"), []byte("backup-v2"), 1), "This backup was written by a newer latchkey.")
	backupRefused(t, "much newer", bytes.Replace(data, []byte("backup-v1"), []byte("backup-v12"), 1), "This backup was written by a newer latchkey.")
}

// parts are those of a backup: magic and header, each record, the end.
type parts struct {
	head    []byte
	records [][]byte
	end     []byte
}

func take(data []byte) (part, rest []byte) {
	n, size := binary.Uvarint(data)
	return data[:size+int(n)], data[size+int(n):]
}

func split(data []byte) (p parts) {
	magic := bytes.IndexByte(data, '\n') + 1
	header, rest := take(data[magic:])
	p.head = data[:magic+len(header)]
	for rest[0] != 0 {
		_, after := take(rest)
		_, after = take(after)
		p.records, rest = append(p.records, rest[:len(rest)-len(after)]), after
	}
	p.end = rest
	return p
}

func (p parts) join(records ...[]byte) []byte {
	return bytes.Join([][]byte{p.head, bytes.Join(records, nil), p.end}, nil)
}

// TestRecordsOfABackupBelongTogether: each is signed, but none can be left out, doubled, moved,
// or taken from another backup of the same store.
func TestRecordsOfABackupBelongTogether(t *testing.T) {
	data, _ := backupOf(t)
	p := split(data)
	if !bytes.Equal(p.join(p.records...), data) || len(p.records) < 40 {
		t.Fatalf("%d records were found", len(p.records))
	}
	for i := range p.records {
		without := append(bytes.Clone(nil), bytes.Join(p.records[:i], nil)...)
		without = append(without, bytes.Join(p.records[i+1:], nil)...)
		backupRefused(t, fmt.Sprint("without ", i), p.join(without), "The backup is damaged")
		backupRefused(t, fmt.Sprint("twice ", i), p.join(bytes.Join(p.records[:i+1], nil), bytes.Join(p.records[i:], nil)), "The backup is damaged")
		if i > 0 {
			moved := append([][]byte{}, p.records...)
			moved[i-1], moved[i] = moved[i], moved[i-1]
			backupRefused(t, fmt.Sprint("moved ", i), p.join(moved...), "The backup is damaged")
		}
	}
	empty, _ := emptyBackup(t)
	other := split(empty)
	backupRefused(t, "with the end of another", append(bytes.Clone(data[:len(data)-len(p.end)]), other.end...), "The backup is damaged")
	backupRefused(t, "with the records of another", p.join(other.records...), "The backup is damaged")
	backupRefused(t, "with the head of another", bytes.Join([][]byte{other.head, bytes.Join(p.records, nil), p.end}, nil), "The backup is damaged")
}

func emptyBackup(t testing.TB) ([]byte, model.Backup) {
	t.Helper()
	var out bytes.Buffer
	held, err := storetest.Memory(t).Copy(t.Context(), &out)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), held
}

// TestABackupOfAnotherStoreIsRefused at its first bytes.
func TestABackupOfAnotherStoreIsRefused(t *testing.T) {
	data, _ := backupOf(t)
	p := split(data)
	other := storage.Keys{MAC: bytes.Repeat([]byte("x"), 32)}
	_, err := storage.ReadBackup(bytes.NewReader(p.head), other)
	if model.KindOf(err) != model.KindUnavailable || !errors.Is(err, engine.ErrWrongKey) || !strings.HasPrefix(model.Sentence(err), "The key file does not belong to this backup.") {
		t.Errorf("%v (%s)", err, model.KindOf(err))
	}
}

// TestLengthsInABackupAreNotBelieved: no memory is taken for them.
func TestLengthsInABackupAreNotBelieved(t *testing.T) {
	data, _ := backupOf(t)
	p := split(data)
	for _, n := range []uint64{engine.MaxKey + 1, 1 << 32, 1<<64 - 1} {
		backupRefused(t, fmt.Sprint("a key of ", n), append(bytes.Clone(p.head), binary.AppendUvarint(nil, n)...), "The backup is damaged")
	}
	key := append(bytes.Clone(p.head), 1, 'k')
	backupRefused(t, "a value of much", append(key, binary.AppendUvarint(nil, engine.MaxValue+1)...), "The backup is damaged")
	magic := data[:bytes.IndexByte(data, '\n')+1]
	backupRefused(t, "a header of much", append(bytes.Clone(magic), binary.AppendUvarint(nil, 1<<20)...), "The backup is damaged")
	backupRefused(t, "a length without end", append(bytes.Clone(p.head), bytes.Repeat([]byte{0xff}, 20)...), "The backup is damaged")
}

// TestAStreamThatFailsSaysWhy when it knows.
func TestAStreamThatFailsSaysWhy(t *testing.T) {
	data, _ := backupOf(t)
	own := &model.Error{Kind: model.KindUnauthenticated, Message: "Who are you?"}
	for _, n := range []int{0, 5, 40, 500} {
		_, _, err := readAll(io.MultiReader(bytes.NewReader(data[:n]), iotest.ErrReader(own)), storetest.Keys())
		if err != error(own) {
			t.Errorf("after %d bytes: %v", n, err)
		}
		_, _, err = readAll(io.MultiReader(bytes.NewReader(data[:n]), iotest.ErrReader(errors.New("chunk"))), storetest.Keys())
		if model.KindOf(err) != model.KindInvalid || !strings.HasPrefix(model.Sentence(err), "The backup is damaged") {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
}

// TestADamagedStoreIsNotCopied: a backup with a damaged record in it would be
// one that cannot be restored.
func TestADamagedStoreIsNotCopied(t *testing.T) {
	f := newFixture(t, storage.Options{})
	f.update(everything)
	f.tamper(func(w engine.Writer) error {
		return w.Set([]byte("token\x00org_1\x00tok_1"), []byte("nonsense that is long enough"))
	})
	_, err := f.store.Copy(t.Context(), io.Discard)
	f.refuses(err, "token")
}

// TestRestoreWantsAnEmptyEngine: nothing is written over.
func TestRestoreWantsAnEmptyEngine(t *testing.T) {
	data, _ := backupOf(t)
	from, err := storage.ReadBackup(bytes.NewReader(data), storetest.Keys())
	if err != nil {
		t.Fatal(err)
	}
	f := newFixture(t, storage.Options{})
	if _, err := storage.Restore(t.Context(), f.engine, from); model.KindOf(err) != model.KindConflict {
		t.Errorf("%v (%s)", err, model.KindOf(err))
	}
	if n := f.engine.Written.Load(); n > 1 { // the identity of the store
		t.Errorf("%d records were written", n)
	}
}

// goldenBackup is one of everything that was written when the form was new. It
// has to be read for good, so nothing writes it again.
var goldenBackup = filepath.Join("testdata", "backup-v1")

func TestTheFormOfABackupIsForGood(t *testing.T) {
	data, err := os.ReadFile(goldenBackup)
	if err != nil {
		t.Fatal(err)
	}
	from, err := storage.ReadBackup(bytes.NewReader(data), storetest.Keys())
	if err != nil {
		t.Fatal(err)
	}
	db, err := badgerdb.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	held, err := storage.Restore(t.Context(), db, from)
	if err != nil || held.Orgs != 1 || held.Tokens != 1 || held.Head.Seq != 1 {
		t.Errorf("%+v, %v", held, err)
	}
	store := storetest.Open(t, db, storetest.Options(t))
	for name, read := range reads {
		if err := store.View(t.Context(), read); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzBackupReader: nothing is taken for a backup but what a store with that key
// wrote, and nothing makes the reader fall over.
func FuzzBackupReader(f *testing.F) {
	data, _ := backupOf(f)
	empty, _ := emptyBackup(f)
	golden, err := os.ReadFile(goldenBackup)
	if err != nil {
		f.Fatal(err)
	}
	good := map[string]bool{string(data): true, string(empty): true, string(golden): true}
	p := split(data)
	for _, seed := range [][]byte{
		data, empty, golden, nil, p.head, data[:len(data)/2], p.join(), p.join(p.records[0]), p.join(p.records[1], p.records[0]),
		append(bytes.Clone(p.head), 0), append(bytes.Clone(p.head), binary.AppendUvarint(nil, 1<<63)...),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		held, items, err := readAll(bytes.NewReader(data), storetest.Keys())
		if err != nil {
			if kind := model.KindOf(err); kind != model.KindInvalid && kind != model.KindUnavailable {
				t.Errorf("%v (%s)", err, kind)
			}
			return
		}
		if !good[string(data)] || held.Records != uint64(len(items)) {
			t.Errorf("%d bytes that no store wrote are taken for %+v", len(data), held)
		}
	})
}
