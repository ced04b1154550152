//go:build linux

package e2e

import (
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestSIGTERMWithoutTheDataDirectory: what was deleted under it keeps nobody from
// ending it, and it says what happened.
func TestSIGTERMWithoutTheDataDirectory(t *testing.T) {
	t.Parallel()
	for name, away := range map[string]func(dir string) error{
		"deleted": os.RemoveAll,
		"moved": func(dir string) error {
			t.Cleanup(func() { _ = os.RemoveAll(dir + ".old") })
			return os.Rename(dir, dir+".old")
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := serve(t)
			d.latchkey("", "service-user", "create", "--org", "Acme", "--name", "nightly", "--set", "Standard")
			if err := away(d.data); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			late := time.AfterFunc(20*time.Second, func() { _ = d.cmd.Process.Kill() })
			defer late.Stop()
			err := d.cmd.Wait()
			if code := exitCode(err); code != 5 {
				t.Errorf("exit code %d: %v", code, err)
			}
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("it took %v to end", took)
			}
			want := "latchkey: The data directory " + d.data + " was deleted or moved away while latchkey had it open."
			if said := d.stderr.String(); !strings.Contains(said, want) {
				t.Errorf("it says %s", said)
			}
		})
	}
}
