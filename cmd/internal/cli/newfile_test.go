package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"example.com/latchkey/model"
)

func writes(text string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
}

// holds checks what is in a directory, and that one file.
func holds(t *testing.T, dir, name, want string) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil || len(list) != 1 || list[0].Name() != name {
		t.Fatalf("there is %v, %v", list, err)
	}
	text, err := os.ReadFile(filepath.Join(dir, name))
	if string(text) != want || err != nil {
		t.Errorf("it holds %q, %v; want %q", text, err, want)
	}
}

func TestAFileIsWrittenWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	if err := writeWhole(path, false, writes("one")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := writeWhole(path, false, writes("two")); model.KindOf(err) != model.KindConflict {
		t.Errorf("got %v", err)
	}
	holds(t, dir, "f", "one")
	no := errors.New("no")
	err = writeWhole(path, true, func(w io.Writer) error { return errors.Join(writes("half of")(w), no) })
	if !errors.Is(err, no) {
		t.Errorf("got %v", err)
	}
	holds(t, dir, "f", "one")
	if err := writeWhole(path, true, writes("two")); err != nil {
		t.Fatal(err)
	}
	holds(t, dir, "f", "two")
}

// TestAFileThatCameMeanwhileStays.
func TestAFileThatCameMeanwhileStays(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	err := writeWhole(path, false, func(w io.Writer) error {
		return errors.Join(os.WriteFile(path, []byte("theirs"), 0o600), writes("mine")(w))
	})
	if model.KindOf(err) != model.KindConflict {
		t.Errorf("got %v", err)
	}
	holds(t, dir, "f", "theirs")
}

// TestOfManyWhoWriteAFileOneDoes, however close together they come.
func TestOfManyWhoWriteAFileOneDoes(t *testing.T) {
	const many = 50
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	var filled sync.WaitGroup
	filled.Add(many)
	results := make(chan error, many)
	for i := range many {
		go func() {
			results <- writeWhole(path, false, func(w io.Writer) error {
				filled.Done()
				filled.Wait() // nobody saw the others
				return writes(strconv.Itoa(i))(w)
			})
		}()
	}
	written := 0
	for range many {
		switch err := <-results; model.KindOf(err) {
		case "":
			written++
		case model.KindConflict:
		default:
			t.Error(err)
		}
	}
	if written != 1 {
		t.Errorf("%d were told that they wrote it", written)
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
		t.Errorf("there is %v, %v", list, err)
	}
}

func TestWhatIsNoFileIsNotReplaced(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "link")
	if err := os.Symlink("/dev/null", link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, "/dev/null", link} {
		if err := writeWhole(path, true, writes("x")); model.KindOf(err) != model.KindConflict || !strings.Contains(model.Sentence(err), "is not a file") {
			t.Errorf("%s: %v", path, err)
		}
	}
	if err := writeWhole(filepath.Join(dir, "no", "f"), false, writes("x")); model.KindOf(err) != model.KindUnavailable || !strings.Contains(model.Sentence(err), "no such file") {
		t.Errorf("got %v", err)
	}
}

// TestTheReportOfABackupIsTakenOut of what the other end says, however it comes.
func TestTheReportOfABackupIsTakenOut(t *testing.T) {
	const report = `{"at":"2026-07-01T09:30:00Z","last_entry":7,"records":3,"orgs":1,"users":2,"service_users":0,"tokens":9}`
	for _, said := range []string{report + "\n", "Careful.\n" + report + "\n", report + "\nDone.\n", "a {\"b\"} c\n" + report + "\n{no\nhalf a"} {
		for _, size := range []int{1, 7, 4096} {
			var out strings.Builder
			r := &reportLine{to: &out}
			for rest := said; rest != ""; {
				n := min(size, len(rest))
				if m, err := r.Write([]byte(rest[:n])); m != n || err != nil {
					t.Fatal(m, err)
				}
				rest = rest[n:]
			}
			held, found := r.read()
			if !found || held.Tokens != 9 || held.LastEntry != 7 || *held.At != "2026-07-01T09:30:00Z" {
				t.Errorf("%q by %d: %+v, %t", said, size, held, found)
			}
			if want := strings.Replace(said, report+"\n", "", 1); out.String() != want {
				t.Errorf("by %d: passed on is %q, want %q", size, out.String(), want)
			}
		}
	}
	r := &reportLine{to: io.Discard}
	_, _ = io.WriteString(r, report) // without its end it may not be all
	if _, found := r.read(); found {
		t.Error("half a line is taken for a report")
	}
}
