package httpapi_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/latchkey/cmd/internal/httpapi"
	"example.com/latchkey/model"
)

// open opens the door for a test, on a port of its own, and returns where.
func open(t testing.TB, o httpapi.Options) (s *httpapi.Server, stop func()) {
	t.Helper()
	if o.Address == "" {
		o.Address = "127.0.0.1:0"
	}
	s, err := httpapi.Listen(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	t.Cleanup(stop)
	return s, stop
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// get asks over the network.
func get(t testing.TB, client *http.Client, url, authorization string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

// 10,000 requests over 32 connections, of good and of bad tokens: every answer is
// the right one, and all counts agree.
func TestServe_TenThousandVerificationsAreAllCounted(t *testing.T) {
	w := newWorld(t)
	good, weak := w.own("good"), w.robot("Weak")
	o := w.options()
	o.Metrics = "127.0.0.1:0"
	s, _ := open(t, o)
	const each = 313 // by each of the connections
	var wrong sync.Map
	var group sync.WaitGroup
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: connections, MaxIdleConnsPerHost: connections}}
	for n := range connections {
		group.Go(func() {
			for i := range each {
				authorization, query, want := as(good), "", 200
				switch (n + i) % 4 {
				case 1:
					authorization, query, want = as(weak), "?permission=templates.view", 403
				case 2:
					authorization, want = "Bearer nonsense", 401
				}
				response, _ := get(t, client, s.Addresses()[0]+"/v1/verify"+query, authorization)
				if response.StatusCode != want {
					wrong.Store(fmt.Sprint(n, i), response.StatusCode)
				}
			}
		})
	}
	group.Wait()
	wrong.Range(func(at, got any) bool { t.Errorf("request %v: %v", at, got); return true })
	const all = connections * each
	_, text := get(t, client, s.Addresses()[1], "")
	refused := int64(all / 4)
	if n := w.uses(good); n != all/2 {
		t.Errorf("the model counts %d uses, want %d", n, all/2)
	}
	for _, line := range []string{
		fmt.Sprintf(`latchkey_verifications_total{reason="ok"} %d`, all/2),
		fmt.Sprintf(`latchkey_verifications_total{reason="permission_missing"} %d`, refused),
		fmt.Sprintf(`latchkey_verifications_total{reason="malformed"} %d`, refused),
		fmt.Sprintf(`latchkey_verification_seconds_count %d`, all),
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("the metrics do not say %s", line)
		}
	}
}

func TestServe_MetricsAreOnAListenerOfTheirOwn(t *testing.T) {
	w := newWorld(t)
	o := w.options()
	o.Metrics = "127.0.0.1:0"
	o.Sessions = func() int { return 3 }
	o.ActiveTokens = func() (int, error) { return 7, nil }
	o.StoreSize = func() (int64, error) { return 0, errors.New("no disk") }
	s, _ := open(t, o)
	if response, _ := get(t, http.DefaultClient, s.Addresses()[0]+"/metrics", ""); response.StatusCode != 404 {
		t.Errorf("the API has metrics: %d", response.StatusCode)
	}
	if !strings.HasSuffix(s.Addresses()[1], "/metrics") {
		t.Errorf("%v", s.Addresses())
	}
	_, text := get(t, http.DefaultClient, s.Addresses()[1], "")
	for _, line := range []string{"latchkey_sessions 3", "latchkey_active_tokens 7", "latchkey_store_bytes -1", `latchkey_verifications_total{reason="expired"} 0`} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("the metrics do not say %s", line)
		}
	}
}

// What is under way when the door closes is answered; nothing new is.
func TestServe_WhatIsUnderWayFinishes(t *testing.T) {
	w := newWorld(t)
	made := w.own("made")
	s, stop := open(t, w.options())
	address := strings.TrimPrefix(s.Addresses()[0], "http://")
	conn, err := net.Dial("tcp", address)
	w.must(err)
	defer conn.Close()
	body := `{"permission":"templates.view"}`
	_, err = fmt.Fprintf(conn, "POST /v1/check HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", as(made), len(body))
	w.must(err)
	reader := bufio.NewReader(conn)
	if line, err := reader.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") { // the handler is in it
		t.Fatalf("%q, %v", line, err)
	}
	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }()
	for { // until the door is closed to others
		c, err := net.Dial("tcp", address)
		if err != nil {
			break
		}
		_ = c.Close()
	}
	_, err = io.WriteString(conn, body)
	w.must(err)
	_, _ = reader.ReadString('\n') // the line after 100 Continue
	response, err := http.ReadResponse(reader, nil)
	w.must(err)
	if response.StatusCode != 200 {
		t.Errorf("the status is %d", response.StatusCode)
	}
	<-stopped
}

// A client that is slow, with its header or with its body, is let go.
func TestServe_SlowClientsAreLetGo(t *testing.T) {
	w := newWorld(t)
	made := w.own("made")
	s, _ := open(t, httpapi.Hurried(w.options()))
	address := strings.TrimPrefix(s.Addresses()[0], "http://")
	for name, begin := range map[string]string{
		"nothing":       "",
		"half a header": "GET /v1/verify HTTP/1.1\r\nHost: x\r\nAuthorization: Bea",
		"half a body":   "POST /v1/check HTTP/1.1\r\nHost: x\r\nAuthorization: " + as(made) + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
		"idle":          "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := net.Dial("tcp", address)
			w.must(err)
			defer conn.Close()
			w.must(conn.SetDeadline(time.Now().Add(30 * time.Second)))
			_, err = io.WriteString(conn, begin)
			w.must(err)
			answer, err := io.ReadAll(conn) // until the other side ends it
			if timeout := net.Error(nil); errors.As(err, &timeout) && timeout.Timeout() {
				t.Errorf("it is still held: %q", answer)
			}
			if strings.Contains(string(answer), `"ok":true`) {
				t.Errorf("the answer is %s", answer)
			}
		})
	}
}

