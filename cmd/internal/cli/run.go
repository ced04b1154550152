package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// Env is all that a call depends on.
type Env struct {
	Args    []string // without the program's name
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Environ []string
	Home    string // the person's home directory, for the default data directory

	served *served // in the process that has the store, for somebody elsewhere; nil on the person's own machine
}

// FromProcess returns the Env of this process.
func FromProcess() Env {
	home, _ := os.UserHomeDir() // none is said when it is needed
	return Env{Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Environ: os.Environ(), Home: home}
}

func (e Env) getenv(name string) string {
	for _, entry := range e.Environ {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}

// The exit codes.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitDenied      = 3
	exitNotFound    = 4
	exitUnavailable = 5
	exitSome        = 10 // the yes of token due

	exitInterrupted = 130 // as shells tell of SIGINT
)

// usageError is a mistake in the call itself.
type usageError struct{ error }

// exitError ends a call with a code and nothing further to say.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// Run runs one call and returns its exit code.
func Run(ctx context.Context, env Env) int {
	root := newRoot(env)
	root.SetArgs(env.Args)
	ctx, stop := endOnHangup(ctx, root, env)
	defer stop()
	err := root.ExecuteContext(ctx)
	code := exitCode(err)
	if silent := exitError(0); err != nil && !errors.As(err, &silent) {
		env.say("latchkey: " + sentence(err))
	}
	return code
}

// endOnHangup ends a call with the terminal that it was typed on. To a daemon the
// signal says something else, and a call for somebody elsewhere has its own end.
func endOnHangup(ctx context.Context, root *cobra.Command, env Env) (context.Context, context.CancelFunc) {
	if cmd, _, err := root.Find(env.Args); env.served != nil || err == nil && cmd.Name() == "serve" {
		return context.WithCancel(ctx)
	}
	return signal.NotifyContext(ctx, syscall.SIGHUP)
}

func sentence(err error) string {
	if usage := (usageError{}); errors.As(err, &usage) {
		return usage.Error() + ". See latchkey --help."
	}
	return model.Sentence(err)
}

func exitCode(err error) int {
	var code exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &usageError{}):
		return exitUsage
	}
	switch model.KindOf(err) {
	case model.KindInvalid:
		return exitUsage
	case model.KindForbidden, model.KindUnauthenticated:
		return exitDenied
	case model.KindNotFound:
		return exitNotFound
	case model.KindUnavailable:
		return exitUnavailable
	}
	return exitFailed
}

// newRoot returns the tree of commands for one call.
func newRoot(env Env) *cobra.Command {
	c := &call{env: env}
	root := &cobra.Command{
		Use:   "latchkey",
		Short: "API tokens of your organisations, in the terminal",
		Long: `latchkey keeps the API tokens of organisations: people and service users, what
they may do, and what was done with them. Without a subcommand it opens the
screens; the first time it asks three questions and you are in.

To move a store, or to go back to a backup: stop latchkey, move the data directory,
and start; see latchkey serve --help and latchkey restore --help.

Exit codes: 0 done, 1 failed, 2 the call is wrong, 3 denied, 4 not found, 5 the
store cannot be had, 10 the yes of token due, 130 a bench that was interrupted.`,
		Args:          noArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return c.screens(cmd.Context()) },
	}
	root.SetIn(env.Stdin)
	root.SetOut(c.stdout())
	root.SetErr(env.Stderr)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { // cobra checks them again, but its error is no usageError
		if err := cmd.ValidateFlagGroups(); err != nil {
			return usageError{err}
		}
		if err := c.attach(cmd); err != nil || !c.completing() {
			return err
		}
		return c.completeValue(cmd)
	}
	root.SetFlagErrorFunc(flagError)
	c.storeFlags(root)
	root.AddCommand(c.initCommand(), c.orgCommand(), c.userCommand(), c.serviceUserCommand(), c.permissionSetCommand(),
		c.groupCommand(), c.siteCommand(), c.itemCommand(), c.grantCommand(), c.tokenCommand(), c.explainCommand(),
		c.seatsCommand(), c.activityCommand(), c.backupCommand(), c.restoreCommand(), c.doctorCommand(), c.demoCommand(),
		c.serveCommand(), c.benchCommand(), versionCommand())
	c.keepOffered(root)
	addBuiltIns(root)
	setHelp(root)
	return root
}

// storeFlags adds the flags that say which store is meant. Somebody elsewhere
// has no say in that; on this machine the flags have been followed already.
func (c *call) storeFlags(root *cobra.Command) {
	if c.env.served != nil && !c.env.served.local() {
		return
	}
	root.PersistentFlags().StringVar(&c.dir, "data", "", "the data `directory` (default $LATCHKEY_DATA, else latchkey in the XDG data home)")
	root.PersistentFlags().StringVar(&c.keyFile, "key-file", "", "the key `file` (default $LATCHKEY_KEY_FILE, else key in the data directory)")
	root.PersistentFlags().StringVar(&c.socket, "socket", "", "the `socket` of a latchkey that runs (default $LATCHKEY_SOCKET, else the one in the data directory)")
}

func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if cmd.HasSubCommands() {
		return usageError{fmt.Errorf("there is no command %q", strings.TrimPrefix(cmd.CommandPath()+" ", "latchkey ")+args[0])}
	}
	return usageError{fmt.Errorf("%s takes no arguments", cmd.CommandPath())}
}

func oneArg(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usageError{fmt.Errorf("%s takes one argument: %s", cmd.CommandPath(), what)}
		}
		return nil
	}
}

// group returns a command that only holds others.
func group(use, short string, commands ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{Use: use, Short: short, Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(commands...)
	return cmd
}

// require makes flags that a command cannot do without.
func require(cmd *cobra.Command, names ...string) {
	check := cmd.Args
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		for _, name := range names {
			if f := cmd.Flags().Lookup(name); f != nil && f.Value.String() == "" {
				return usageError{fmt.Errorf("%s needs --%s", cmd.CommandPath(), name)}
			}
		}
		if check == nil {
			return noArgs(cmd, args)
		}
		return check(cmd, args)
	}
}
