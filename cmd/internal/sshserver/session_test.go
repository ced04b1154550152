package sshserver

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

func (w *world) adas() *gossh.Client {
	w.t.Helper()
	c, err := w.dial("ada@acme.example", gossh.Password(password))
	w.must(err)
	return c
}

func (w *world) bobs() *gossh.Client {
	w.t.Helper()
	c, err := w.dial("bob@acme.example", gossh.Password(password))
	w.must(err)
	return c
}

// TestCommand: stdin, stdout, stderr, the words and the exit code arrive.
func TestCommand(t *testing.T) {
	w := newWorld(t, Limits{})
	w.run = func(_ context.Context, c Command) int {
		sum := sha256.New()
		n, err := io.Copy(sum, c.Stdin)
		fmt.Fprintf(c.Stdout, "%q %x", c.Args, sum.Sum(nil))
		fmt.Fprintf(c.Stderr, "%d %v %v %v %v %q", n, err, c.Terminal, c.Unseen, c.Prompt == nil, c.Environ)
		return 42
	}
	input := bytes.Repeat([]byte("three megabytes "), 3<<16)
	s, err := w.adas().NewSession()
	w.must(err)
	w.must(s.Setenv("COLORTERM", "truecolor"))
	var out, said strings.Builder
	s.Stdin, s.Stdout, s.Stderr = bytes.NewReader(input), &out, &said
	err = s.Run(`token list --org 'Acme Corp' "a \"b\"" c\ d ''`)
	var exit *gossh.ExitError
	if !errors.As(err, &exit) || exit.ExitStatus() != 42 {
		t.Errorf("got %v, want the exit code 42", err)
	}
	want := fmt.Sprintf("%q %x", []string{"token", "list", "--org", "Acme Corp", `a "b"`, "c d", ""}, sha256.Sum256(input))
	if out.String() != want {
		t.Errorf("stdout is %s\nwant %s", out.String(), want)
	}
	if want := fmt.Sprintf(`%d <nil> false true true ["COLORTERM=truecolor" "TERM="]`, len(input)); said.String() != want {
		t.Errorf("stderr is %s\nwant %s", said.String(), want)
	}
}

// TestCommandOnATerminal: ssh -t has one stream, line ends of a raw terminal, and
// a prompt that does not echo.
func TestCommandOnATerminal(t *testing.T) {
	w := newWorld(t, Limits{})
	w.run = func(_ context.Context, c Command) int {
		fmt.Fprintf(c.Stdout, "terminal %v\n", c.Terminal && !c.Unseen)
		secret, err := c.Prompt("Password")
		fmt.Fprintf(c.Stderr, "%d characters, %v\n", len(secret.Reveal()), err)
		return 0
	}
	s, err := w.adas().NewSession()
	w.must(err)
	w.must(s.RequestPty("xterm", 24, 80, nil))
	s.Stdin = strings.NewReader("hush hush\r")
	out, err := s.Output("x")
	if err != nil || !strings.HasPrefix(string(out), "terminal true\r\n") || !strings.HasSuffix(string(out), "9 characters, <nil>\r\n") || strings.Contains(string(out), "hush") {
		t.Errorf("got %q, %v", out, err)
	}
}

