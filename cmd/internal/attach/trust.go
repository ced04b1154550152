package attach

import (
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"

	"example.com/latchkey/model"
)

var errPermission = fs.ErrPermission

// trusted returns a client on conn when whoever listens there is to be trusted
// with a password: root, this user, or the owner of the socket's directory, where
// nobody else can put a socket.
func trusted(conn net.Conn, path string) (*Client, error) {
	uid, ok := uidOf(conn)
	if ok && (uid == 0 || uid == uint32(os.Getuid()) || ownsDirectory(uid, path)) {
		return &Client{conn: conn, path: path, server: uid}, nil
	}
	_ = conn.Close()
	return nil, failure(model.KindForbidden, nil, "Somebody else listens on the socket %s, who is neither root nor the owner of its directory. latchkey does not talk to them.", path)
}

func ownsDirectory(uid uint32, path string) bool {
	info, err := os.Stat(filepath.Dir(path))
	if err != nil || info.Mode().Perm()&0o002 != 0 {
		return false
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	return ok && owner.Uid == uid
}

// owner reports whether the other end takes this process for its own: root, or
// the user that it runs as.
func (c *Client) owner() bool { return os.Getuid() == 0 || uint32(os.Getuid()) == c.server }
