package attach

import (
	"context"
	"errors"
	"fmt"
	"net"

	"example.com/latchkey/model"
)

// Client is a connection to a latchkey that nobody has logged in to yet.
type Client struct {
	conn   net.Conn
	path   string
	server uint32 // the uid that it runs as
}

// Dial connects to the first of the sockets that somebody answers on. It returns
// nil when there is none. The error is of KindForbidden for a socket that is not
// to be trusted, or that this user may not use.
func Dial(ctx context.Context, paths ...string) (*Client, error) {
	var denied error
	for _, path := range paths {
		conn, err := (&net.Dialer{}).DialContext(ctx, "unix", path)
		switch {
		case err == nil:
			return trusted(conn, path)
		case errors.Is(err, errPermission) && denied == nil:
			denied = failure(model.KindForbidden, err, "You may not use the socket %s of latchkey on this machine. Ask its owner for a place in its group.", path)
		}
	}
	return nil, denied
}

// Path returns the socket.
func (c *Client) Path() string { return c.path }

// Close closes a connection that nothing was made of.
func (c *Client) Close() error { return c.conn.Close() }

func failure(kind model.Kind, cause error, format string, args ...any) *model.Error {
	return &model.Error{Kind: kind, Message: fmt.Sprintf(format, args...), Err: cause}
}
