//go:build torture && linux

package torture

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/model"
)

// writers is how many of them work at once.
const writers = 8

// errRefused is what a hand says when latchkey is there and says no.
var errRefused = errors.New("refused")

// hand does what a writer wants, through one of the ways in. An error other than
// errRefused means that latchkey is gone, and that nobody knows what became of
// the change.
type hand interface {
	create(name string) error
	generate(name string) (secret string, err error)
	revoke(name string) error
}

// load lets writers work until latchkey is gone. The hands are asked for one by
// one, since each may have a connection of its own.
func load(round string, many int, of func() (hand, error), note func(string)) (wait func()) {
	var all sync.WaitGroup
	for i := range many {
		all.Go(func() {
			h, err := of()
			for n := 0; err == nil; n++ {
				err = work(h, fmt.Sprintf("robot-%s-%d-%05d", round, i, n), note)
			}
		})
	}
	return all.Wait
}

// work makes a service user and a token of it, and revokes the token. What is
// acknowledged is noted.
func work(h hand, name string, note func(string)) error {
	if err := h.create(name); err != nil {
		return unless(err)
	}
	note("made " + name)
	secret, err := h.generate(name)
	if err != nil {
		return unless(err)
	}
	note("token " + name + " " + secret)
	if err := h.revoke(name); err != nil {
		return unless(err)
	}
	note("revoked " + name)
	return nil
}

func unless(err error) error {
	if errors.Is(err, errRefused) {
		return nil
	}
	return err
}

// byCommand is a hand that runs subcommands.
type byCommand func(args ...string) (stdout string, err error)

func (run byCommand) create(name string) error {
	_, err := run("service-user", "create", "--org", "Acme", "--set", model.SetGuest, "--name", name)
	return err
}

func (run byCommand) generate(name string) (string, error) {
	out, err := run("token", "generate", "--org", "Acme", "--service-user", name, "--name", "t", "--show")
	return strings.TrimSpace(out), err
}

func (run byCommand) revoke(name string) error {
	_, err := run("token", "revoke", "t", "--org", "Acme", "--service-user", name)
	return err
}

// overSocket runs subcommands over the unix socket of whoever has the store, as
// root and its owner may without logging in.
func overSocket(client *gossh.Client) byCommand {
	return func(args ...string) (string, error) {
		s, err := client.NewSession()
		if err != nil {
			return "", err
		}
		defer s.Close()
		out, err := s.Output(strings.Join(args, " "))
		var exit *gossh.ExitError
		if errors.As(err, &exit) && exit.Signal() == "" && exit.ExitStatus() != exitUnavailable {
			return "", fmt.Errorf("%w: %v", errRefused, err)
		}
		return string(out), err
	}
}

// exitUnavailable is the exit code of a subcommand whose store does not answer.
const exitUnavailable = 5
