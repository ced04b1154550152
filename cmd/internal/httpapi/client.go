package httpapi

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"example.com/latchkey/model"
)

// origin says where a request came from.
func (a *api) origin(r *http.Request) model.Origin {
	return model.Origin{Address: clientAddress(r.RemoteAddr, r.Header["X-Forwarded-For"], a.TrustedProxies), Agent: r.UserAgent()}
}

// clientAddress returns the address that a request came from: that of the peer,
// or, behind trusted proxies, the rightmost of X-Forwarded-For that is none of
// theirs. What stands to the left of that one is anybody's to write. Where the
// list ends or cannot be read, it is the last proxy that was trusted.
func clientAddress(remote string, forwarded []string, trusted []netip.Prefix) string {
	peer, ok := parseAddress(remote)
	if !ok {
		return remote
	}
	if len(forwarded) == 0 || !within(trusted, peer) {
		return peer.String()
	}
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	for _, hop := range slices.Backward(hops) {
		next, ok := parseAddress(strings.TrimSpace(hop))
		if !ok {
			break
		}
		if peer = next; !within(trusted, peer) {
			break
		}
	}
	return peer.String()
}

// parseAddress reads an IP address, with or without a port.
func parseAddress(text string) (netip.Addr, bool) {
	if withPort, err := netip.ParseAddrPort(text); err == nil {
		return plain(withPort.Addr()), true
	}
	address, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return plain(address), err == nil
}

// plain is an address without what only this box knows of it.
func plain(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }

func within(trusted []netip.Prefix, a netip.Addr) bool {
	return slices.ContainsFunc(trusted, func(p netip.Prefix) bool { return p.Contains(a) })
}
