package model

import (
	"crypto/rsa"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// SSHKey is a public key that a person logs in with over SSH. A key is one
// person's: it says who they are.
type SSHKey struct {
	User        UserID
	Name        string
	Fingerprint string // as OpenSSH shows it: SHA256:…
	Line        string // type and base64, without options and comment
	AddedAt     time.Time
	LastUsedAt  time.Time
}

// Limits of what is pasted, and of how many keys a person has.
const (
	maxSSHKeys    = 20
	maxSSHKeyLine = 16 << 10 // bytes
	leastRSA      = 2048     // bits
)

// ParseSSHKey reads the line of a public key file. Its comment is the key's name
// at first, where it can be one. The error is of KindInvalid with FieldKey and
// says what is wrong: options, a certificate, a private key, a key that is too
// weak, or no key at all.
func ParseSSHKey(line string) (SSHKey, error) {
	line = strings.TrimSpace(line)
	if err := RefusePrivateKey(line); err != nil {
		return SSHKey{}, err
	}
	switch {
	case line == "":
		return SSHKey{}, invalid(FieldKey, "Paste the one line of a public key file, as in ~/.ssh/id_ed25519.pub.")
	case len(line) > maxSSHKeyLine, strings.ContainsAny(line, "\r\n"):
		return SSHKey{}, invalid(FieldKey, "Paste one public key: a single line.")
	}
	key, comment, options, _, err := ssh.ParseAuthorizedKey([]byte(line))
	if err != nil {
		return SSHKey{}, invalid(FieldKey, "That is not a public key. Paste the one line of a file like ~/.ssh/id_ed25519.pub.")
	}
	if len(options) > 0 {
		return SSHKey{}, invalid(FieldKey, "The line begins with options, which latchkey does not keep. Paste it from the type of the key on, as in ssh-ed25519.")
	}
	if err := strongEnough(key); err != nil {
		return SSHKey{}, err
	}
	name, err := CleanName(FieldName, comment)
	if err != nil {
		name = ""
	}
	return SSHKey{
		Name: name, Fingerprint: ssh.FingerprintSHA256(key),
		Line: strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key))),
	}, nil
}

// RefusePrivateKey returns an error of KindInvalid with FieldKey for text with a
// private key in it, of OpenSSH or PuTTY. What takes a paste asks it first: a
// private key has several lines, and to refuse those alone would not say what
// was nearly given away.
func RefusePrivateKey(text string) error {
	if !strings.Contains(text, "PRIVATE KEY") && !strings.Contains(text, "PuTTY-User-Key-File") {
		return nil
	}
	return invalid(FieldKey, "That is the private key, which never leaves its machine. Paste the public one, the file that ends in .pub, and make a new pair: this one has been shown.")
}

// strongEnough refuses what nobody should log in with.
func strongEnough(key ssh.PublicKey) error {
	switch key.Type() {
	case ssh.KeyAlgoED25519, ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521, ssh.KeyAlgoSKED25519, ssh.KeyAlgoSKECDSA256:
		return nil
	case ssh.KeyAlgoRSA:
		return longEnough(key)
	case "ssh-dss":
		return invalid(FieldKey, "That is a DSA key, which is no longer safe. Make another one: ssh-keygen -t ed25519.")
	}
	if _, ok := key.(*ssh.Certificate); ok {
		return invalid(FieldKey, "That is a certificate, and latchkey takes keys alone. Paste the public key that it was made for.")
	}
	return invalid(FieldKey, "Keys of the type %s are not taken. Make another one: ssh-keygen -t ed25519.", Printable(key.Type()))
}

func longEnough(key ssh.PublicKey) error {
	if k, ok := key.(ssh.CryptoPublicKey); ok {
		if rsaKey, ok := k.CryptoPublicKey().(*rsa.PublicKey); ok && rsaKey.N.BitLen() >= leastRSA {
			return nil
		}
	}
	return invalid(FieldKey, "That RSA key has less than %d bits, which is no longer safe. Make another one: ssh-keygen -t ed25519.", leastRSA)
}

// words names a key in the activity log.
func (k SSHKey) words() string { return k.Name + " (" + k.Fingerprint + ")" }
