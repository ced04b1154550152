//go:build !linux

package sshserver

import "net"

// peerOf knows nobody here: everybody logs in.
func peerOf(*net.UnixConn) *Peer { return &Peer{} }
