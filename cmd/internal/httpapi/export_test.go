package httpapi

import (
	"net/http"
	"net/netip"
	"time"
)

// WithHook returns the handler with something that happens first in every request.
func WithHook(o Options, hook func(*http.Request)) http.Handler {
	a := newAPI(o.withDefaults())
	a.hook = hook
	return a
}

// Hurried returns options whose limits a test can wait for.
func Hurried(o Options) Options {
	o.limits = usualLimits
	o.limits.readHeader, o.limits.read, o.limits.write, o.limits.idle = 50*time.Millisecond, 100*time.Millisecond, time.Second, 50*time.Millisecond
	return o
}

// MaxHeader is how many bytes of header fields are read.
const MaxHeader = 64 << 10

// ClientAddress is clientAddress.
func ClientAddress(remote string, forwarded []string, trusted []netip.Prefix) string {
	return clientAddress(remote, forwarded, trusted)
}

// Percent is percent.
func Percent(text string) string { return percent(text) }
