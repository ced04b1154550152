// Package attach is the client's end of the unix socket of a latchkey that has
// the store: the screens and the subcommands run there, and are seen here.
//
// What happens here, then? The terminal is put into raw mode and given back as it
// was, whatever happens at the other end; its size and its keys are passed on.
// What belongs to the person is done here, when the other end asks for it:
// copying a secret to their desktop's clipboard, writing a file of theirs, asking
// for a password without echo, stopping at ctrl+z (requests.go).
//
// Whom does it trust? A socket of its own user's or root's, or of whoever owns the
// directory that it lies in (trust.go). The protocol is SSH, as in package
// sshserver, which has the names that both ends use.
package attach
