package sshserver

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
)

// Listen listens for TCP connections.
func Listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, unavailable(err, "latchkey cannot listen on %s: %v.", address, cause(err))
	}
	return l, nil
}

// longestPath is how long the path of a socket can be, in bytes: the system has
// 108 with the zero at the end.
const longestPath = 107

// ListenUnix listens on a unix socket for its owner alone (mode 0600), or with a
// group for its members too (0660, in a directory of 0750 that is made when it is
// not there). A socket that nobody listens on any more is removed; the caller has
// made sure that it is nobody's, by holding the lock of the data directory.
func ListenUnix(path, group string) (net.Listener, error) {
	if len(path) > longestPath {
		return nil, unavailable(nil, "The path of the socket %s is too long: %d bytes, and %d fit. Name a shorter one with --socket.", path, len(path), longestPath)
	}
	gid, err := groupID(group)
	if err != nil {
		return nil, err
	}
	if err := makeRoom(path, gid); err != nil {
		return nil, err
	}
	l, err := listenTight(path)
	if err == nil && gid >= 0 {
		err = errors.Join(os.Chown(path, -1, gid), os.Chmod(path, 0o660))
	}
	if err != nil {
		if l != nil {
			_ = l.Close()
		}
		return nil, unavailable(err, "latchkey cannot listen on the socket %s: %v.", path, cause(err))
	}
	return l, nil
}

// umask is the process's own: one at a time changes it.
var umask sync.Mutex

// listenTight makes a socket that is its owner's alone from the first moment on.
func listenTight(path string) (net.Listener, error) {
	umask.Lock()
	defer umask.Unlock()
	before := syscall.Umask(0o177)
	defer syscall.Umask(before)
	return net.Listen("unix", path)
}

// groupID returns the number of a group, -1 for none.
func groupID(name string) (int, error) {
	if name == "" {
		return -1, nil
	}
	g, err := user.LookupGroup(name)
	if err != nil {
		if gid, numberErr := strconv.Atoi(name); numberErr == nil && gid >= 0 {
			return gid, nil
		}
		return 0, unavailable(err, "There is no group %s on this machine. Make it with `groupadd %s`, or leave --socket-group out.", name, name)
	}
	return strconv.Atoi(g.Gid)
}

// makeRoom makes the directory of a socket, and removes a socket that is left
// over.
func makeRoom(path string, gid int) error {
	dir := filepath.Dir(path)
	mode := fs.FileMode(0o700)
	if gid >= 0 {
		mode = 0o750
	}
	err := os.Mkdir(dir, mode)
	if err == nil && gid >= 0 {
		err = errors.Join(os.Chown(dir, -1, gid), os.Chmod(dir, mode))
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return unavailable(err, "The directory %s of the socket cannot be made: %v.", dir, cause(err))
	}
	info, err := os.Stat(dir)
	if err == nil && info.Mode().Perm()&0o002 != 0 {
		return unavailable(nil, "Everybody can write to %s, and put another socket in the place of latchkey's. Name one in another directory with --socket.", dir)
	}
	info, err = os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && info.Mode().Type() != fs.ModeSocket:
		return unavailable(nil, "%s is there already and is not a socket.", path)
	case err == nil && answers(path):
		return unavailable(nil, "Another latchkey listens on %s.", path)
	}
	if err := os.Remove(path); err != nil {
		return unavailable(err, "The socket %s of an earlier latchkey cannot be removed: %v.", path, cause(err))
	}
	return nil
}

func answers(path string) bool {
	c, err := net.Dial("unix", path)
	if err != nil {
		return false
	}
	_ = c.Close()
	return true
}
