//go:build !linux

package attach

import "net"

// uidOf knows nobody here.
func uidOf(net.Conn) (uint32, bool) { return 0, false }
