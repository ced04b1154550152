package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) activityAcceptOlder() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "accept-older [--yes]",
		Short: "Go on with a store that was put back to an older day (on the box)",
		Long: `Beside the store latchkey keeps which entry of the activity log was the last. A
store that was put back to an older day does not open then: what was done since is
undone, and tokens that were revoked are good again. When that is what you want,
this goes on from there, and the activity log tells of it.

It is for root and the owner of the data directory, on the box itself. On a terminal
it asks first; a script says --yes.`,
		Args:        noArgs,
		Annotations: map[string]string{onTheBox: ""},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "yes, go on with the older store")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return c.acceptOlder(cmd.Context(), yes) }
	return cmd
}

// acceptOlder does not go through act: to find out who acts can change the store,
// and to log in with a token that may be a revoked one.
func (c *call) acceptOlder(ctx context.Context, yes bool) error {
	if c.env.getenv("LATCHKEY_TOKEN") != "" {
		return &model.Error{Kind: model.KindForbidden,
			Message: "A token cannot accept an older store: there it may be one that was revoked since. Unset LATCHKEY_TOKEN."}
	}
	if err := c.mustExist(); err != nil {
		return err
	}
	dir, err := c.dataDir()
	if err != nil {
		return err
	}
	actor, err := c.boxOperator(dir)
	if err != nil {
		return err
	}
	accepted := false
	d, _, err := c.openAccepting(ctx, func(ctx context.Context, a *model.Authority, was model.Head, facts string) error {
		if err := c.confirm(ctx, facts, goOnAsItIs, yes); err != nil {
			return err
		}
		accepted = true
		return a.AcceptOlder(ctx, actor, was)
	})
	if err != nil {
		return err
	}
	if err := d.Close(); err != nil {
		return err
	}
	if !accepted {
		return &model.Error{Kind: model.KindConflict, Message: "The store in " + dir + " is no older than it was; there is nothing to accept."}
	}
	c.notice("Accepted. The store in %s goes on from here, and the activity log tells of it.", dir)
	return nil
}

// question is what confirm asks: on a terminal, and what --yes is for elsewhere.
type question struct{ asked, flag string }

var goOnAsItIs = question{
	asked: "What was done since is undone. Type yes to go on with the store as it is: ",
	flag:  "To go on with it as it is, say --yes",
}

// confirm says the facts and asks whether to go on.
func (c *call) confirm(ctx context.Context, facts string, q question, yes bool) error {
	if yes {
		c.notice("%s", facts)
		return nil
	}
	stdin, ok := onTerminal(c.env.Stdin)
	if !ok {
		return usageError{fmt.Errorf("%s %s", facts, q.flag)}
	}
	c.notice("%s", facts)
	fmt.Fprint(c.env.Stderr, q.asked)
	if answer, err := readLine(ctx, stdin); err != nil {
		return err
	} else if !strings.EqualFold(strings.TrimSpace(answer), "yes") {
		c.notice("Nothing was changed.")
		return exitError(exitFailed)
	}
	return nil
}

// readLine reads a line, and gives up when ctx ends.
func readLine(ctx context.Context, from io.Reader) (string, error) {
	type reply struct {
		line string
		err  error
	}
	got := make(chan reply, 1)
	go func() {
		line, err := bufio.NewReader(io.LimitReader(from, 4096)).ReadString('\n')
		got <- reply{line, err}
	}()
	select {
	case <-ctx.Done():
		return "", &model.Error{Kind: model.KindUnavailable, Message: "That was cancelled; nothing was changed.", Err: ctx.Err()}
	case r := <-got:
		if r.err != nil && !errors.Is(r.err, io.EOF) {
			return "", &model.Error{Kind: model.KindInvalid, Message: "Nothing was typed.", Err: r.err}
		}
		return r.line, nil
	}
}
