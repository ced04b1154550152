//go:build linux

package e2e

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// serveHTTP is serve with the HTTP door; it returns its URLs: of the API, and of
// the metrics when args ask for them.
func serveHTTP(t *testing.T, args ...string) (*daemon, []string) {
	t.Helper()
	d := serve(t, append([]string{"--http", "127.0.0.1:0"}, args...)...)
	return d, d.urls(strings.Count(strings.Join(args, " "), "--metrics") + 1)
}

// urls returns where the daemon says that it listens for HTTP, once it has said
// so many.
func (d *daemon) urls(n int) []string {
	d.t.Helper()
	var list []string
	for len(list) < n && d.lines.Scan() {
		if url, ok := strings.CutPrefix(d.lines.Text(), "listening on http"); ok {
			list = append(list, "http"+url)
		}
	}
	if len(list) < n {
		d.t.Fatalf("it does not answer HTTP: %q %s", list, d.stderr.String())
	}
	return list
}

// token makes a token of the one person there is, and returns its secret.
func (d *daemon) token(name string) string {
	d.t.Helper()
	return strings.TrimSpace(d.latchkey(password, "token", "generate", "--org", "Acme", "--user", "ada@acme.example", "--name", name))
}

// verify asks whether a token is good and returns the status.
func verify(client *http.Client, url, secret string) (int, error) {
	request, err := http.NewRequest(http.MethodGet, url+"/v1/verify", nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Authorization", "Bearer "+secret)
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode, response.Body.Close()
}

func mustVerify(t *testing.T, client *http.Client, url, secret string, want int) {
	t.Helper()
	if got, err := verify(client, url, secret); err != nil || got != want {
		t.Fatalf("the status is %d (%v), want %d", got, err, want)
	}
}

// TestServeHTTP: a token is good until a subcommand revokes it, and no longer in
// the very next request; the figures count what was asked.
func TestServeHTTP(t *testing.T) {
	t.Parallel()
	d, urls := serveHTTP(t, "--metrics", "127.0.0.1:0")
	secret, other := d.token("gateway"), d.token("other")
	for range 3 {
		mustVerify(t, http.DefaultClient, urls[0], secret, 200)
	}
	d.latchkey("", "token", "revoke", "gateway", "--org", "Acme")
	mustVerify(t, http.DefaultClient, urls[0], secret, 401)
	mustVerify(t, http.DefaultClient, urls[0], other, 200)
	mustVerify(t, http.DefaultClient, urls[0], "nonsense", 401)
	p := sit(t, d.data)
	p.sees("Log in to latchkey")

	response, err := http.Get(urls[1])
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		`latchkey_verifications_total{reason="ok"} 4`, `latchkey_verifications_total{reason="revoked"} 1`,
		`latchkey_verifications_total{reason="malformed"} 1`, `latchkey_verification_seconds_count 6`,
		`latchkey_verification_seconds_bucket{le="+Inf"} 6`, "latchkey_sessions 1", "latchkey_active_tokens 1",
	} {
		if !strings.Contains(string(text), "\n"+line+"\n") {
			t.Errorf("the figures do not say %s", line)
		}
	}
	if _, after, _ := strings.Cut(string(text), "\nlatchkey_store_bytes "); after == "" || strings.HasPrefix(after, "-1") || strings.HasPrefix(after, "0\n") {
		t.Error("the figures do not say how large the store is")
	}
	if strings.Contains(string(text), secret) {
		t.Error("the figures have a secret in them")
	}
}

