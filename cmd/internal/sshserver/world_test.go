package sshserver

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/vt"
	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/storetest"
	"example.com/latchkey/ui"
	"example.com/latchkey/ui/kit"
)

const password = "a horse on the moon"

var system = model.SystemOperator("root", model.Origin{Address: "terminal"})

// world is a server over a real store, with Ada the administrator and Bob.
type world struct {
	*model.Authority
	t        testing.TB
	server   *Server
	tcp      string
	socket   string
	host     gossh.Signer
	acme     model.OrgID
	ada, bob model.Actor
	run      func(context.Context, Command) int
	screens  func(*kit.Session, Caller) (tea.Model, error)
	shutdown sync.Once
}

func newWorld(t testing.TB, l Limits) *world {
	t.Helper()
	w := &world{t: t}
	var err error
	w.Authority, err = model.New(t.Context(), storetest.Memory(t), model.Options{
		Pepper: bytes.Repeat([]byte("p"), 32), LogChain: bytes.Repeat([]byte("c"), 32),
		Hashing: model.HashCost{Memory: 8, Passes: 1, Threads: 1},
	})
	w.must(err)
	w.ada, w.acme, err = w.SetUp(t.Context(), model.SetUpRequest{
		Org: "Acme", Name: "Ada Ashby", Email: "ada@acme.example", Password: model.NewSecret(password),
	}, model.Origin{Address: "terminal"})
	w.must(err)
	w.bob = w.person("bob@acme.example", "Bob Birch")
	w.serve(l)
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// set returns the id of one of Acme's permission sets.
func (w *world) set(name string) model.SetID {
	w.t.Helper()
	sets, err := w.PermissionSets(w.t.Context(), system, w.acme)
	w.must(err)
	for _, set := range sets {
		if set.Name == name {
			return set.ID
		}
	}
	w.t.Fatalf("there is no set %s", name)
	return ""
}

// code adds somebody to Acme and returns their one-time code.
func (w *world) code(email, name string) model.Secret {
	w.t.Helper()
	_, code, err := w.AddMember(w.t.Context(), system, w.acme, model.MemberRequest{Email: email, Name: name, Set: w.set(model.SetStandard)})
	w.must(err)
	return code
}

func (w *world) person(email, name string) model.Actor {
	w.t.Helper()
	actor, _, err := w.ChoosePassword(w.t.Context(), email, w.code(email, name), model.NewSecret(password), model.Origin{})
	w.must(err)
	return actor
}

func (w *world) serve(l Limits) {
	w.t.Helper()
	var err error
	w.host, err = TemporaryHostKey()
	w.must(err)
	w.run = w.whoami
	w.screens = func(s *kit.Session, who Caller) (tea.Model, error) {
		if who.LoggedIn() {
			profile, err := s.Authority.WhoAmI(s.Context, who.Actor, who.Org)
			if err != nil {
				return nil, err
			}
			s.ActAs(who.Actor)
			s.Profile = profile
		}
		changes, forget := s.Authority.Changes()
		context.AfterFunc(s.Context, forget)
		return ui.NewApp(s, false, changes), nil
	}
	w.server = New(Options{
		Authority: w.Authority, HostKey: w.host, Limits: l,
		Run:     func(ctx context.Context, c Command) int { return w.run(ctx, c) },
		Screens: func(s *kit.Session, who Caller) (tea.Model, error) { return w.screens(s, who) },
	})
	tcp, err := Listen("127.0.0.1:0")
	w.must(err)
	w.tcp = tcp.Addr().String()
	w.socket = filepath.Join(w.t.TempDir(), "s")
	unix, err := ListenUnix(w.socket, "")
	w.must(err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 2)
	for _, l := range []net.Listener{tcp, unix} {
		go func() { ended <- w.server.Serve(ctx, l) }()
	}
	w.t.Cleanup(func() {
		stop()
		w.stop()
		for range 2 {
			if err := <-ended; err != nil {
				w.t.Error(err)
			}
		}
	})
}

func (w *world) stop() {
	w.shutdown.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := w.server.Shutdown(ctx); err != nil {
			w.t.Errorf("shutdown: %v", err)
		}
	})
}

