package cli

import (
	"context"
	"log/slog"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/cmd/internal/sshserver"
	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// newServer returns the SSH door over a store: the screens, and the subcommands.
func newServer(d *daemon.Daemon, dir string, key gossh.Signer, log *slog.Logger) *sshserver.Server {
	return sshserver.New(sshserver.Options{
		Authority: d.Authority, HostKey: key, Log: log,
		Run: serving(d.Authority, machine{warning: d.Warning, troubles: func(ctx context.Context) []string {
			return append(d.Troubles(ctx), hostKeyTroubles(ctx, d.Authority, dir)...)
		}}),
		Screens: func(s *kit.Session, who sshserver.Caller) (tea.Model, error) {
			s.Warning = d.Warning
			return screensOf(s, who, dir)
		},
	})
}

// screensOf returns the screens for somebody at the other end of a connection.
func screensOf(s *kit.Session, who sshserver.Caller, dir string) (tea.Model, error) {
	switch {
	case who.LoggedIn():
		profile, err := s.Authority.WhoAmI(s.Context, who.Actor, who.Org)
		if err != nil {
			return nil, err
		}
		s.ActAs(who.Actor)
		s.Profile, s.CopyOnGenerate = profile, !profile.NoAutoCopy
	case who.Owner():
		s.LastEmail, s.Remember = lastEmail(dir)
	default:
		if empty, err := s.Authority.NeedsSetUp(s.Context); err != nil || empty {
			return nil, orNotSetUp(err)
		}
	}
	return openScreens(s)
}

// orNotSetUp is for whoever comes before the owner: the first run is not theirs.
func orNotSetUp(err error) error {
	if err != nil {
		return err
	}
	return &model.Error{Kind: model.KindNotFound, Message: "latchkey is not set up on this machine yet; its owner does that."}
}

// others are those who use the store that this process has for its own screens.
type others struct {
	server *sshserver.Server
	stop   context.CancelFunc
	done   chan struct{}
}

// serveSocket lets others in through the socket in the data directory. Where
// that cannot be, the person is alone: that is no reason to keep them out.
func (c *call) serveSocket(ctx context.Context, d *daemon.Daemon, dir string) *others {
	log := openLog(dir)
	key, err := sshserver.TemporaryHostKey()
	if err != nil {
		log.Warn("nobody else can be let in", "error", err)
		return &others{}
	}
	l, err := sshserver.ListenUnix(socketIn(dir), "")
	if err != nil {
		log.Warn("nobody else can be let in", "error", err)
		return &others{}
	}
	o := &others{server: newServer(d, dir, key, log), done: make(chan struct{})}
	ctx, o.stop = context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		defer close(o.done)
		if err := o.server.Serve(ctx, l); err != nil {
			log.Error("nobody else can be let in any more", "error", err)
		}
	}()
	return o
}

// note says what else quitting would end.
func (o *others) note() string {
	if o.server == nil || o.server.Sessions() == 0 {
		return ""
	}
	return counted(o.server.Sessions(), "other session is", "other sessions are") + " attached to this one, and would end with it."
}

// closeWithin is how long the others may take to be gone.
const closeWithin = 6 * time.Second

func (o *others) close() {
	if o.server == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), closeWithin)
	defer cancel()
	o.stop()
	_ = o.server.Shutdown(ctx) // what is left then ends with the process
	<-o.done
}
