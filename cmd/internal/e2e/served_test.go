package e2e

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// notServed are the scripts that a daemon would be in the way of, and why.
var notServed = map[string]string{
	"backup":     "it puts other data directories in the place of the store, and serves one itself",
	"bench":      "it never touches the data directory",
	"completion": "it completes before there is a store, and then serves one itself",
	"demo":       "the demo has a store of its own, that nobody serves",
	"doctor":     "it damages the files of the store",
	"older":      "it exchanges the store for an older one, which is noticed when it is opened",
	"serve":      "it is about serving itself",
	"store":      "it is about opening the store: its directory, and its key file",
}

// TestScriptsServed runs the scripts once more, with a daemon that serves their
// data directory from before the first command on: what a subcommand prints, and
// its exit code, are the same wherever it runs. A line of [served] or [!served] is
// for one of the two alone.
func TestScriptsServed(t *testing.T) {
	if os.Getenv("LATCHKEY_SLOW") == "" {
		t.Skip("the scripts run once; set LATCHKEY_SLOW for them to run through a daemon too")
	}
	all, err := filepath.Glob(filepath.Join("testdata", "script", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	files := slices.DeleteFunc(all, func(file string) bool {
		_, no := notServed[strings.TrimSuffix(filepath.Base(file), ".txtar")]
		return no
	})
	if len(files)+len(notServed) != len(all) {
		t.Errorf("of %d scripts %d are served, and there are %d exceptions", len(all), len(files), len(notServed))
	}
	p := scripts(true)
	p.Files = files
	testscript.Run(t, p)
}

// serveScript serves the data directory of a script until the script has ended.
func serveScript(env *testscript.Env) error {
	cmd := exec.Command(binary, "--data", env.Getenv("LATCHKEY_DATA"), "serve")
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	env.Defer(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil { // it was there to the end, so that the commands ran in it
			env.T().Fatal("the daemon ended with ", err, "\n", said.String())
		}
	})
	if line, err := bufio.NewReader(out).ReadString('\n'); !strings.HasPrefix(line, "listening on unix ") {
		return fmt.Errorf("the daemon says %q, %v", line, err)
	}
	return nil
}
