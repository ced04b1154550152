package httpapi_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// writeCertificate writes a certificate for 127.0.0.1 with that number, and its key.
func writeCertificate(t *testing.T, dir string, number int64) (cert, key string) {
	t.Helper()
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
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: keyDER}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

func TestServe_TheCertificateIsReadAgain(t *testing.T) {
	w := newWorld(t)
	made := w.own("made")
	dir := t.TempDir()
	o := w.options()
	o.Cert, o.Key = writeCertificate(t, dir, 1)
	s, _ := open(t, o)
	shown := func() int64 {
		t.Helper()
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true}} //nolint:gosec // which one is what is tested
		response, _ := get(t, client, s.Addresses()[0]+"/v1/verify", as(made))
		if response.StatusCode != 200 {
			t.Errorf("the status is %d", response.StatusCode)
		}
		return response.TLS.PeerCertificates[0].SerialNumber.Int64()
	}
	if n := shown(); n != 1 {
		t.Errorf("it shows number %d", n)
	}
	writeCertificate(t, dir, 2)
	w.must(s.Reload())
	if n := shown(); n != 2 {
		t.Errorf("it shows number %d", n)
	}
	w.must(os.WriteFile(o.Cert, []byte("nonsense"), 0o600))
	if err := s.Reload(); err == nil {
		t.Error("nonsense is taken")
	}
	if n := shown(); n != 2 {
		t.Errorf("it shows number %d", n)
	}
	old := &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS11} //nolint:gosec // it has to be refused
	if c, err := tls.Dial("tcp", strings.TrimPrefix(s.Addresses()[0], "https://"), old); err == nil {
		_ = c.Close()
		t.Error("TLS 1.1 is spoken")
	}
}
