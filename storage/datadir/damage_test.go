package datadir

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/latchkey/model"
)

// TestDamagedFile: a store of which a bit was flipped does not open, says so in a
// sentence, and the log has the details.
func TestDamagedFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	opened, err := Open(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := opened.Close(); err != nil {
		t.Fatal(err)
	}
	tables, err := filepath.Glob(filepath.Join(dir, "store", "*.sst"))
	if err != nil || len(tables) == 0 {
		t.Fatal(tables, err)
	}
	text, err := os.ReadFile(tables[0])
	if err != nil {
		t.Fatal(err)
	}
	text[0] ^= 1
	if err := os.WriteFile(tables[0], text, 0o600); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	_, err = Open(t.Context(), Options{Dir: dir, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if model.KindOf(err) != model.KindUnavailable || !strings.HasPrefix(model.Sentence(err), "A file of the store in "+dir+" is damaged") ||
		!strings.HasSuffix(model.Sentence(err), filepath.Join(dir, LogName)+" has the details.") {
		t.Errorf("got %v (%s)", err, model.KindOf(err))
	}
	_, err = Open(t.Context(), Options{Dir: dir, ToExamine: true})
	if said := model.Sentence(err); !strings.HasPrefix(said, "A file of the store in "+dir+" is damaged (") || !strings.Contains(said, filepath.Join(dir, "latchkey.log")) {
		t.Errorf("who examines it is told %q", said)
	}
	if !strings.Contains(log.String(), tables[0]) {
		t.Errorf("the log does not name the file: %s", log.String())
	}
}