// TestServeTLS: SIGHUP shows a renewed certificate, and ends nothing; what cannot
// be read leaves the one before.
func TestServeTLS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cert, key := writeCertificate(t, dir, 1)
	d, urls := serveHTTP(t, "--tls-cert", cert, "--tls-key", key)
	secret := d.token("gateway")
	if !strings.HasPrefix(urls[0], "https://") {
		t.Fatalf("it listens on %s", urls[0])
	}
	shown := func() int64 {
		t.Helper()
		var number int64
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{
			InsecureSkipVerify: true, //nolint:gosec // which one is shown is what is tested
			VerifyConnection: func(s tls.ConnectionState) error {
				number = s.PeerCertificates[0].SerialNumber.Int64()
				return nil
			},
		}}}
		mustVerify(t, client, urls[0], secret, 200)
		return number
	}
	if got := shown(); got != 1 {
		t.Fatalf("certificate %d is shown", got)
	}
	writeCertificate(t, dir, 2)
	d.hangup()
	for late := time.After(30 * time.Second); shown() != 2; {
		select {
		case <-late:
			t.Fatal("the renewed certificate is not shown")
		default:
		}
	}
	if err := os.WriteFile(cert, []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.hangup()
	if out := d.latchkey("", "org", "list"); !strings.Contains(out, "Acme") || shown() != 2 {
		t.Errorf("after a certificate that cannot be read: %s", out)
	}
}

func (d *daemon) hangup() {
	d.t.Helper()
	if err := d.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		d.t.Fatal(err)
	}
}

// writeCertificate writes a certificate for 127.0.0.1 with that number, and its
// key.
func writeCertificate(t *testing.T, dir string, number int64) (cert, key string) {
	t.Helper()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(number), Subject: pkix.Name{CommonName: "latchkey"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: keyDER}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// TestSIGTERMWithRequestsUnderWay: one that goes on is answered, one that is stuck
// is cut, somebody on the screens is told, and all that within ten seconds.
func TestSIGTERMWithRequestsUnderWay(t *testing.T) {
	t.Parallel()
	d, urls := serveHTTP(t)
	secret := d.token("gateway")
	p := sit(t, d.data)
	p.sees("Log in to latchkey")
	body := `{"permission":"templates.view"}`
	going, stuck := underWay(t, urls[0], secret, len(body)), underWay(t, urls[0], secret, len(body))
	began := time.Now()
	if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	p.sees("latchkey stops on this machine in 3 seconds.")
	if _, err := io.WriteString(going, body); err != nil {
		t.Fatal(err)
	}
	if response, err := http.ReadResponse(bufio.NewReader(going), nil); err != nil || response.StatusCode != 200 {
		t.Errorf("the request that was under way got %v, %v", response, err)
	}
	if err := d.cmd.Wait(); err != nil {
		t.Errorf("it ended with %v\n%s", err, d.stderr.String())
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %v to end", took)
	}
	_, _ = io.ReadAll(stuck) // it is at its end
	if out := d.latchkey("", "token", "show", "gateway", "--org", "Acme"); !strings.Contains(out, "127.0.0.1") {
		t.Errorf("the use was not written down:\n%s", out)
	}
}

// underWay begins a request whose body is still to come, and waits until latchkey
// reads it.
func underWay(t *testing.T, url, secret string, length int) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_, err = fmt.Fprintf(conn, "POST /v1/check HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", secret, length)
	if err != nil {
		t.Fatal(err)
	}
	const answer = "HTTP/1.1 100 Continue\r\n\r\n"
	got := make([]byte, len(answer))
	if _, err := io.ReadFull(conn, got); err != nil || string(got) != answer {
		t.Fatalf("got %q, %v", got, err)
	}
	return conn
}

// TestServeHTTPInClear: beyond this machine it is refused, unless somebody says
// that it is meant, and then it is warned of.
func TestServeHTTPInClear(t *testing.T) {
	t.Parallel()
	out, err := exec.Command(binary, "--data", shortDir(t), "serve", "--http", ":0").CombinedOutput()
	if exitCode(err) != 2 || !strings.Contains(string(out), "Without TLS, tokens would cross the network in clear") {
		t.Errorf("exit code %d: %s", exitCode(err), out)
	}
	d := serve(t, "--http", ":0", "--insecure-http")
	url := d.urls(1)[0]
	_, port, err := net.SplitHostPort(strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	mustVerify(t, http.DefaultClient, "http://127.0.0.1:"+port, "nonsense", 401)
	_ = d.cmd.Process.Signal(syscall.SIGTERM)
	_ = d.cmd.Wait() // what it has said is whole then
	if said := d.stderr.String(); !strings.Contains(said, "WARNING: HTTP without TLS is open beyond this machine") {
		t.Errorf("it does not warn: %s", said)
	}
}
