package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/cmd/internal/attach"
	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/cmd/internal/terminal"
	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
	"example.com/latchkey/ui"
	"example.com/latchkey/ui/kit"
)

// screens opens the screens on this process's terminal: those of the latchkey
// that has the store already, else its own.
func (c *call) screens(ctx context.Context) error {
	t, err := c.terminal()
	if err != nil {
		return err
	}
	client, held, err := c.either(ctx)
	if err != nil {
		return err
	}
	if client != nil {
		code, err := client.Screens(ctx, c.streams())
		if err != nil {
			return err
		}
		return exitError(code)
	}
	return c.embedded(ctx, t, held)
}

// either finds the latchkey that has the store, or takes the data directory.
// Another one may be about to listen.
func (c *call) either(ctx context.Context) (*attach.Client, *daemon.Held, error) {
	for until := time.Now().Add(2 * inUseWait); ; {
		client, err := c.dial(ctx)
		if client != nil || err != nil {
			return client, nil, err
		}
		held, err := c.hold(ctx, nil)
		if !errors.Is(err, datadir.ErrInUse) || time.Now().After(until) {
			return nil, held, err
		}
	}
}

// embedded runs the screens on the store of this process, and serves its socket
// meanwhile. A store that was in use before is opened behind the log-in. Of any
// other one it has to be known first whether there is anybody to log in.
func (c *call) embedded(ctx context.Context, t *terminal.Terminal, held *daemon.Held) error {
	o := c.beginOpening(ctx, held)
	screens := o.screensAhead
	if !held.WasUsed() {
		if err := o.wait(); err != nil {
			return err
		}
		screens = o.screens
	}
	err := c.run(ctx, t, func(s *kit.Session) (tea.Model, error) {
		s.LastEmail, s.Remember = lastEmail(held.Dir())
		s.QuitNote, s.Warning = o.note, o.warning
		return screens(s), nil
	})
	return errors.Join(err, o.close())
}

// terminal returns this process's terminal.
func (c *call) terminal() (*terminal.Terminal, error) {
	in, _ := c.env.Stdin.(*os.File)
	out, _ := c.env.Stdout.(*os.File)
	if in == nil || out == nil {
		return nil, &model.Error{Kind: model.KindInvalid, Message: "latchkey needs a terminal for its screens; for scripts use the subcommands: latchkey --help"}
	}
	return terminal.Open(in, out, c.env.Environ)
}

// run runs the screens until the person leaves.
func (c *call) run(ctx context.Context, t *terminal.Terminal, screens func(*kit.Session) (tea.Model, error)) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	s := kit.NewSession(ctx, t.Renderer())
	s.Clipboard = t.Clipboard()
	s.Files = t.Files()
	s.Origin = c.origin()
	m, err := screens(s)
	if err != nil {
		return err
	}
	_, err = t.Run(ctx, m)
	return err
}

// openScreens returns the screens of a session on its Authority.
func openScreens(s *kit.Session) (tea.Model, error) {
	firstRun, err := s.Authority.NeedsSetUp(s.Context)
	if err != nil {
		return nil, err
	}
	return ui.NewApp(s, firstRun, changesFor(s.Context, s.Authority)), nil
}

// changesFor tells of changes in the store until ctx ends.
func changesFor(ctx context.Context, a *model.Authority) <-chan struct{} {
	changes, forget := a.Changes()
	context.AfterFunc(ctx, forget)
	return changes
}

// origin says where the person at this terminal comes from: the address of
// their SSH client, where there is one.
func (c *call) origin() model.Origin {
	if from, _, ok := strings.Cut(c.env.getenv("SSH_CONNECTION"), " "); ok {
		return model.Origin{Address: from, Agent: "latchkey over ssh"}
	}
	return model.Origin{Address: "this box", Agent: "latchkey"}
}

// lastEmail returns who logged in last on this data directory, and what keeps
// that for the next time.
func lastEmail(dir string) (string, func(string)) {
	path := filepath.Join(dir, "last-email")
	text, _ := os.ReadFile(path) // nobody yet
	email, err := model.CleanEmail(string(text))
	if err != nil {
		email = ""
	}
	return email, func(email string) {
		_ = os.WriteFile(path, []byte(email+"\n"), 0o600) // a convenience, no more
	}
}