func TestWhatIsNotServed(t *testing.T) {
	w := newWorld(t, Limits{})
	c := w.adas()
	if _, err := c.Dial("tcp", w.tcp); err == nil {
		t.Error("a connection is forwarded")
	}
	if l, err := c.Listen("tcp", "127.0.0.1:0"); err == nil {
		_ = l.Close()
		t.Error("a port is forwarded")
	}
	s, err := c.NewSession()
	w.must(err)
	if err := s.RequestSubsystem("sftp"); err == nil {
		t.Error("there is a subsystem")
	}
	if ok, err := s.SendRequest("auth-agent-req@openssh.com", true, nil); ok || err != nil {
		t.Errorf("an agent is forwarded: %v", err)
	}
	if ok, err := s.SendRequest(AttachRequest, true, gossh.Marshal(hello{true, true, true})); ok || err != nil {
		t.Errorf("a client from elsewhere is taken for one on this machine: %v", err)
	}
	for name, value := range map[string]string{"LATCHKEY_TOKEN": "x", "LATCHKEY_DATA": "/", "PATH": "/", "LD_PRELOAD": "x", "LANG": strings.Repeat("x", 300), "COLORTERM": "a\x1b[2J"} {
		if err := s.Setenv(name, value); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if err := s.Run("whoami 'unclosed"); exitCode(err) != exitUsage {
		t.Errorf("got %v", err)
	}
	s, err = c.NewSession()
	w.must(err)
	if out, err := s.CombinedOutput(""); exitCode(err) != exitUsage || !strings.Contains(string(out), "ssh -t") {
		t.Errorf("no terminal: %s, %v", out, err)
	}
}

func exitCode(err error) int {
	var exit *gossh.ExitError
	if errors.As(err, &exit) {
		return exit.ExitStatus()
	}
	return 0
}

// TestLive: what one does, the other sees; a dialog over it stays.
func TestLive(t *testing.T) {
	w := newWorld(t, Limits{})
	first, second := w.sit(w.adas()), w.sit(w.adas())
	first.sees("0 of 10 active")
	second.sees("0 of 10 active")
	first.types("n")
	first.sees("Generate API token for Acme")
	first.types("nightly\t\t\t" + password + "\r")
	second.sees("1 of 10 active")
	second.sees("nightly")
	shown := first.sees("This is the only time that the token is shown.")
	if !strings.Contains(shown, "lku_") {
		t.Fatalf("no secret is shown:\n%s", shown)
	}
	first.sees("Sent to your terminal (OSC 52)")
	if !strings.Contains(first.output(), "\x1b]52;c;") {
		t.Error("the secret was not sent to the clipboard")
	}
	first.types("\x1b")
	first.sees("n generate")

	// A pop-up about what somebody else has just revoked says so by itself.
	first.types("x")
	first.sees("Revoke nightly?")
	second.types("x")
	second.sees("Revoke nightly?")
	second.types("\t\r")
	second.sees("0 of 10 active")
	if shown := first.sees("Ada Ashby revoked this token just now."); strings.Contains(shown, "Revoke nightly?") {
		t.Errorf("it is still offered:\n%s", shown)
	}
	first.types("\x1b")
	first.sees("n generate")
	second.types("q")
	if err := second.session.Wait(); err != nil {
		t.Errorf("a quit ends with %v", err)
	}
}

func TestResizeAndColours(t *testing.T) {
	w := newWorld(t, Limits{})
	c := w.adas()
	p := w.sit(c, "NO_COLOR", "1")
	p.sees("0 of 10 active")
	if out := p.output(); strings.Contains(out, "38;") {
		t.Error("there are colours with NO_COLOR")
	}
	for range 200 { // faster than anybody draws
		w.must(p.session.WindowChange(30, 100))
		w.must(p.session.WindowChange(24, 39))
	}
	w.must(p.session.WindowChange(0, 0))
	p.sees("latchkey needs 40×10 cells; here are 3")
	w.must(p.session.WindowChange(24, 80))
	p.sees("0 of 10 active")
	colours := w.sit(c, "COLORTERM", "truecolor")
	colours.sees("0 of 10 active")
	if out := colours.output(); !strings.Contains(out, "38;2;") {
		t.Error("there is no true colour with COLORTERM")
	}
}

// bomb panics when a key is pressed.
type bomb struct {
	tea.Model
	blind bool // the next view panics
}

func (b bomb) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	bad := func() tea.Msg { panic("a fault in a command of a screen") }
	if k, ok := msg.(tea.KeyMsg); ok {
		switch k.String() {
		case "!":
			panic("a fault in a screen")
		case "%":
			return bomb{b.Model, true}, nil
		case "@":
			return b, bad
		case "#":
			return b, tea.Sequence(func() tea.Msg { return nil }, tea.Batch(bad, bad))
		}
	}
	m, cmd := b.Model.Update(msg)
	return bomb{m, b.blind}, cmd
}

func (b bomb) View() string {
	if b.blind {
		panic("a fault in what a screen draws")
	}
	return b.Model.View()
}

// TestAPanicEndsItsSessionAlone: in a screen, in what a screen waits for, and in
// a subcommand. Others go on, those on the same connection too.
func TestAPanicEndsItsSessionAlone(t *testing.T) {
	w := newWorld(t, Limits{})
	plain := w.screens
	w.screens = func(s *kit.Session, who Caller) (tea.Model, error) {
		m, err := plain(s, who)
		return bomb{Model: m}, err
	}
	other, adas := w.sit(w.bobs()), w.adas()
	beside := w.sit(adas)
	for _, key := range []string{"!", "%", "@", "#"} {
		p := w.sit(adas)
		p.sees("0 of 10 active")
		p.types(key)
		p.sees("because of a fault in latchkey")
		if err := p.session.Wait(); exitCode(err) != exitFailed {
			t.Errorf("%s: it ended with %v", key, err)
		}
		if out := p.output(); !strings.Contains(out, "\x1b[?1049l") || strings.Contains(out, "goroutine") {
			t.Errorf("%s: the terminal was not given back, or shows a trace: %q", key, out)
		}
	}
	w.run = func(context.Context, Command) int { panic("a fault in a subcommand") }
	s, err := adas.NewSession()
	w.must(err)
	if out, err := s.CombinedOutput("token list"); exitCode(err) != 1 || !strings.Contains(string(out), "a fault in latchkey") || strings.Contains(string(out), "goroutine") {
		t.Errorf("got %q, %v", out, err)
	}
	w.screens = func(*kit.Session, Caller) (tea.Model, error) { panic("a fault before the screens") }
	p := w.sit(adas)
	if err := p.session.Wait(); exitCode(err) != 1 {
		t.Errorf("it ended with %v", err)
	}
	w.run = w.whoami
	if got := w.who(adas); got != "ada@acme.example" {
		t.Errorf("the next subcommand is told that it is %s", got)
	}
	for _, p := range []*seat{other, beside} {
		p.sees("0 of 10 active")
		p.types("n")
		p.sees("Generate API token for Acme")
	}
}

