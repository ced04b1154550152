package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	// What the binary is made of, so that a result is not taken from the cache
	// after it has changed.
	_ "example.com/latchkey/cmd/internal/cli"
)

// binary is the program that the tests drive, built as it is shipped.
var binary string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "latchkey-e2e")
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

// TestScripts runs the txtar scripts. Each begins in an empty directory with a
// data directory of its own that does not exist yet.
func TestScripts(t *testing.T) {
	p := scripts(false)
	p.Dir = filepath.Join("testdata", "script")
	testscript.Run(t, p)
}

// scripts is how the scripts run, with a daemon that serves each one's data
// directory or without.
func scripts(served bool) testscript.Params {
	return testscript.Params{
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", filepath.Dir(binary)+string(os.PathListSeparator)+env.Getenv("PATH"))
			env.Setenv("LATCHKEY_DATA", filepath.Join(env.WorkDir, "data"))
			env.Setenv("HOME", env.WorkDir)
			if served {
				return serveScript(env)
			}
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name != "served" {
				return false, fmt.Errorf("there is no condition %q", name)
			}
			return served, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "waitfor": waitFor, "damage": damage},
	}
}

// waitFor FILE waits until there is such a file.
func waitFor(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: waitfor FILE")
	}
	late := time.After(30 * time.Second)
	for range time.Tick(5 * time.Millisecond) {
		if _, err := os.Lstat(ts.MkAbs(args[0])); err == nil {
			return
		}
		select {
		case <-late:
			ts.Fatalf("there is no %s", args[0])
		default:
		}
	}
}

// exits CODE COMMAND… runs a command and checks its exit code exactly.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if exit, ok := err.(*exec.ExitError); ok {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if fmt.Sprint(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}
