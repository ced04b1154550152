package sshserver

import (
	"net"

	"golang.org/x/sys/unix"
)

// peerOf asks the system who is at the other end.
func peerOf(c *net.UnixConn) *Peer {
	raw, err := c.SyscallConn()
	if err != nil {
		return &Peer{}
	}
	peer := &Peer{}
	err = raw.Control(func(fd uintptr) {
		if cred, err := unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED); err == nil {
			*peer = Peer{UID: cred.Uid, Known: true}
		}
	})
	if err != nil {
		return &Peer{}
	}
	return peer
}
