package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"example.com/latchkey/cmd/internal/sshserver"
	"example.com/latchkey/model"
)

// served is what a call works on that runs in the process which has the store,
// for somebody at the other end of a connection.
type served struct {
	machine
	authority *model.Authority
	command   sshserver.Command
}

// machine is what the process that has the store knows beyond it.
type machine struct {
	troubles func(context.Context) []string // with what lies beside the store
	warning  func() string                  // of the disk, as daemon.Warning has it
}

// local reports whether the other end is on this machine.
func (s *served) local() bool { return s.command.Caller.Peer != nil }

// actor returns who acts: who logged in, or on this machine root and the owner of
// the store as operators (rule 11.7).
func (s *served) actor() (model.Actor, error) {
	who := s.command.Caller
	switch {
	case who.LoggedIn():
		return who.Actor, nil
	case who.Owner():
		return model.SystemOperator(who.OSUser(), who.Origin), nil
	}
	return model.Actor{}, mustLogIn()
}

// offered are the commands that the process with the store runs for others. What
// is not in it belongs to the machine: it names files there, or is about the
// process itself.
var offered = []string{
	"org", "user", "service-user", "permission-set", "token", "group", "site", "item", "grant", "explain",
	"activity", "seats", "backup", "doctor", "help", "version",
}

// onTheBox marks a command within an offered one that is for this process alone.
const onTheBox = "on the box"

func isOnTheBox(cmd *cobra.Command) bool {
	_, marked := cmd.Annotations[onTheBox]
	return marked
}

// keepOffered takes the commands away that a call from elsewhere does not get.
func (c *call) keepOffered(root *cobra.Command) {
	s := c.env.served
	if s == nil {
		return
	}
	for _, cmd := range root.Commands() {
		setsUp := cmd.Name() == "init" && s.command.Caller.Owner()
		if !setsUp && !slices.Contains(offered, cmd.Name()) {
			root.RemoveCommand(cmd)
		}
		for _, below := range cmd.Commands() {
			if isOnTheBox(below) {
				cmd.RemoveCommand(below)
			}
		}
	}
	root.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() } // the screens are no command
}

// serving returns what runs the subcommands of others.
func serving(a *model.Authority, m machine) func(context.Context, sshserver.Command) int {
	return func(ctx context.Context, command sshserver.Command) int {
		return Run(ctx, Env{
			Args: command.Args, Stdin: command.Stdin, Stdout: command.Stdout, Stderr: command.Stderr,
			served: &served{authority: a, machine: m, command: command},
		})
	}
}

// withNew runs fn on the store, which may be new: of one that fn fails on nothing
// is left.
func (c *call) withNew(ctx context.Context, fn func(*model.Authority) error) error {
	if c.env.served != nil {
		return fn(c.env.served.authority)
	}
	d, _, err := c.open(ctx)
	if err != nil {
		return err
	}
	if err := fn(d.Authority); err != nil {
		return errors.Join(err, d.Discard())
	}
	return d.Close()
}
