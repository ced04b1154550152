package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/spf13/cobra"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/cmd/internal/demo"
	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

func (c *call) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Open the screens on a small made-up world that is thrown away",
		Long: `Open the screens on a small made-up world: three organisations, twenty people,
eight service users, tokens in every state, groups, sites and items that two of
the organisations share, and two weeks of work with it all. The log-in says whom
to be. It is all in memory: nothing is written to the disk, and nothing is left
when you leave.

Press e on a token to have a request of it explained. Requests that are refused
each for another reason:

` + cases(),
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.demo(cmd.Context()) },
	}
}

// cases lists what is prepared to be explained.
func cases() string {
	var lines strings.Builder
	for _, c := range demo.Cases {
		line := c.Says
		switch {
		case c.Secret != "":
			line += ": " + c.Secret
		case c.Permission != "":
			line += fmt.Sprintf(": %s, %s, %s", c.Name, c.Permission, c.Item)
		}
		lines.WriteString(hanging("  ", "    ", strings.Fields(line)))
	}
	return lines.String()
}

func (c *call) demo(ctx context.Context) error {
	t, err := c.terminal()
	if err != nil {
		return err
	}
	d, err := openDemo(ctx)
	if err != nil {
		return err
	}
	err = c.run(ctx, t, func(s *kit.Session) (tea.Model, error) {
		s.Authority, s.LastEmail, s.LogInHint = d.Authority, demo.Email, demo.Hint
		return openScreens(s)
	})
	return errors.Join(err, d.Close())
}

// openDemo returns the made-up world as of now. From then on its clock is the
// machine's.
func openDemo(ctx context.Context) (*daemon.Daemon, error) {
	now := time.Now()
	clock := demo.NewClock(now.Add(-demo.Begins))
	o := model.Options{Clock: clock.Now, Hashing: demo.Hashing}
	return daemon.Temporary(ctx, o, func(ctx context.Context, a *model.Authority) error {
		defer clock.Run()
		return demo.Seed(ctx, a, clock, now)
	})
}
