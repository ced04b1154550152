package httpapi_test

import (
	"net/netip"
	"testing"

	"example.com/latchkey/cmd/internal/httpapi"
)

func TestClientAddress_IsTheRightmostThatIsNoTrustedProxy(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	for _, c := range []struct {
		remote    string
		forwarded []string
		want      string
	}{
		{"203.0.113.7:5", nil, "203.0.113.7"},
		{"203.0.113.7:5", []string{"198.51.100.1"}, "203.0.113.7"}, // not believed
		{"10.0.0.1:5", nil, "10.0.0.1"},
		{"10.0.0.1:5", []string{"198.51.100.1"}, "198.51.100.1"},
		{"[::ffff:10.0.0.1]:5", []string{"198.51.100.1"}, "198.51.100.1"},
		{"[::1]:5", []string{"2001:db8::1"}, "2001:db8::1"},
		{"10.0.0.1:5", []string{"1.1.1.1, 198.51.100.1, 10.0.0.2"}, "198.51.100.1"}, // what is left of it is anybody's to write
		{"10.0.0.1:5", []string{"1.1.1.1", "198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
		{"10.0.0.1:5", []string{"198.51.100.1:4711"}, "198.51.100.1"},
		{"10.0.0.1:5", []string{"[2001:db8::1]:4711"}, "2001:db8::1"},
		{"10.0.0.1:5", []string{"nonsense"}, "10.0.0.1"},
		{"10.0.0.1:5", []string{"nonsense, 10.0.0.3"}, "10.0.0.3"},
		{"10.0.0.1:5", []string{"10.0.0.4, 10.0.0.3"}, "10.0.0.4"},
		{"10.0.0.1:5", []string{""}, "10.0.0.1"},
		{"fe80::1%eth0", nil, "fe80::1"},
		{"@", []string{"198.51.100.1"}, "@"},
	} {
		if got := httpapi.ClientAddress(c.remote, c.forwarded, trusted); got != c.want {
			t.Errorf("%s behind %v is %s, want %s", c.remote, c.forwarded, got, c.want)
		}
	}
}