// TestSuspendIsNotTheServers: ctrl+z does nothing here.
func TestSuspendIsNotTheServers(t *testing.T) {
	w := newWorld(t, Limits{})
	p := w.sit(w.adas())
	p.sees("0 of 10 active")
	p.types("\x1a\x1an")
	p.sees("Generate API token for Acme")
}

// TestShutOut: a person whose account is disabled, or who is deactivated in their
// only org, is told and sent away.
func TestShutOut(t *testing.T) {
	w := newWorld(t, Limits{})
	p := w.sit(w.bobs())
	p.sees("0 of 10 active")
	w.must(w.DeactivateMember(t.Context(), system, w.acme, w.bob.User()))
	p.sees("latchkey: This session has ended")
	if err := p.session.Wait(); exitCode(err) != exitUnavailable {
		t.Errorf("it ended with %v", err)
	}
}

// TestShutdown: people on the screens are told, and their terminals given back.
func TestShutdown(t *testing.T) {
	w := newWorld(t, Limits{})
	p := w.sit(w.bobs())
	p.sees("0 of 10 active")
	go w.stop()
	p.sees("latchkey stops on this machine in 3 seconds.")
	p.sees(stopped)
	if err := p.session.Wait(); exitCode(err) != exitUnavailable {
		t.Errorf("it ended with %v", err)
	}
	if out := p.output(); strings.LastIndex(out, "\x1b[?1049l") < strings.LastIndex(out, "\x1b[?1049h") {
		t.Error("the alternate screen was not left")
	}
	if _, err := net.Dial("tcp", w.tcp); err == nil {
		t.Error("the server still listens")
	}
}

// TestSocket: on this machine the system says who comes.
func TestSocket(t *testing.T) {
	w := newWorld(t, Limits{})
	open := func(user string, auth ...gossh.AuthMethod) (*gossh.Client, error) {
		raw, err := net.Dial("unix", w.socket)
		w.must(err)
		conn, channels, requests, err := gossh.NewClientConn(raw, "", &gossh.ClientConfig{User: user, Auth: auth, HostKeyCallback: gossh.FixedHostKey(w.host.PublicKey())})
		if err != nil {
			return nil, err
		}
		t.Cleanup(func() { _ = conn.Close() })
		return gossh.NewClient(conn, channels, requests), nil
	}
	c, err := open("")
	w.must(err)
	s, err := c.NewSession()
	w.must(err)
	if out, err := s.Output("whoami"); string(out) != "nobody, owner true\n" || exitCode(err) != 3 {
		t.Errorf("got %q, %v", out, err)
	}
	p := w.sit(c)
	p.sees("Log in to latchkey")
	p.types("\x1b")
	if _, err := open("root"); err == nil {
		t.Error("somebody who gives a name is not asked who they are")
	}
	c, err = open("-", interactive("bob@acme.example", password))
	w.must(err)
	if got := w.who(c); got != "bob@acme.example" {
		t.Errorf("it is %s", got)
	}
	page, err := w.ListActivity(t.Context(), system, w.acme, model.ActivityFilter{}, model.PageRequest{Sort: model.SortCreated, Descending: true, Limit: 1})
	w.must(err)
	if len(page.Rows) != 1 || !strings.HasPrefix(page.Rows[0].From, "this box, uid ") {
		t.Errorf("the entry is %+v", page.Rows)
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string][]string{
		"": nil, "  ": nil, "a": {"a"}, " a  b\t": {"a", "b"}, `'a b' "c d"`: {"a b", "c d"}, `a'b'"c"`: {"abc"},
		`''`: {""}, `"\$\"\\\n"`: {`$"\\n`}, `a\ b`: {"a b"}, `'it'\''s'`: {"it's"}, "$HOME *": {"$HOME", "*"},
	} {
		if got, err := words(text); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: got %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{`'a`, `"a`, `a\`, `"\`} {
		if _, err := words(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

// FuzzWords: whatever a client sends is words or an error; words that are quoted
// come back as they were.
func FuzzWords(f *testing.F) {
	for _, text := range []string{"", "a b", `'a`, `"\$"`, `a\`, "ü 'x y'"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, err := words(text)
		if err != nil {
			return
		}
		var quoted []string
		for _, word := range list {
			quoted = append(quoted, "'"+strings.ReplaceAll(word, "'", `'\''`)+"'")
		}
		if again, err := words(strings.Join(quoted, " ")); err != nil || !slices.Equal(again, list) {
			t.Fatalf("%q became %q, %v", list, again, err)
		}
	})
}
