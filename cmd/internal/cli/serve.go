package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"

	"github.com/spf13/cobra"
	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/cmd/internal/attach"
	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/cmd/internal/httpapi"
	"example.com/latchkey/cmd/internal/sshserver"
	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

// serveVerifies is how much of the store's files, in bytes, is read through before
// gateways are answered from them: on a small machine, two seconds' worth. The
// screens do not wait for that.
const serveVerifies = 1 << 30

// serveFlags say where latchkey listens.
type serveFlags struct {
	ssh   addresses
	group string
	http  httpServe
}

func (c *call) serveCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve [--ssh ADDRESS] [--http ADDRESS] [--socket PATH [--socket-group GROUP]]",
		Short: "Keep the store open for several people at once",
		Long: `Keep the store open, and let people and programs in until SIGTERM: on this
machine through a socket, where latchkey and its subcommands find it by
themselves, and with --ssh from elsewhere:

  latchkey serve --ssh :2222
  ssh -p 2222 ada@acme.example@box              the screens
  ssh -p 2222 ada@acme.example@box token list --org Acme --json

People log in by their password, or by a key that they registered in My profile.
With --http it answers gateways whether a token is good:

  latchkey serve --http 127.0.0.1:8080
  curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/v1/verify

SIGHUP reads the certificate of --tls-cert again.

All there is lies in the data directory, --data, but for a key file that --key-file
puts elsewhere. To move a store, or to put a restored one in its place: stop
latchkey, move the directory, and start latchkey where it is then. A store that is
older than the one that was there does not open before latchkey activity
accept-older has said what that undoes.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.serve(cmd.Context(), f) },
	}
	cmd.Flags().Var(&f.ssh, "ssh", "listen for SSH on this `address`, as in :2222 (may be given several times)")
	cmd.Flags().StringVar(&f.group, "socket-group", "", "let the members of this `group` use --socket")
	f.http.httpFlags(cmd)
	if c.completing() && c.env.served == nil { // cobra keeps it
		_ = cmd.RegisterFlagCompletionFunc("socket-group", groupsHere)
	}
	c.complete(cmd, "org", c.orgNames)
	return cmd
}

// groupsHere completes the groups of this machine, where a file lists them.
func groupsHere(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	text, _ := os.ReadFile("/etc/group") // none are offered
	var found []string
	for line := range strings.Lines(string(text)) {
		if name, _, ok := strings.Cut(line, ":"); ok && strings.HasPrefix(name, typed) {
			found = append(found, name)
		}
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

func (c *call) serve(ctx context.Context, f serveFlags) error {
	if f.group != "" && c.socketPath() == "" {
		return usageError{errors.New("--socket-group needs --socket: the data directory is its owner's alone")}
	}
	c.verifyAtOnce = serveVerifies
	d, dir, err := c.open(ctx)
	if errors.Is(err, datadir.ErrInUse) {
		return c.servedAlready(ctx, err)
	}
	if err != nil {
		return err
	}
	doors, err := c.doors(ctx, d, dir, f)
	if err == nil {
		err = d.Serve(ctx, doors...)
	}
	return errors.Join(err, d.Close())
}

// servedAlready says what to do instead of serving a store that another process
// has: to serve it is not the way out then.
func (c *call) servedAlready(ctx context.Context, inUse error) error {
	facts, _ := strings.CutSuffix(model.Sentence(inUse), datadir.WayOut)
	wayOut := "End that one first."
	if dir, err := c.dataDir(); err == nil {
		if client, err := attach.Dial(ctx, socketIn(dir)); client != nil && err == nil {
			_ = client.Close()
			wayOut = "It is served already: `latchkey` and its subcommands join by themselves. To serve it otherwise, end that one first."
		}
	}
	return &model.Error{Kind: model.KindUnavailable, Message: facts + wayOut, Err: inUse}
}

// doors opens the ways in. On an error none is open.
func (c *call) doors(ctx context.Context, d *daemon.Daemon, dir string, f serveFlags) ([]daemon.Door, error) {
	fresh, err := d.Authority.NeedsSetUp(ctx)
	if err != nil {
		return nil, err
	}
	key, err := hostKey(dir, fresh, len(f.ssh) > 0)
	if err != nil {
		return nil, err
	}
	door := &sshDoor{server: newServer(d, dir, key, c.serveLog())}
	err = door.listen(c.sockets(dir, f), f.ssh)
	if err != nil {
		return nil, errors.Join(err, door.Shutdown(ctx))
	}
	web, err := c.httpDoor(ctx, d, dir, door, f)
	if err != nil {
		return nil, errors.Join(err, door.Shutdown(ctx))
	}
	reloadOnHangup(ctx, web, c.serveLog())
	c.announce(door, key, f)
	if fresh {
		c.notice("There is nothing in %s yet. Run latchkey, or latchkey init, on this machine to set it up.", dir)
	}
	if web == nil {
		return []daemon.Door{door}, nil
	}
	c.announceHTTP(web, f.http)
	return []daemon.Door{door, web}, nil
}

// httpDoor opens the HTTP door with the figures that it tells Prometheus; nil
// without --http.
func (c *call) httpDoor(ctx context.Context, d *daemon.Daemon, dir string, door *sshDoor, f serveFlags) (*httpapi.Server, error) {
	f.http.sessions = door.server.Sessions
	f.http.activeTokens = activeTokens(context.WithoutCancel(ctx), d.Authority)
	f.http.storeSize = storeSize(dir)
	return f.http.httpDoor(ctx, d.Authority, model.SystemOperator(osUser(), c.here()), c.serveLog())
}

// announceHTTP says where gateways ask, and what is dangerous about it.
func (c *call) announceHTTP(web *httpapi.Server, f httpServe) {
	for _, url := range web.Addresses() {
		fmt.Fprintf(c.env.Stdout, "listening on %s\n", model.Printable(url))
	}
	if f.insecure && f.cert == "" && httpapi.CheckPlain(f.address, false) != nil {
		c.notice("WARNING: HTTP without TLS is open beyond this machine. Tokens cross the network in clear, unless something in front speaks TLS.")
	}
}

// socket is where latchkey listens on the machine itself.
type socket struct{ path, group string }

func (c *call) sockets(dir string, f serveFlags) []socket {
	list := []socket{{path: socketIn(dir)}}
	if path := c.socketPath(); path != "" && path != list[0].path {
		list = append(list, socket{path, f.group})
	}
	return list
}

func (c *call) serveLog() *slog.Logger {
	return slog.New(slog.NewTextHandler(c.env.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo}))
}

// announce says where latchkey listens, and what is dangerous about it.
func (c *call) announce(door *sshDoor, key gossh.Signer, f serveFlags) {
	for _, l := range door.listeners {
		fmt.Fprintf(c.env.Stdout, "listening on %s\n", model.Printable(l.Addr().Network()+" "+l.Addr().String()))
	}
	if len(f.ssh) == 0 {
		return
	}
	fmt.Fprintf(c.env.Stdout, "host key %s\n", gossh.FingerprintSHA256(key.PublicKey()))
	for _, l := range door.listeners {
		if a, ok := l.Addr().(*net.TCPAddr); ok && a.IP.IsUnspecified() {
			c.notice("WARNING: SSH listens on ALL addresses of this machine (port %d). Whoever can reach one can try to log in; name an address to keep to it, as in --ssh 10.0.0.5:%d.", a.Port, a.Port)
		}
	}
}

// sshDoor is the SSH server with its listeners.
type sshDoor struct {
	server    *sshserver.Server
	listeners []net.Listener
}

var _ daemon.Door = (*sshDoor)(nil)

func (s *sshDoor) listen(sockets []socket, addresses []string) error {
	for _, one := range sockets {
		l, err := sshserver.ListenUnix(one.path, one.group)
		if err != nil {
			return err
		}
		s.listeners = append(s.listeners, l)
	}
	for _, address := range addresses {
		l, err := sshserver.Listen(address)
		if err != nil {
			return err
		}
		s.listeners = append(s.listeners, l)
	}
	return nil
}

// Serve serves every listener until ctx is done or one of them fails.
func (s *sshDoor) Serve(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error)
	for _, l := range s.listeners {
		go func() { ended <- s.server.Serve(ctx, l) }()
	}
	var errs []error
	for range s.listeners {
		errs = append(errs, <-ended)
		stop()
	}
	return errors.Join(errs...)
}

// Shutdown ends the sessions, with a word to those on the screens.
func (s *sshDoor) Shutdown(ctx context.Context) error {
	for _, l := range s.listeners {
		_ = l.Close()
	}
	return s.server.Shutdown(ctx)
}
