//go:build linux

package bench

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestRows measures every row on a store of few tokens, with LATCHKEY_SLOW=1:
// whether they can be measured, and not what comes of it.
func TestRows(t *testing.T) {
	if os.Getenv("LATCHKEY_SLOW") == "" {
		t.Skip("LATCHKEY_SLOW=1 measures every row, in some minutes")
	}
	program := filepath.Join(t.TempDir(), "latchkey")
	if out, err := exec.Command("go", "build", "-o", program, "example.com/latchkey/cmd/latchkey").CombinedOutput(); err != nil {
		t.Fatalf("building latchkey: %v\n%s", err, out)
	}
	dir := t.TempDir()
	results, err := Measure(t.Context(), Options{Program: program, Tokens: 2000, Quick: true, Dir: dir, Say: t.Logf})
	if err != nil {
		t.Fatal(err)
	}
	if len(results.Rows) != len(rows) {
		t.Errorf("%d rows were measured, want %d", len(results.Rows), len(rows))
	}
	for _, r := range results.Rows {
		if r.Failed != "" || len(r.Figures) == 0 || r.LimitedBy == "" {
			t.Errorf("%s: %q, %d figures, limited by %q", r.Name, r.Failed, len(r.Figures), r.LimitedBy)
		}
		for _, f := range r.Figures {
			if f.Subject.Rounds == 0 || f.Yardstick != nil && f.Yardstick.Median <= 0 {
				t.Errorf("%s, %s: %+v beside %+v", r.Name, f.Name, f.Subject, f.Yardstick)
			}
		}
		if r.Name == "revoke-race" && !r.Reached() {
			t.Errorf("a token was good after it was revoked: %+v", r.Figures)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("there is left on the disk: %v (%v)", left, err)
	}
}
