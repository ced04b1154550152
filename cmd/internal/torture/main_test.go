//go:build torture && linux

package torture

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	// What the binary is made of, so that a result is not taken from the cache
	// after it has changed.
	_ "example.com/latchkey/cmd/internal/cli"
)

// binary is the program that the tests drive, built as it is shipped.
var binary string

// role says to this program, started again by a test, what to be: a process that
// can be killed without the test.
const role = "LATCHKEY_TORTURE"

func TestMain(m *testing.M) {
	if as := os.Getenv(role); as != "" {
		os.Exit(play(as))
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "latchkey-torture")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "latchkey")
	if out, err := exec.Command("go", "build", "-o", binary, "example.com/latchkey/cmd/latchkey").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building latchkey: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// rounds is how often a test does its worst: a few times, or often in the long
// form.
func rounds(short, long int) int {
	if os.Getenv("LATCHKEY_LONG") != "" {
		return long
	}
	return short
}
