package httpapi_test

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"example.com/latchkey/model"
)

// readme has the snippets that people copy.
const readme = "../../../README.md"

// snippet returns the first fenced block of a language in the README.
func snippet(t *testing.T, language string) string {
	t.Helper()
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile("(?s)```" + language + "\n(.*?)```").FindSubmatch(text)
	if m == nil {
		t.Fatalf("%s has no block of %s", readme, language)
	}
	return string(m[1])
}

// A gateway is a program in front of an API, set up as the README says.
type gateway struct {
	program  string
	language string
	listen   string // what the snippet listens on
	config   func(dir, snippet string) string
	args     func(dir, config string) []string
}

var gateways = []gateway{
	{
		program: "nginx", language: "nginx", listen: "listen 80;",
		config: func(dir, snippet string) string {
			temp := ""
			for _, what := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
				temp += fmt.Sprintf("%s_temp_path %s/%s;\n", what, dir, what)
			}
			return fmt.Sprintf("daemon off; master_process off; pid %s/pid; error_log stderr warn;\nevents {}\nhttp {\naccess_log off;\n%s%s}\n", dir, temp, snippet)
		},
		args: func(dir, config string) []string { return []string{"-p", dir, "-c", config} },
	},
	{
		program: "caddy", language: "caddyfile", listen: "api.example.com {",
		config: func(_, snippet string) string {
			return "{\n\tadmin off\n\tauto_https off\n}\n" + snippet
		},
		args: func(_, config string) []string { return []string{"run", "--config", config, "--adapter", "caddyfile"} },
	},
}

// A guarded API is an upstream that says what it was told, behind a gateway,
// behind latchkey.
type guarded struct {
	*world
	url  string
	hits atomic.Int64 // how many requests came through to the API
	stop func()       // latchkey
}

func guard(t *testing.T, g gateway) *guarded {
	t.Helper()
	program, err := exec.LookPath(g.program)
	if err != nil {
		t.Skipf("%s is not installed: %v", g.program, err)
	}
	api := &guarded{world: newWorld(t)}
	upstream := httptest.NewServer(http.HandlerFunc(api.echo))
	t.Cleanup(upstream.Close)
	o := api.options()
	o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	s, stop := open(t, o)
	api.stop = stop
	address := freeAddress(t)
	api.url = "http://" + address
	listen := map[string]string{"nginx": "listen " + address + ";", "caddy": "http://" + address + " {"}[g.program]
	text := strings.NewReplacer(g.listen, listen, "127.0.0.1:8080", strings.TrimPrefix(s.Addresses()[0], "http://"),
		"127.0.0.1:9000", strings.TrimPrefix(upstream.URL, "http://")).Replace(snippet(t, g.language))
	waitFor(t, address, run(t, g, program, text))
	return api
}

// echo says what the API behind was told.
func (g *guarded) echo(w http.ResponseWriter, r *http.Request) {
	g.hits.Add(1)
	_ = json.NewEncoder(w).Encode(r.Header)
}

// run starts a gateway, and ends it with the test. The channel is closed when it
// has ended.
func run(t *testing.T, g gateway, program, snippet string) <-chan struct{} {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "config")
	if err := os.WriteFile(config, []byte(g.config(dir, snippet)), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, g.args(dir, config)...)
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	var log strings.Builder
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		<-ended
		if t.Failed() {
			t.Logf("%s says:\n%s", g.program, log.String())
		}
	})
	return ended
}

// freeAddress returns one that nobody listens on just now.
func freeAddress(t *testing.T) string {
	t.Helper()
	l := listen(t)
	defer l.Close()
	return l.Addr().String()
}

// waitFor returns when a program listens.
func waitFor(t *testing.T, address string, ended <-chan struct{}) {
	t.Helper()
	again, limit := time.NewTicker(10*time.Millisecond), time.After(30*time.Second)
	defer again.Stop()
	for {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			_ = conn.Close()
			return
		}
		select {
		case <-again.C:
		case <-ended:
			t.Fatal("the gateway has ended")
		case <-limit:
			t.Fatalf("the gateway does not listen: %v", err)
		}
	}
}

// ask sends a request through the gateway, from 127.0.0.2, and returns the status
// and what the API behind was told; nil when it was not asked.
func (g *guarded) ask(method, path, authorization string, fields ...string) (int, http.Header) {
	g.t.Helper()
	r, err := http.NewRequestWithContext(g.t.Context(), method, g.url+path, nil)
	g.must(err)
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	for i := 0; i < len(fields); i += 2 {
		r.Header.Add(fields[i], fields[i+1])
	}
	from := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}
	client := &http.Client{Transport: &http.Transport{DialContext: from.DialContext, DisableKeepAlives: true}}
	before := g.hits.Load()
	response, err := client.Do(r)
	g.must(err)
	defer response.Body.Close()
	if g.hits.Load() == before {
		return response.StatusCode, nil
	}
	var told http.Header
	g.must(json.NewDecoder(response.Body).Decode(&told))
	return response.StatusCode, told
}

