// Package sshserver is the SSH door: the screens on a terminal, and the
// subcommands as `ssh box token list`, over TCP and over a unix socket. It is
// one handler for both; a client on the machine itself (package attach) speaks
// the same protocol.
//
// How does a person prove who they are? By their password or a registered key.
// What a callback of the authentication saw proves nothing yet: the identity
// travels in the permissions of the one attempt that succeeded, and is read from
// there when the handshake is over (auth.go). On the unix socket the system says
// who is at the other end: root and the user that latchkey runs as need not log
// in for subcommands.
//
// What can somebody do who has not proved anything? Hold one of a few waiting
// connections, for a few seconds (waiting.go). There is no forwarding and no
// subsystem.
//
// What does the door not know? The subcommands and the screens: it is handed
// the functions that run them (Options).
//
// What do the two ends of an attached session say to each other besides? See
// client.go: the client copies, saves, asks and stops at the person's end.
package sshserver
