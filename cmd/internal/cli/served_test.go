package cli

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"example.com/latchkey/cmd/internal/sshserver"
)

// TestCallsOfOthersLeaveNothing: the process that has the store runs for long, and
// however many calls and presses of tab there are, it does not grow by them.
func TestCallsOfOthersLeaveNothing(t *testing.T) {
	a, _, _ := smallWorld(t)
	owner := sshserver.Caller{Peer: &sshserver.Peer{UID: uint32(os.Getuid()), Known: true}}
	run := func(args []string) string {
		var out strings.Builder
		serving(a, inOrder)(t.Context(), sshserver.Command{Caller: owner, Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: io.Discard})
		return out.String()
	}
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"version"}, ""},
		{[]string{"org", "list"}, "Acme"},
		{[]string{"__complete", "token", "list", "--org", "a"}, "Acme\n:4\n"},
		{[]string{"__complete", "token", "list", "--org="}, "Acme\n:4\n"},
		{[]string{"__complete", "token", "show", "--org", "Acme", "f"}, "first\n:4\n"},
	} {
		before, calls := objects(run, test.args), 200
		for range calls {
			if out := run(test.args); !strings.Contains(out, test.want) {
				t.Fatalf("%q says %q", test.args, out)
			}
		}
		if after := objects(run, test.args); after > before+calls {
			t.Errorf("%d calls of %q leave %d objects", calls, test.args, after-before)
		}
	}
}

// TestCompletionsOfOthersSayNothingHere: whatever is typed wrongly elsewhere, the
// terminal or the log of the process that has the store hears nothing of it.
func TestCompletionsOfOthersSayNothingHere(t *testing.T) {
	a, _, _ := smallWorld(t)
	stderr := os.Stderr
	defer func() { os.Stderr = stderr }()
	said, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	os.Stderr = said
	for _, line := range []string{
		"", "nonsense ", "token nonsense ", "token list --\x1b[31m x", "token list --nonsense=x ", "token list --nonsense x ", "token list -x y",
		"token list -x=y", "token list --org", "token list --limit x --org ", "token list --json=maybe ", "token list --json ", "token show -- --x y",
		"token list - ", "token list -- ", "token list = --= =", "bench --row ", "token list --help ", "token list --help=x --org ", "--data x token l", "help x y ",
	} {
		for _, caller := range []sshserver.Caller{{}, {Peer: &sshserver.Peer{UID: uint32(os.Getuid()), Known: true}}} {
			code := serving(a, inOrder)(t.Context(), sshserver.Command{
				Caller: caller, Args: append([]string{"__complete"}, strings.Split(line, " ")...),
				Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard,
			})
			if text, err := os.ReadFile(said.Name()); err != nil || len(text) > 0 {
				t.Fatalf("%q, exit code %d: it says %q here, %v", line, code, text, err)
			}
		}
	}
}

// objects is how many the process has after a call.
func objects(run func([]string) string, args []string) int {
	run(args)
	runtime.GC()
	runtime.GC() // pools are emptied by the second one
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapObjects)
}