func (g *guarded) refused(status int, method, path, authorization string, fields ...string) {
	g.t.Helper()
	got, told := g.ask(method, path, authorization, fields...)
	if got != status || told != nil {
		g.t.Errorf("%s %s: the status is %d, want %d; the API was told %v", method, path, got, status, told)
	}
}

func (g *guarded) passes(method, path, authorization string, fields ...string) http.Header {
	g.t.Helper()
	got, told := g.ask(method, path, authorization, fields...)
	if got != http.StatusOK || told == nil {
		g.t.Fatalf("%s %s: the status is %d", method, path, got)
	}
	return told
}

func TestGateway_TheSnippetsOfTheREADMEHold(t *testing.T) {
	for _, g := range gateways {
		t.Run(g.program, func(t *testing.T) {
			api := guard(t, g)
			api.lets()
			api.keepsSpoofedFieldsOut()
			api.asksForTheItem()
			api.refusesAtOnce()
			api.isClosedWithoutLatchkey()
		})
	}
}

// lets: a good token passes, and the API behind learns whose it is.
func (g *guarded) lets() {
	made := g.own("made")
	told := g.passes("GET", "/reports?month=5", as(made))
	for name, want := range map[string]string{
		"X-Latchkey-Subject": string(g.ada.User()), "X-Latchkey-Subject-Kind": "user", "X-Latchkey-Subject-Name": "Ada%20Ashby",
		"X-Latchkey-Org": string(g.acme), "X-Latchkey-Token": string(made.Token.ID), "Authorization": "",
	} {
		if got := told.Get(name); got != want {
			g.t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	g.refused(401, "GET", "/reports", "")
	g.refused(401, "GET", "/reports", "Bearer nonsense")
	g.refused(401, "POST", "/reports?access_token="+made.Secret.Reveal(), "")
	d, err := g.TokenDetails(g.t.Context(), system, ref(made))
	g.must(err)
	if d.Use.From != "127.0.0.2" || d.Use.Count != 1 {
		g.t.Errorf("the use is %+v", d.Use)
	}
}

// keepsSpoofedFieldsOut: what a client says about itself under latchkey's names
// does not arrive, also where latchkey says nothing under one.
func (g *guarded) keepsSpoofedFieldsOut() {
	robot := g.robot("Spoofer") // nothing ends it: there is no X-Latchkey-Expires-At
	told := g.passes("GET", "/reports", as(robot), "X-Latchkey-Subject", "usr_evil", "x-latchkey-org", "org_evil", "X-Latchkey-Expires-At", "evil",
		"X_Latchkey_Subject", "evil", "X-Latchkey_Org", "evil")
	for name, values := range told {
		if strings.Contains(strings.Join(values, " "), "evil") {
			g.t.Errorf("%s is %v", name, values)
		}
	}
	if got := told.Values("X-Latchkey-Subject"); len(got) != 1 || got[0] != robot.Token.Subject.ID() {
		g.t.Errorf("the subject is %v", got)
	}
}

// asksForTheItem: the permission by the method, and access to that very item.
func (g *guarded) asksForTheItem() {
	g.item(model.KindTemplate, "mine", "Mine")
	reader := g.robot("Reader", "templates.view")
	item := g.item(model.KindTemplate, "shared", "Shared")
	to := model.Grantee{Org: g.acme, Kind: model.GranteeServiceUser, ID: reader.Token.Subject.ID()}
	_, err := g.Share(g.t.Context(), g.ada, model.Scope{Org: g.acme, Item: item.ID}, to, model.LevelView)
	g.must(err)
	g.passes("GET", "/templates/shared", as(reader))
	g.refused(403, "GET", "/templates/mine", as(reader))
	g.refused(403, "GET", "/templates/nothing", as(reader))
	g.refused(403, "PUT", "/templates/shared", as(reader))
	g.refused(401, "GET", "/templates/shared", "")
	g.refused(403, "GET", "/templates/./x/../mine", as(reader))
}

// refusesAtOnce: a token that was revoked does not pass once more (rule 5.1).
func (g *guarded) refusesAtOnce() {
	made := g.robot("Revoked")
	g.passes("GET", "/reports", as(made))
	g.revoke(made)
	g.refused(401, "GET", "/reports", as(made))
}

// isClosedWithoutLatchkey: who cannot be asked has not said yes.
func (g *guarded) isClosedWithoutLatchkey() {
	made := g.robot("Left over")
	g.passes("GET", "/reports", as(made))
	g.must(g.store.Close())
	if status, told := g.ask("GET", "/reports", as(made)); status < 500 || told != nil {
		g.t.Errorf("without a store the status is %d, and the API was told %v", status, told)
	}
	g.stop()
	if status, told := g.ask("GET", "/reports", as(made)); status < 500 || told != nil {
		g.t.Errorf("without latchkey the status is %d, and the API was told %v", status, told)
	}
}
