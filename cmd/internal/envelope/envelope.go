// Package envelope is the encryption around a backup: age, by a passphrase or
// for recipients.
package envelope

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"

	"example.com/latchkey/model"
)

// To is whom a backup is encrypted for.
type To struct{ recipients []age.Recipient }

// ForRecipients encrypts for the holders of the identities of these recipients
// (age1…), each of whom can read it alone. The error is of KindInvalid.
func ForRecipients(texts ...string) (To, error) {
	var to To
	for _, text := range texts {
		list, err := age.ParseRecipients(strings.NewReader(text))
		if err != nil || len(list) != 1 {
			return To{}, invalid(err, "%q is not a recipient of age. One begins with age1; age-keygen makes it.", shown(text))
		}
		to.recipients = append(to.recipients, list...)
	}
	return to, nil
}

// shown is a text as far as it can be shown: it may be an identity that was taken
// for a recipient.
func shown(text string) string {
	if strings.Contains(strings.ToUpper(text), "SECRET") {
		return "(an identity)"
	}
	return text
}

// ListRecipients returns the recipients in a file: one a line, with empty lines
// and comments that begin with #. The error is of KindInvalid.
func ListRecipients(name string, r io.Reader) ([]string, error) {
	text, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return nil, invalid(err, "%s cannot be read.", name)
	}
	var list []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if _, err := ForRecipients(line); err != nil {
			return nil, invalid(err, "A line of %s is not a recipient of age. One begins with age1.", name)
		}
		list = append(list, line)
	}
	if len(list) == 0 {
		return nil, invalid(nil, "There is no recipient in %s.", name)
	}
	return list, nil
}

// ForPassphrase encrypts by a passphrase. The error is of KindInvalid.
func ForPassphrase(passphrase model.Secret) (To, error) {
	r, err := age.NewScryptRecipient(passphrase.Reveal())
	if err != nil {
		return To{}, invalid(err, "A backup is encrypted, so the passphrase cannot be empty.")
	}
	return To{[]age.Recipient{r}}, nil
}

// Seal returns a writer that encrypts into w. Nothing is done before the first
// byte, as a passphrase costs 256 MiB of memory for a second. What was written is
// whole only after Close; without it, it cannot be opened to its end.
func Seal(w io.Writer, to To) io.WriteCloser { return &sealing{w: w, to: to} }

type sealing struct {
	w   io.Writer
	to  To
	age io.WriteCloser
}

// Write encrypts p.
func (s *sealing) Write(p []byte) (int, error) {
	if s.age == nil {
		w, err := age.Encrypt(s.w, s.to.recipients...)
		if err != nil {
			return 0, err
		}
		s.age = w
	}
	return s.age.Write(p)
}

// Close writes the end.
func (s *sealing) Close() error {
	if s.age == nil {
		return nil
	}
	return s.age.Close()
}

// Keys are what a backup is opened with.
type Keys struct {
	identities []age.Identity
	named      bool // some are of a file
}

// ReadIdentities adds the identities in a file, as age-keygen writes it. The error
// is of KindInvalid and shows nothing of the file.
func (k *Keys) ReadIdentities(name string, r io.Reader) error {
	list, err := age.ParseIdentities(r)
	if err != nil {
		return invalid(nil, "%s holds no identity of age that can be used. A line of one begins with AGE-SECRET-KEY-; one that is encrypted itself has to be decrypted first.", name)
	}
	k.identities, k.named = append(k.identities, list...), true
	return nil
}

// Ask has the passphrase asked for when it is one that a backup is opened with,
// and not before.
func (k *Keys) Ask(ask func() (model.Secret, error)) {
	k.identities = append(k.identities, &asking{ask})
}

// asking is the passphrase that somebody is asked for.
type asking struct{ ask func() (model.Secret, error) }

var errWrongPassphrase = errors.New("the passphrase is wrong")

// Unwrap asks for the passphrase when there is one.
func (a *asking) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	if len(stanzas) != 1 || stanzas[0].Type != "scrypt" {
		return nil, age.ErrIncorrectIdentity
	}
	passphrase, err := a.ask()
	if err != nil {
		return nil, err
	}
	identity, err := age.NewScryptIdentity(passphrase.Reveal())
	if err != nil {
		return nil, errWrongPassphrase
	}
	key, err := identity.Unwrap(stanzas)
	if errors.Is(err, age.ErrIncorrectIdentity) {
		return nil, errWrongPassphrase
	}
	return key, err
}

// Open returns a reader of what was sealed into r. Its own errors tell a stream
// that is cut short, by io.ErrUnexpectedEOF, from one that was altered. Errors:
// those of Ask, KindUnauthenticated when the keys do not open it, KindInvalid
// when it is not encrypted by age.
func Open(r io.Reader, with Keys) (io.Reader, error) {
	plain, err := age.Decrypt(r, with.identities...)
	var known *model.Error
	var none *age.NoIdentityMatchError
	switch {
	case err == nil:
		return plain, nil
	case errors.As(err, &known):
		return nil, known
	case errors.Is(err, errWrongPassphrase):
		return nil, denied(err, "That is not the passphrase of this backup.")
	case !errors.As(err, &none):
		return nil, invalid(err, "This is not a backup of latchkey, or its beginning is damaged.")
	case len(none.StanzaTypes) == 1 && none.StanzaTypes[0] == "scrypt":
		return nil, denied(err, "This backup is opened by its passphrase. Leave --identity out.")
	}
	if with.named {
		return nil, denied(err, "None of these identities opens the backup. This backup is for recipients with other ones.")
	}
	return nil, denied(err, "This backup is for recipients. Name the file with the identity of one of them with --identity.")
}

func invalid(cause error, format string, args ...any) error {
	return &model.Error{Kind: model.KindInvalid, Message: fmt.Sprintf(format, args...), Err: cause}
}

func denied(cause error, sentence string) error {
	return &model.Error{Kind: model.KindUnauthenticated, Message: sentence, Err: cause}
}
