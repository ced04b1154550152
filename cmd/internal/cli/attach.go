package cli

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"example.com/latchkey/cmd/internal/attach"
	"example.com/latchkey/model"
)

// socketName is the socket in the data directory, and runSocket where the one of
// a box with several admins lies.
const (
	socketName = "latchkey.sock"
	runSocket  = "/run/latchkey/latchkey.sock"
)

// attach runs a subcommand in the process that has the store, when there is one.
// The error is then the exit code, be it 0.
func (c *call) attach(cmd *cobra.Command) error {
	if c.env.served != nil || !attaches(cmd) {
		return nil
	}
	if c.completing() {
		return c.completeThere(cmd)
	}
	client, err := c.dial(cmd.Context())
	if client == nil || err != nil {
		return err
	}
	code, err := client.Run(cmd.Context(), c.streams(), c.env.Args)
	if c.follow && cmd.Context().Err() != nil { // to be ended is how that ends
		return exitError(exitOK)
	}
	if err != nil {
		return err
	}
	return exitError(code)
}

// asksForNames reports whether a completion is about something in the store. The
// commands themselves this process knows best.
func (c *call) asksForNames(root *cobra.Command) bool {
	words := c.env.Args[1:]
	if len(words) < 2 || c.env.getenv("LATCHKEY_TOKEN") != "" {
		return false
	}
	typed, before := words[len(words)-1], words[len(words)-2]
	cmd, _, err := root.Find(words[:len(words)-1])
	if err != nil || cmd == root || !attaches(cmd) {
		return false
	}
	return !cmd.HasSubCommands() || strings.HasPrefix(typed, "-") || strings.HasPrefix(before, "-")
}

// completeThere asks the latchkey that has the store, when there is one that
// answers whoever presses tab without a question. The error is then the exit
// code.
func (c *call) completeThere(cmd *cobra.Command) error {
	c.dir, c.socket = flagIn(c.env.Args, "data"), flagIn(c.env.Args, "socket")
	if !c.asksForNames(cmd.Root()) {
		return nil
	}
	client, err := c.dial(cmd.Context())
	if client == nil || err != nil {
		return nil // what can be completed without the store still is
	}
	s := c.streams()
	s.Stdin = strings.NewReader("")
	if code, err := client.Run(cmd.Context(), s, c.env.Args); err == nil {
		return exitError(code)
	}
	return nil
}

// attaches reports whether a command is one that works on the store for whoever
// has it.
func attaches(cmd *cobra.Command) bool {
	if strings.HasPrefix(cmd.Name(), cobra.ShellCompRequestCmd) {
		return true
	}
	if isOnTheBox(cmd) {
		return false
	}
	for cmd.HasParent() && cmd.Parent().HasParent() {
		cmd = cmd.Parent()
	}
	name := cmd.Name()
	if name == "backup" { // it attaches by itself: the file that it writes is here
		return false
	}
	return name == "init" || name != "help" && name != "version" && slices.Contains(offered, name)
}

// flagIn returns the value of a flag among arguments that are not parsed yet.
func flagIn(args []string, name string) string {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--"+name+"="); ok {
			return value
		}
		if arg == "--"+name && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

func (c *call) streams() attach.Streams {
	return attach.Streams{Stdin: c.env.Stdin, Stdout: c.env.Stdout, Stderr: c.env.Stderr, Environ: c.env.Environ}
}

// dial connects to the latchkey that has the store; nil when there is none.
func (c *call) dial(ctx context.Context) (*attach.Client, error) {
	if path := c.socketPath(); path != "" {
		client, err := attach.Dial(ctx, path)
		if client == nil && err == nil {
			err = &model.Error{Kind: model.KindUnavailable, Message: "No latchkey listens on " + path + ". Start one with latchkey serve, or leave --socket out."}
		}
		return client, err
	}
	dir, err := c.dataDir()
	if err != nil {
		return nil, err
	}
	client, err := attach.Dial(ctx, socketIn(dir))
	if client != nil || err != nil && !errors.Is(err, fs.ErrPermission) { // that, opening the directory says better
		return client, err
	}
	if !c.ownStore() {
		return attach.Dial(ctx, runSocket)
	}
	return nil, nil
}

func (c *call) socketPath() string {
	if c.socket != "" {
		return c.socket
	}
	return c.env.getenv("LATCHKEY_SOCKET")
}

// ownStore reports whether the person means a store of their own: they named one,
// or have one.
func (c *call) ownStore() bool {
	return c.dir != "" || c.env.getenv("LATCHKEY_DATA") != "" || c.hasStore()
}

// socketIn returns where the process that has the store in dir listens.
func socketIn(dir string) string { return filepath.Join(dir, socketName) }