func TestServe_AHeaderThatIsTooLargeIsNotRead(t *testing.T) {
	w := newWorld(t)
	s, _ := open(t, w.options())
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.Addresses()[0]+"/v1/verify", nil)
	w.must(err)
	r.Header.Set("X-Large", strings.Repeat("x", 2*httpapi.MaxHeader))
	response, err := http.DefaultClient.Do(r)
	w.must(err)
	defer response.Body.Close()
	if response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("the status is %d", response.StatusCode)
	}
}

// What is no request of HTTP does not come as far as an answer about a token: the
// server turns it away, and never with a yes.
func TestServe_WhatIsNoRequestIsNeverAYes(t *testing.T) {
	w := newWorld(t)
	made := as(w.own("made"))
	s, _ := open(t, httpapi.Hurried(w.options()))
	for _, raw := range []string{
		"GET /v1/verify HTTP/1.1\r\nAuthorization: " + made, // no Host
		"GET /v1/verify HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nAuthorization: " + made,
		"GET /v1/verify HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\nAuthorization: " + made,
		"GET /v1/verify HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\nAuthorization: " + made,
		"GET /v1/verify HTTP/9\r\nHost: x\r\nAuthorization: " + made,
		"GET /v1/verify?x= y HTTP/1.1\r\nHost: x\r\nAuthorization: " + made,
		"GET //v1/verify HTTP/1.1\r\nHost: x\r\nAuthorization: " + made,
		"GET /v1/./verify HTTP/1.1\r\nHost: x\r\nAuthorization: " + made,
		"GET /v1/verify/ HTTP/1.1\r\nHost: x\r\nAuthorization: " + made,
		"GET /v1/verify HTTP/1.1\r\nHost: x\r\n Authorization: " + made,
		"GET /v1/verify HTTP/1.1\r\nHost: x\r\nAuthorization : " + made,
		"nonsense",
	} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.Addresses()[0], "http://"))
		w.must(err)
		w.must(conn.SetDeadline(time.Now().Add(30 * time.Second)))
		_, err = io.WriteString(conn, raw+"\r\n\r\n")
		w.must(err)
		answer, _ := io.ReadAll(conn)
		_ = conn.Close()
		if status, _, _ := strings.Cut(string(answer), "\r\n"); !strings.HasPrefix(status, "HTTP/1.1 4") && !strings.HasPrefix(status, "HTTP/1.1 5") {
			t.Errorf("%q: %q", strings.ReplaceAll(raw, made, "..."), status)
		}
	}
}

// A panic ends the request that met it, and no other; the log has it without the
// token.
func TestServe_APanicEndsThatRequestAlone(t *testing.T) {
	w := newWorld(t)
	made := w.own("made")
	var log strings.Builder
	o := w.options()
	o.Log = slog.New(slog.NewTextHandler(&log, nil))
	h := httpapi.WithHook(o, func(r *http.Request) {
		if r.Header.Get("X-Panic") != "" {
			panic(errors.New("with " + r.Header.Get("Authorization")))
		}
	})
	w.sendTo(h, http.MethodGet, "/v1/whoami", as(made), "", "X-Panic", "yes").want(http.StatusInternalServerError).wantField("status", 500.0)
	w.sendTo(h, http.MethodGet, "/v1/verify", as(made), "", "X-Panic", "yes").want(http.StatusServiceUnavailable)
	w.sendTo(h, http.MethodGet, "/v1/verify", as(made), "").want(http.StatusOK)
	if text := log.String(); strings.Contains(text, made.Secret.Reveal()) || !strings.Contains(text, "lku_…") || !strings.Contains(text, "survive.go") {
		t.Errorf("the log is %s", text)
	}
}

func TestListen_SaysWhyItDoesNot(t *testing.T) {
	w := newWorld(t)
	taken := listen(t)
	defer taken.Close()
	for name, c := range map[string]struct {
		o    httpapi.Options
		want model.Kind
	}{
		"plain":                      {httpapi.Options{Address: ":0"}, model.KindInvalid},
		"a certificate, no key":      {httpapi.Options{Address: "127.0.0.1:0", Cert: "x"}, model.KindInvalid},
		"no such files":              {httpapi.Options{Address: "127.0.0.1:0", Cert: "/nowhere", Key: "/nowhere"}, model.KindUnavailable},
		"the address is taken":       {httpapi.Options{Address: taken.Addr().String()}, model.KindUnavailable},
		"that of metrics is taken":   {httpapi.Options{Address: "127.0.0.1:0", Metrics: taken.Addr().String()}, model.KindUnavailable},
		"an address that is not one": {httpapi.Options{Address: "127.0.0.1:http-or-so"}, model.KindUnavailable},
	} {
		c.o.Authority = w.Authority
		if s, err := httpapi.Listen(c.o); model.KindOf(err) != c.want {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
}
