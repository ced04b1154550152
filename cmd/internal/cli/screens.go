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
	client, d, dir, err := c.either(ctx)
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
	return errors.Join(c.embedded(ctx, t, d, dir), d.Close())
}

// either finds the latchkey that has the store, or opens the store. Another one
// may be about to listen.
func (c *call) either(ctx context.Context) (*attach.Client, *daemon.Daemon, string, error) {
	for until := time.Now().Add(2 * inUseWait); ; {
		client, err := c.dial(ctx)
		if client != nil || err != nil {
			return client, nil, "", err
		}
		d, dir, err := c.open(ctx)
		if !errors.Is(err, datadir.ErrInUse) || time.Now().After(until) {
			return nil, d, dir, err
		}
	}
}

// embedded runs the screens on the store that this process has, and serves its
// socket meanwhile.
func (c *call) embedded(ctx context.Context, t *terminal.Terminal, d *daemon.Daemon, dir string) error {
	others := c.serveSocket(ctx, d, dir)
	defer others.close()
	return c.run(ctx, t, d.Authority, func(s *kit.Session) {
		s.LastEmail, s.Remember = lastEmail(dir)
		s.QuitNote, s.Warning = others.note, d.Warning
	})
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

// run runs the screens until the person leaves. Prepare adds to the session what
// is known of the person beforehand.
func (c *call) run(ctx context.Context, t *terminal.Terminal, a *model.Authority, prepare func(*kit.Session)) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	s := kit.NewSession(ctx, t.Renderer())
	s.Authority = a
	s.Clipboard = t.Clipboard()
	s.Files = t.Files()
	s.Origin = c.origin()
	prepare(s)
	m, err := openScreens(s)
	if err != nil {
		return err
	}
	_, err = t.Run(ctx, m)
	return err
}

// openScreens returns the screens of a session, which are told of changes in the store
// until its context ends.
func openScreens(s *kit.Session) (tea.Model, error) {
	firstRun, err := s.Authority.NeedsSetUp(s.Context)
	if err != nil {
		return nil, err
	}
	changes, forget := s.Authority.Changes()
	context.AfterFunc(s.Context, forget)
	return ui.NewApp(s, firstRun, changes), nil
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
