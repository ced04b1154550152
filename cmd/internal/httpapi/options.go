package httpapi

import (
	"log/slog"
	"net/netip"
	"time"

	"example.com/latchkey/model"
)

// Options are what the door is opened with.
type Options struct {
	Authority *model.Authority

	Address        string         // where to listen, host:port
	Cert, Key      string         // files of a certificate and its key, PEM; both or none
	Insecure       bool           // plain HTTP also beyond loopback
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed
	Org            model.OrgID    // only tokens of this org pass; "" for any
	Log            *slog.Logger   // nil is none

	Metrics      string                // where to listen for Prometheus, host:port; "" for nowhere
	Sessions     func() int            // sessions of people now; nil leaves the figure out
	ActiveTokens func() (int, error)   // active tokens now; nil leaves the figure out
	StoreSize    func() (int64, error) // bytes on the disk now; nil leaves the figure out

	limits limits // zero for the usual ones
}

// limits bound what one client can hold up.
type limits struct {
	readHeader, read, write, idle, drain time.Duration

	header int   // bytes of all header fields
	body   int64 // bytes of a body
}

var usualLimits = limits{
	readHeader: 5 * time.Second,
	read:       15 * time.Second,
	write:      30 * time.Second,
	idle:       2 * time.Minute,
	drain:      5 * time.Second, // for requests that are under way when the door closes
	header:     64 << 10,        // more than a gateway passes on: nginx takes 32 KiB from its clients
	body:       64 << 10,
}

// withDefaults fills what was left out.
func (o Options) withDefaults() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.limits == (limits{}) {
		o.limits = usualLimits
	}
	return o
}
