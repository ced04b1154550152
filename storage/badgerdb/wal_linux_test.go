package badgerdb

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"example.com/latchkey/storage/engine"
)

// TestTheLogThatIsWrittenIsSynced also when Badger has begun a new one.
func TestTheLogThatIsWrittenIsSynced(t *testing.T) {
	dir := t.TempDir()
	db := openDir(t, dir)
	begun := map[string]bool{}
	large := string(make([]byte, engine.MaxValue))
	for i := range 200 {
		err := db.Update(t.Context(), func(w engine.Writer) error {
			return errors.Join(setting(fmt.Sprint(i), large)(w), setting(fmt.Sprint(i, "again"), large)(w))
		})
		if err != nil {
			t.Fatal(err)
		}
		logs, err := filepath.Glob(filepath.Join(dir, "*.mem"))
		if err != nil || len(logs) == 0 {
			t.Fatal(logs, err)
		}
		newest := slices.Max(logs)
		if db.wal.file == nil || db.wal.file.Name() != newest {
			t.Fatalf("commit %d: not the newest of %v was synced", i, logs)
		}
		begun[newest] = true
	}
	if len(begun) < 3 {
		t.Errorf("Badger wrote %d logs: this test is blind", len(begun))
	}
}
