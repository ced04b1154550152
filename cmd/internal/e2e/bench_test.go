//go:build linux

package e2e

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestBenchThatIsInterruptedLeavesNothing: ctrl+c ends it while it builds, and
// its stores go.
func TestBenchThatIsInterruptedLeavesNothing(t *testing.T) {
	t.Parallel()
	disk := t.TempDir()
	cmd := exec.Command(binary, "bench", "--tokens", "10000000", "--row", "idle-memory", "--dir", disk)
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stuck := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Kill() })
	defer stuck.Stop()
	var last string
	for lines := bufio.NewScanner(said); lines.Scan(); last = lines.Text() {
		if strings.HasPrefix(lines.Text(), "building") {
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
		}
	}
	if code := exitCode(cmd.Wait()); code != 130 || !strings.Contains(last, "The measuring was ended") {
		t.Errorf("exit code %d, and it says %q", code, last)
	}
	if left, err := os.ReadDir(disk); err != nil || len(left) > 0 {
		t.Errorf("there is left on the disk: %v (%v)", left, err)
	}
}