// whoami is a command that says who runs it.
func (w *world) whoami(ctx context.Context, c Command) int {
	if !c.Caller.LoggedIn() {
		fmt.Fprintf(c.Stdout, "nobody, owner %v\n", c.Caller.Owner())
		return 3
	}
	p, err := w.WhoAmI(ctx, c.Caller.Actor, "")
	if err != nil {
		fmt.Fprintln(c.Stderr, model.Sentence(err))
		return 3
	}
	fmt.Fprintln(c.Stdout, p.Email)
	return 0
}

// dial logs in over TCP.
func (w *world) dial(user string, auth ...gossh.AuthMethod) (*gossh.Client, error) {
	return w.connect(&gossh.ClientConfig{User: user, Auth: auth})
}

func (w *world) connect(c *gossh.ClientConfig) (*gossh.Client, error) {
	c.HostKeyCallback = gossh.FixedHostKey(w.host.PublicKey())
	client, err := gossh.Dial("tcp", w.tcp, c)
	if err == nil {
		w.t.Cleanup(func() { _ = client.Close() })
	}
	return client, err
}

// who returns whom a client is logged in as.
func (w *world) who(c *gossh.Client) string {
	w.t.Helper()
	s, err := c.NewSession()
	w.must(err)
	defer s.Close()
	out, err := s.Output("whoami")
	w.must(err)
	return strings.TrimSpace(string(out))
}

// interactive answers what it is asked with the given texts, one after the other.
func interactive(answers ...string) gossh.AuthMethod {
	return gossh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
		if len(answers) < len(questions) {
			return nil, fmt.Errorf("no answer to %q is left", questions)
		}
		now := answers[:len(questions)]
		answers = answers[len(questions):]
		return now, nil
	})
}

// key registers a new key for somebody and returns what signs with it.
func (w *world) key(actor model.Actor) gossh.Signer {
	w.t.Helper()
	signer := newKey(w.t)
	_, err := w.AddSSHKey(w.t.Context(), actor, model.SSHKeyRequest{Name: "laptop", Line: string(gossh.MarshalAuthorizedKey(signer.PublicKey())), Password: model.NewSecret(password)})
	w.must(err)
	return signer
}

func newKey(t testing.TB) gossh.Signer {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := gossh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// seat is somebody at a terminal of 80 by 24 cells, with the screens on it.
type seat struct {
	t       testing.TB
	session *gossh.Session
	in      io.WriteCloser

	mu     sync.Mutex
	grown  *sync.Cond
	screen *vt.Emulator
	raw    strings.Builder
	ended  bool
}

// sit opens the screens for a client that has logged in.
func (w *world) sit(c *gossh.Client, env ...string) *seat {
	w.t.Helper()
	session, err := c.NewSession()
	w.must(err)
	p := &seat{t: w.t, session: session, screen: vt.NewEmulator(80, 24)}
	p.grown = sync.NewCond(&p.mu)
	for i := 0; i+1 < len(env); i += 2 {
		_ = session.Setenv(env[i], env[i+1])
	}
	w.must(session.RequestPty("xterm-256color", 24, 80, nil))
	p.in, err = session.StdinPipe()
	w.must(err)
	session.Stdout, session.Stderr = p, p
	w.must(session.Shell())
	return p
}

// Write takes what the screens draw.
func (p *seat) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.raw.Write(b)
	_, err := p.screen.Write(b)
	p.grown.Broadcast()
	return len(b), err
}

func (p *seat) types(keys string) {
	p.t.Helper()
	if _, err := io.WriteString(p.in, keys); err != nil {
		p.t.Fatal(err)
	}
}

// sees waits until the screen shows text, and returns all that it shows.
func (p *seat) sees(text string) string {
	p.t.Helper()
	late := time.AfterFunc(20*time.Second, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.ended = true
		p.grown.Broadcast()
	})
	defer late.Stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	for !strings.Contains(p.screen.String(), text) {
		if p.ended {
			p.t.Fatalf("%q never appeared:\n%s", text, p.screen.String())
		}
		p.grown.Wait()
	}
	return p.screen.String()
}

// output returns all that was drawn so far.
func (p *seat) output() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.raw.String()
}
