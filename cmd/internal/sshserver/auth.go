package sshserver

import (
	"context"
	"errors"
	"os"
	"os/user"
	"strconv"

	"github.com/charmbracelet/ssh"
	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/model"
)

// Caller is who is at the other end of a session.
type Caller struct {
	Actor  model.Actor // who logged in; the zero one on the unix socket where nobody did
	Org    model.OrgID // where they work; "" for no org
	Origin model.Origin
	Peer   *Peer // on the unix socket
}

// LoggedIn reports whether the caller has proved who they are in latchkey.
func (c Caller) LoggedIn() bool { return c.Actor.User() != "" }

// Owner reports whether the caller is root, or the user that this process runs
// as, on the machine itself.
func (c Caller) Owner() bool {
	return c.Peer != nil && c.Peer.Known && (c.Peer.UID == 0 || c.Peer.UID == uint32(os.Getuid()))
}

// OSUser names the caller's user on the machine itself.
func (c Caller) OSUser() string {
	if c.Peer == nil || !c.Peer.Known {
		return "somebody"
	}
	id := strconv.FormatUint(uint64(c.Peer.UID), 10)
	if u, err := user.LookupId(id); err == nil {
		return u.Username
	}
	return "uid " + id
}

// callerKey is where the permissions of the attempt that succeeded have the
// Caller. Nothing else says who it is.
type callerKey struct{}

func callerOf(c *gossh.ServerConn) (Caller, bool) {
	if c.Permissions == nil {
		return Caller{}, false
	}
	who, ok := c.Permissions.ExtraData[callerKey{}].(Caller)
	return who, ok
}

// errRefused is all that anybody outside hears of a log-in that failed.
var errRefused = errors.New("permission denied")

// knock is the log-in of one connection.
type knock struct {
	server *Server
	ctx    context.Context
	conn   *conn
}

// config returns how a connection can log in. The methods are all of them set
// here: what the library would add of itself stores what has not been proved.
func (s *Server) config(ctx ssh.Context) *gossh.ServerConfig {
	c, _ := ctx.Value(connKey{}).(*conn) // remember put it there
	k := knock{server: s, ctx: ctx, conn: c}
	return &gossh.ServerConfig{
		MaxAuthTries:                s.limits.Offers,
		NoClientAuth:                true, // whom it lets in is for the callback to say
		NoClientAuthCallback:        k.none,
		PasswordCallback:            k.password,
		KeyboardInteractiveCallback: k.interactive,
		PublicKeyCallback:           k.offered,
		VerifiedPublicKeyCallback:   k.signed,
	}
}

func (k knock) origin(agent string) model.Origin {
	return model.Origin{Address: k.conn.from(), Agent: agent}
}

// none lets in who comes through the unix socket without a user name. They are
// nobody: what they may do is for Owner and for the log-in on the screens.
func (k knock) none(m gossh.ConnMetadata) (*gossh.Permissions, error) {
	if !k.conn.local() || m.User() != "" {
		return nil, errRefused
	}
	return k.grant(Caller{Origin: k.origin("latchkey")})
}

// grant ends the log-in.
func (k knock) grant(who Caller) (*gossh.Permissions, error) {
	who.Peer = k.conn.peer
	if !k.conn.loggedIn() {
		return nil, &gossh.BannerError{Err: errRefused, Message: "latchkey has as many sessions as it takes; try again later.\r\n"}
	}
	return &gossh.Permissions{ExtraData: map[any]any{callerKey{}: who}}, nil
}

// offered says whether a key is worth signing with. Nothing is proved by it, and
// nothing is remembered.
func (k knock) offered(_ gossh.ConnMetadata, key gossh.PublicKey) (*gossh.Permissions, error) {
	known, err := k.server.options.Authority.KnowsSSHKey(k.ctx, gossh.FingerprintSHA256(key))
	if err != nil || !known {
		return nil, errRefused
	}
	return nil, nil
}

// signed lets in whoever has signed with a key. The key says who that is,
// whatever the user name.
func (k knock) signed(m gossh.ConnMetadata, key gossh.PublicKey, _ *gossh.Permissions, _ string) (*gossh.Permissions, error) {
	from := k.origin(agentOf(m))
	actor, org, err := k.server.options.Authority.LogInWithKey(k.ctx, gossh.FingerprintSHA256(key), from)
	if err != nil {
		return nil, errRefused
	}
	return k.grant(Caller{Actor: actor, Org: org, Origin: from})
}

// agentOf names the client, as it says itself.
func agentOf(m gossh.ConnMetadata) string { return "ssh, " + string(m.ClientVersion()) }
