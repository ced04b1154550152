package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"example.com/latchkey/cmd/internal/terminal"
	"example.com/latchkey/model"
	"example.com/latchkey/ui"
	"example.com/latchkey/ui/kit"
)

// screens opens the screens on this process's terminal.
func (c *call) screens(ctx context.Context) error {
	t, err := c.terminal()
	if err != nil {
		return err
	}
	d, dir, err := c.open(ctx)
	if err != nil {
		return err
	}
	known := func(s *kit.Session) { s.LastEmail, s.Remember = lastEmail(dir) }
	return errors.Join(c.run(ctx, t, d.Authority, known), d.Close())
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
	firstRun, err := a.NeedsSetUp(ctx)
	if err != nil {
		return err
	}
	changes, forget := a.Changes()
	defer forget()
	s := kit.NewSession(ctx, t.Renderer())
	s.Authority = a
	s.Clipboard = t.Clipboard()
	s.Files = t.Files()
	s.Origin = c.origin()
	prepare(s)
	_, err = t.Run(ctx, ui.NewApp(s, firstRun, changes))
	return err
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
