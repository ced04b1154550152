package httpapi

import (
	"crypto/tls"
	"net"
	"net/netip"
	"sync/atomic"

	"example.com/latchkey/model"
)

// certificate is what the door shows, read from files that may change.
type certificate struct {
	cert, key string
	now       atomic.Pointer[tls.Certificate]
}

// load reads the files. What was shown before stays when they are not in order.
func (c *certificate) load() error {
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return &model.Error{Kind: model.KindUnavailable, Message: "The certificate " + c.cert + " with the key " + c.key + " cannot be used: " + err.Error() + ".", Err: err}
	}
	c.now.Store(&pair)
	return nil
}

func (c *certificate) config() *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.now.Load(), nil },
	}
}

// CheckPlain refuses plain HTTP on an address that others can reach, unless
// insecure says that this is meant. The error is of KindInvalid.
func CheckPlain(address string, insecure bool) error {
	if insecure || loopback(address) {
		return nil
	}
	return &model.Error{Kind: model.KindInvalid, Message: "Without TLS, tokens would cross the network in clear: listen on a loopback address such as 127.0.0.1:8080, " +
		"name a certificate with --tls-cert and --tls-key, or say --insecure-http when something in front of latchkey speaks TLS."}
}

// loopback reports whether nobody but this box reaches an address.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.Unmap().IsLoopback()
}
