package cli

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"example.com/latchkey/cmd/internal/sshserver"
	"example.com/latchkey/model"
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

// TestOperatorsAreToldOfTheDiskOnStderr, once a call; nobody else is, and no
// completion.
func TestOperatorsAreToldOfTheDiskOnStderr(t *testing.T) {
	a, ada, _ := smallWorld(t)
	full := inOrder
	full.warning = func() string { return "The disk is nearly full." }
	org, err := a.FindOrg(t.Context(), ada, "Acme")
	if err != nil {
		t.Fatal(err)
	}
	sets, err := a.PermissionSets(t.Context(), ada, org.ID)
	if err != nil {
		t.Fatal(err)
	}
	_, code, err := a.AddMember(t.Context(), ada, org.ID, model.MemberRequest{Email: "bob@acme.example", Name: "Bob Birch", Set: sets[0].ID})
	if err != nil {
		t.Fatal(err)
	}
	bob, _, err := a.ChoosePassword(t.Context(), "bob@acme.example", code, model.NewSecret("a goat upon mars"), model.Origin{})
	if err != nil {
		t.Fatal(err)
	}
	root := sshserver.Caller{Peer: &sshserver.Peer{UID: uint32(os.Getuid()), Known: true}}
	for name, c := range map[string]struct {
		by   sshserver.Caller
		args []string
		want int
	}{
		"the box":         {root, []string{"org", "list"}, 1},
		"an operator":     {sshserver.Caller{Actor: ada}, []string{"org", "list"}, 1},
		"somebody else":   {sshserver.Caller{Actor: bob}, []string{"org", "list"}, 0},
		"a press of tab":  {root, []string{"__complete", "token", "list", "--org", "a"}, 0},
		"without a store": {root, []string{"version"}, 0},
	} {
		var said strings.Builder
		serving(a, full)(t.Context(), sshserver.Command{Caller: c.by, Args: c.args, Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &said})
		if n := strings.Count(said.String(), "The disk is nearly full."); n != c.want {
			t.Errorf("%s is told %d times: %s", name, n, said.String())
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
