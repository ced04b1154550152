package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/cmd/internal/terminal"
	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

// call is one call of a subcommand.
type call struct {
	env     Env
	dir     string
	keyFile string
	socket  string
	json    bool

	verifyAtOnce int64 // see daemon.Options

	follow bool             // it goes on until it is ended, and lets others at the store meanwhile
	lists  map[flagOf]names // what flags can be
}

// dataDir returns where the data lies.
func (c *call) dataDir() (string, error) {
	dir := c.dir
	if dir == "" {
		var err error
		if dir, err = datadir.Default(c.env.getenv, c.env.Home); err != nil {
			return "", err
		}
	}
	return filepath.Abs(dir)
}

// open opens the data directory for this process.
func (c *call) open(ctx context.Context) (*daemon.Daemon, string, error) {
	return c.openAccepting(ctx, nil)
}

// openAccepting is open, also for a store that is not the one that it was, when
// accept takes it.
func (c *call) openAccepting(ctx context.Context, accept daemon.Accept) (*daemon.Daemon, string, error) {
	held, err := c.hold(ctx, accept)
	if err != nil {
		return nil, "", err
	}
	d, err := openHeld(ctx, held)
	return d, held.Dir(), err
}

// hold takes the data directory for this process, without opening the store.
func (c *call) hold(ctx context.Context, accept daemon.Accept) (*daemon.Held, error) {
	if c.env.served != nil { // it has the store that it was called for
		return nil, &model.Error{Kind: model.KindForbidden, Message: "That is for the box itself."}
	}
	o, err := c.storeOptions()
	if err != nil {
		return nil, err
	}
	o.Accept = accept
	var held *daemon.Held
	err = soon(ctx, func() (err error) {
		held, err = daemon.Hold(o)
		return err
	})
	return held, err
}

// openHeld opens the store in a data directory that this process has. A new one
// gets its host key.
func openHeld(ctx context.Context, held *daemon.Held) (*daemon.Daemon, error) {
	d, err := held.Open(ctx)
	if err != nil {
		return nil, err
	}
	if err := makeHostKey(ctx, d.Authority, held.Dir()); err != nil {
		return nil, errors.Join(err, d.Discard())
	}
	return d, nil
}

// storeOptions says which store is meant.
func (c *call) storeOptions() (daemon.Options, error) {
	dir, err := c.dataDir()
	if err != nil {
		return daemon.Options{}, err
	}
	keyFile := c.keyFile
	if keyFile == "" {
		keyFile = c.env.getenv("LATCHKEY_KEY_FILE")
	}
	return daemon.Options{Dir: dir, KeyFile: keyFile, Log: openLog(dir), VerifyAtOnce: c.verifyAtOnce}, nil
}

// soon waits a moment for a store that somebody else has: a subcommand is done
// with it at once.
func soon(ctx context.Context, open func() error) error {
	for until := time.Now().Add(inUseWait); ; {
		err := open()
		if !errors.Is(err, datadir.ErrInUse) || time.Now().After(until) {
			return err
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return err
		}
	}
}

const inUseWait = time.Second

// act opens the data directory, finds out who acts, and runs fn.
func (c *call) act(ctx context.Context, fn func(*model.Authority, model.Actor) error) error {
	if c.env.served != nil {
		return c.actIn(ctx, c.env.served.authority, "this store", c.warned(ctx, c.env.served.warning, fn))
	}
	if err := c.mustExist(); err != nil {
		return err
	}
	d, dir, err := c.open(ctx)
	if err != nil {
		return err
	}
	fn = c.warned(ctx, d.Warning, fn)
	if c.follow {
		err = c.actBesideOthers(ctx, d, dir, fn)
	} else {
		err = c.actIn(ctx, d.Authority, dir, fn)
	}
	return errors.Join(err, d.Close())
}

// warned is fn after an operator was told on stderr what they have to know of the
// machine, as they are on the screens.
func (c *call) warned(ctx context.Context, warning func() string, fn func(*model.Authority, model.Actor) error) func(*model.Authority, model.Actor) error {
	return func(a *model.Authority, actor model.Actor) error {
		if text := warning(); text != "" && !c.completing() && isOperator(ctx, a, actor) {
			c.notice("%s", text)
		}
		return fn(a, actor)
	}
}

func isOperator(ctx context.Context, a *model.Authority, actor model.Actor) bool {
	if actor.User() == "" { // the one of the box
		return true
	}
	me, err := a.WhoAmI(ctx, actor, "")
	return err == nil && me.Operator
}

// actBesideOthers is actIn while the socket is served, for what takes as long as
// it likes.
func (c *call) actBesideOthers(ctx context.Context, d *daemon.Daemon, dir string, fn func(*model.Authority, model.Actor) error) error {
	others := c.serveSocket(ctx, d, dir)
	defer others.close()
	return c.actIn(ctx, d.Authority, dir, fn)
}

