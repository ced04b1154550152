package cli

import (
	"bytes"
	"strings"
	"testing"

	"example.com/latchkey/cmd/internal/sshserver"
	"example.com/latchkey/model"
)

// TestRule_4_3_WhoIsLoggedInGivesTheirOwnPassword, for a service user's token as
// for one of theirs, unless there is none to ask for (rule 4.2).
func TestRule_4_3_WhoIsLoggedInGivesTheirOwnPassword(t *testing.T) {
	a, ada, _ := smallWorld(t)
	org, err := a.FindOrg(t.Context(), ada, "Acme")
	if err != nil {
		t.Fatal(err)
	}
	run := func(stdin string, args ...string) (int, string) {
		var stdout, stderr bytes.Buffer
		code := serving(a, inOrder)(t.Context(), sshserver.Command{
			Caller: sshserver.Caller{Actor: ada}, Args: args, Stdin: strings.NewReader(stdin), Stdout: &stdout, Stderr: &stderr,
		})
		return code, stderr.String()
	}
	if code, said := run("", "service-user", "create", "--org", "Acme", "--name", "ci", "--set", "Guest"); code != exitOK {
		t.Fatal(said)
	}
	calls := map[string][]string{
		"a token of the service user":            {"token", "generate", "--org", "Acme", "--service-user", "ci", "--name", "one"},
		"a token of theirs":                      {"token", "generate", "--org", "Acme", "--name", "one"},
		"the same of the service user once more": {"token", "regenerate", "nightly", "--org", "Acme", "--service-user", "ci"},
	}
	run(password, "token", "generate", "--org", "Acme", "--service-user", "ci", "--name", "nightly")
	for name, args := range calls {
		if code, said := run("", args...); code != exitUsage || !strings.Contains(said, "the password is expected on stdin") {
			t.Errorf("%s without the password: exit code %d, %s", name, code, said)
		}
		if code, said := run("not the password", args...); code != exitDenied {
			t.Errorf("%s with another password: exit code %d, %s", name, code, said)
		}
		if code, said := run(password, args...); code != exitOK {
			t.Errorf("%s: exit code %d, %s", name, code, said)
		}
	}
	if _, err := a.SetSSO(t.Context(), ada, org.ID, model.SSOOnly, nil); err != nil {
		t.Fatal(err)
	}
	run("", "token", "revoke", "one", "--org", "Acme", "--service-user", "ci")
	run("", "token", "revoke", "one", "--org", "Acme", "--user", "ada@acme.example")
	for name, args := range calls {
		if code, said := run("", args...); code != exitOK {
			t.Errorf("%s, where none is asked for: exit code %d, %s", name, code, said)
		}
	}
}
