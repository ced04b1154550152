package sshserver

import (
	"bufio"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"math/big"
	"net"
	"slices"
	"strings"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// Numbers of messages, of RFC 4253, 4252, 4256 and 4254.
const (
	msgServiceAccept = 6
	msgKexInit       = 20
	msgNewKeys       = 21
	msgKexReply      = 31
	msgFailure       = 51
	msgSuccess       = 52
	msgGoOn          = 60 // the key is worth signing with, or a question
	msgChannelOpened = 91
	msgChannelData   = 94
)

// wire is a client of SSH that is written by hand, as an attacker's would be:
// each message is the test's to choose, and so is their order. Where a library
// keeps to one user name, and signs with the key that it has offered, this one
// need not.
type wire struct {
	*world
	conn    net.Conn
	in      *bufio.Reader
	session []byte // what names the connection in a signature
	out     *sealed
	sent    *sealed // by the server
}

// sealed is one direction after the keys were exchanged: aes128-gcm (RFC 5647).
type sealed struct {
	aead  cipher.AEAD
	nonce []byte
}

func (s *sealed) next() []byte {
	now := slices.Clone(s.nonce)
	binary.BigEndian.PutUint64(s.nonce[4:], binary.BigEndian.Uint64(s.nonce[4:])+1)
	return now
}

// wire connects as far as to where somebody is asked who they are.
func (w *world) wire() *wire {
	w.t.Helper()
	conn, err := net.Dial("tcp", w.tcp)
	w.must(err)
	w.t.Cleanup(func() { _ = conn.Close() })
	w.must(conn.SetDeadline(time.Now().Add(20 * time.Second)))
	c := &wire{world: w, conn: conn, in: bufio.NewReader(conn)}
	c.exchangeKeys()
	c.send(gossh.Marshal(struct {
		Name string `sshtype:"5"`
	}{"ssh-userauth"}))
	c.await(msgServiceAccept)
	return c
}

type kexInit struct {
	Cookie               [16]byte `sshtype:"20"`
	Kex, HostKey         []string
	CipherOut, CipherIn  []string
	MACOut, MACIn        []string
	Compress, Uncompress []string
	LanguageOut, In      []string
	Guess                bool
	Reserved             uint32
}

// exchangeKeys is curve25519-sha256 (RFC 8731), with the host key looked at.
func (c *wire) exchangeKeys() {
	c.t.Helper()
	const version = "SSH-2.0-handwritten"
	_, err := io.WriteString(c.conn, version+"\r\n")
	c.must(err)
	theirVersion, err := c.in.ReadString('\n')
	c.must(err)
	none, gcm := []string{"none"}, []string{gossh.CipherAES128GCM}
	init := gossh.Marshal(kexInit{
		Kex: []string{gossh.KeyExchangeCurve25519}, HostKey: []string{gossh.KeyAlgoED25519}, CipherOut: gcm, CipherIn: gcm,
		MACOut: []string{gossh.HMACSHA256}, MACIn: []string{gossh.HMACSHA256}, Compress: none, Uncompress: none,
	})
	c.send(init)
	theirInit := c.await(msgKexInit)
	private, err := ecdh.X25519().GenerateKey(rand.Reader)
	c.must(err)
	public := private.PublicKey().Bytes()
	c.send(gossh.Marshal(struct {
		Public []byte `sshtype:"30"`
	}{public}))
	var reply struct {
		HostKey           []byte `sshtype:"31"`
		Public, Signature []byte
	}
	c.must(gossh.Unmarshal(c.await(msgKexReply), &reply))
	theirs, err := ecdh.X25519().NewPublicKey(reply.Public)
	c.must(err)
	shared, err := private.ECDH(theirs)
	c.must(err)
	k := new(big.Int).SetBytes(shared)
	sum := sha256.Sum256(gossh.Marshal(struct {
		Version, TheirVersion                            string
		Init, TheirInit, HostKey, Public, TheirPublicKey []byte
		Shared                                           *big.Int
	}{version, strings.TrimRight(theirVersion, "\r\n"), init, theirInit, reply.HostKey, public, reply.Public, k}))
	c.session = sum[:]
	var signature gossh.Signature
	c.must(gossh.Unmarshal(reply.Signature, &signature))
	c.must(c.host.PublicKey().Verify(c.session, &signature))
	c.send([]byte{msgNewKeys})
	c.await(msgNewKeys)
	c.out, c.sent = c.sealed(k, 'C', 'A'), c.sealed(k, 'D', 'B')
}

// sealed derives the key and the first nonce of a direction.
func (c *wire) sealed(shared *big.Int, key, nonce byte) *sealed {
	c.t.Helper()
	derive := func(letter byte) []byte {
		sum := sha256.Sum256(gossh.Marshal(struct {
			Shared *big.Int
			Rest   []byte `ssh:"rest"`
		}{shared, slices.Concat(c.session, []byte{letter}, c.session)}))
		return sum[:]
	}
	block, err := aes.NewCipher(derive(key)[:16])
	c.must(err)
	aead, err := cipher.NewGCM(block)
	c.must(err)
	return &sealed{aead, derive(nonce)[:12]}
}

// send sends one message. A connection that has ended shows where an answer is
// waited for.
func (c *wire) send(payload []byte) {
	block, head := 8, 4
	if c.out != nil {
		block, head = 16, 0 // the length is in clear then
	}
	padding := block - (head+1+len(payload))%block
	if padding < 4 {
		padding += block
	}
	body := slices.Concat([]byte{byte(padding)}, payload, make([]byte, padding))
	packet := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	if c.out != nil {
		body = c.out.aead.Seal(nil, c.out.next(), body, packet)
	}
	_, _ = c.conn.Write(append(packet, body...))
}

// read returns the next message.
func (c *wire) read() ([]byte, error) {
	head := make([]byte, 4)
	if _, err := io.ReadFull(c.in, head); err != nil {
		return nil, err
	}
	body := make([]byte, binary.BigEndian.Uint32(head))
	if c.sent != nil {
		body = append(body, make([]byte, c.sent.aead.Overhead())...)
	}
	if _, err := io.ReadFull(c.in, body); err != nil {
		return nil, err
	}
	if c.sent != nil {
		var err error
		if body, err = c.sent.aead.Open(nil, c.sent.next(), body, head); err != nil {
			return nil, err
		}
	}
	return body[1 : len(body)-int(body[0])], nil
}

// await returns the next message of one of these numbers; nil when the server has
// ended the connection before.
func (c *wire) await(numbers ...byte) []byte {
	c.t.Helper()
	for {
		message, err := c.read()
		if timedOut(err) {
			c.t.Fatalf("none of the messages %v comes", numbers)
		}
		if err != nil {
			return nil
		}
		if slices.Contains(numbers, message[0]) {
			return message
		}
	}
}

// who runs a command and returns who it is told that runs it; "" when the server
// has ended the connection.
func (c *wire) who() string {
	c.t.Helper()
	c.send(gossh.Marshal(struct {
		Type             string `sshtype:"90"`
		ID, Window, Most uint32
	}{"session", 0, 1 << 20, 1 << 15}))
	var opened struct {
		Mine         uint32 `sshtype:"91"`
		Theirs       uint32
		Window, Most uint32
	}
	message := c.await(msgChannelOpened)
	if message == nil {
		return ""
	}
	c.must(gossh.Unmarshal(message, &opened))
	c.send(gossh.Marshal(struct {
		ID      uint32 `sshtype:"98"`
		Type    string
		Reply   bool
		Command string
	}{opened.Theirs, "exec", false, "whoami"}))
	var data struct {
		ID   uint32 `sshtype:"94"`
		Text string
	}
	if message = c.await(msgChannelData); message == nil {
		return ""
	}
	c.must(gossh.Unmarshal(message, &data))
	return strings.TrimSpace(data.Text)
}