// mustExist keeps a mistyped directory from becoming a new, empty store.
func (c *call) mustExist() error {
	dir, err := c.dataDir()
	if err != nil {
		return err
	}
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		return nothingHere(dir)
	}
	return nil
}

func nothingHere(dir string) error {
	return &model.Error{Kind: model.KindNotFound, Message: "There is nothing in " + dir + " yet. Run latchkey for the first run, or latchkey init."}
}

func (c *call) actIn(ctx context.Context, a *model.Authority, dir string, fn func(*model.Authority, model.Actor) error) error {
	empty, err := a.NeedsSetUp(ctx)
	if err != nil {
		return err
	}
	if empty {
		return nothingHere(dir)
	}
	actor, err := c.actor(ctx, a, dir)
	if err != nil {
		return err
	}
	return fn(a, actor)
}

// actor returns who acts: the person of LATCHKEY_TOKEN, or for root and the
// owner of the data directory the operator (rule 11.7).
func (c *call) actor(ctx context.Context, a *model.Authority, dir string) (model.Actor, error) {
	if c.env.served != nil {
		return c.env.served.actor()
	}
	if secret := c.env.getenv("LATCHKEY_TOKEN"); secret != "" {
		actor, _, err := a.LogInWithToken(ctx, model.NewSecret(secret), c.here())
		return actor, err
	}
	return c.boxOperator(dir)
}

// boxOperator returns the operator that root and the owner of the data directory
// are on the box itself.
func (c *call) boxOperator(dir string) (model.Actor, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return model.Actor{}, &model.Error{Kind: model.KindUnavailable, Message: "The data directory cannot be read.", Err: err}
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if uid := os.Getuid(); uid != 0 && (!ok || uint32(uid) != owner.Uid) {
		return model.Actor{}, mustLogIn()
	}
	return model.SystemOperator(osUser(), c.here()), nil
}

// here says where a call comes from.
func (c *call) here() model.Origin {
	if c.env.served != nil {
		return c.env.served.command.Caller.Origin
	}
	return model.Origin{Address: "this box", Agent: "latchkey"}
}

func osUser() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return fmt.Sprintf("uid %d", os.Getuid())
}

func mustLogIn() error {
	return &model.Error{Kind: model.KindForbidden,
		Message: "Only root and the owner of the data directory act without logging in. Put a user API token into LATCHKEY_TOKEN."}
}

// asks reports whether secrets are asked for on a terminal.
func (c *call) asks() bool {
	if c.env.served != nil {
		return c.env.served.command.Prompt != nil
	}
	_, ok := onTerminal(c.env.Stdin)
	return ok
}

// secret reads a secret: from a prompt without echo on a terminal, else the
// first line of stdin.
func (c *call) secret(prompt string) (model.Secret, error) {
	if c.env.served != nil && c.asks() {
		return c.env.served.command.Prompt(prompt)
	}
	if f, ok := onTerminal(c.env.Stdin); ok {
		text, err := terminal.AskSecret(f, c.env.Stderr, prompt+": ")
		if err != nil {
			return model.Secret{}, &model.Error{Kind: model.KindInvalid, Message: "Nothing was typed.", Err: err}
		}
		return model.NewSecret(text), nil
	}
	text, err := bufio.NewReader(io.LimitReader(c.env.Stdin, 4096)).ReadString('\n')
	if err != nil && err != io.EOF {
		return model.Secret{}, &model.Error{Kind: model.KindInvalid, Message: "Stdin could not be read.", Err: err}
	}
	text = strings.TrimRight(text, "\r\n")
	if text == "" {
		return model.Secret{}, usageError{fmt.Errorf("the %s is expected on stdin, and nothing came", strings.ToLower(prompt))}
	}
	return model.NewSecret(text), nil
}

// toTerminal reports whether what is written to stdout is seen on a terminal.
func (c *call) toTerminal() bool {
	if c.env.served != nil {
		return c.env.served.command.Terminal
	}
	_, ok := onTerminal(c.env.Stdout)
	return ok
}

// mayShow refuses to write a secret to a terminal, or to what may be one, unless
// the person asked for it: it would stay in the scrollback (rule 4.4).
func (c *call) mayShow(show bool) error {
	switch {
	case show:
		return nil
	case c.toTerminal():
		return usageError{errors.New("the secret would stay in your terminal's scrollback; send stdout to a file or a program, or say --show")}
	case c.env.served != nil && c.env.served.command.Unseen:
		return usageError{errors.New("over ssh it cannot be seen whether stdout is your terminal, whose scrollback would keep the secret; send it to a file or a program, and say --show")}
	}
	return nil
}

// onTerminal returns the terminal that a stream is, if it is one.
func onTerminal(stream any) (*os.File, bool) {
	f, ok := stream.(*os.File)
	return f, ok && term.IsTerminal(int(f.Fd()))
}
