package model

import (
	"context"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Lengths of a password in Unicode code points (rule 11.2).
const (
	MinPassword = 15
	MaxPassword = 128
)

// maxTyped is how long what is typed as a password can be to be looked at, in
// bytes: well above MaxPassword code points in any normal form.
const maxTyped = 2048

// HashCost is what hashing a password with argon2id costs (RFC 9106).
type HashCost struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

// sane reports whether a cost that was read can be paid.
func (c HashCost) sane() bool {
	return c.Passes > 0 && c.Threads > 0 && c.Memory >= 8 && c.Memory <= 4<<20
}

// DefaultHashCost is above the least that OWASP's password storage cheat sheet
// asks for argon2id (19 MiB, 2 passes, 1 thread): about 30 ms on a small box.
var DefaultHashCost = HashCost{Memory: 46 * 1024, Passes: 1, Threads: 1}

//go:embed passwords.txt
var commonPasswordList string

var commonPasswords = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(commonPasswordList) {
		set[squeeze(strings.TrimSpace(line))] = true
	}
	return set
})

// cleanPassword returns a new password in the form it is hashed in (NFKC), or
// says why it will not do (rule 11.2): about its length, a list of common ones,
// or being made of what everybody knows of the person.
func cleanPassword(field Field, password Secret, known ...string) (Secret, error) {
	text := norm.NFKC.String(password.Reveal())
	switch n := utf8.RuneCountInString(text); {
	case !utf8.ValidString(password.Reveal()):
		return Secret{}, invalid(field, "The password is not valid UTF-8 text.")
	case n > MaxPassword:
		return Secret{}, invalid(field, "The password has %d characters; at most %d fit.", n, MaxPassword)
	}
	if err := guessable(field, "password", text); err != nil {
		return Secret{}, err
	}
	if madeOf(text, known) {
		return Secret{}, invalid(field, "That password is made of your e-mail or of your organisation's name; choose another.")
	}
	return NewSecret(text), nil
}

// CheckPassphrase refuses a new passphrase that is guessed as easily as a password
// that rule 11.2 refuses: whoever has what it encrypts can try as many as they like.
// The error is of KindInvalid.
func CheckPassphrase(passphrase Secret) error {
	return guessable("", "passphrase", passphrase.Reveal())
}

// guessable says why a text will not do as a password or the like: it is too short,
// or on a list of common ones.
func guessable(field Field, noun, text string) error {
	if n := utf8.RuneCountInString(text); n < MinPassword {
		return invalid(field, "The %s has %s; it needs at least %d. A few words in a row do well.", noun, counted(n, "character"), MinPassword)
	}
	if isCommon(text) {
		return invalid(field, "That is one of the passwords that are tried first; choose another.")
	}
	return nil
}

// squeeze is text as guessers see it: lower case, letters and digits alone.
func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -_.,!?@#$&*+'\"/\\()", r) {
			return -1
		}
		return r
	}, foldName(text))
}

// isCommon reports whether the password is on the list, or one thing of the
// list (or one character, or a short run) again and again.
func isCommon(text string) bool {
	squeezed := squeeze(text)
	if commonPasswords()[squeezed] || squeezed == "" {
		return true
	}
	for n := 1; n <= len(squeezed)/2; n++ {
		unit := squeezed[:n]
		if strings.HasPrefix(strings.Repeat(unit, len(squeezed)/n+1), squeezed) && (n <= 4 || commonPasswords()[unit]) {
			return true
		}
	}
	return false
}

// madeOf reports whether nothing much is left of the password without the parts
// of what is known of the person: the e-mail, its parts, the org's name.
func madeOf(text string, known []string) bool {
	whole := squeeze(text)
	rest := whole
	for _, k := range known {
		parts := append([]string{k}, strings.FieldsFunc(k, func(r rune) bool { return strings.ContainsRune("@.-_+ ", r) })...)
		for _, part := range parts {
			if part = squeeze(part); len(part) >= 3 {
				rest = strings.ReplaceAll(rest, part, "")
			}
		}
	}
	return rest != whole && utf8.RuneCountInString(strings.Trim(rest, "0123456789")) < 4
}

// hashPassword returns the password's argon2id hash in PHC string form.
func hashPassword(random io.Reader, password Secret, cost HashCost) (string, error) {
	salt := make([]byte, 16)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", noRandomness(err)
	}
	return phc(salt, argon2.IDKey([]byte(password.Reveal()), salt, cost.Passes, cost.Memory, cost.Threads, 32), cost), nil
}

// decoyHash returns a hash that costs as much as any other to compare with, and
// that no password is known to fit.
func decoyHash(random io.Reader, cost HashCost) (string, error) {
	raw := make([]byte, 16+32)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", noRandomness(err)
	}
	return phc(raw[:16], raw[16:], cost), nil
}

func phc(salt, key []byte, cost HashCost) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, cost.Memory, cost.Passes, cost.Threads,
		b64.EncodeToString(salt), b64.EncodeToString(key))
}

// fits reports whether the password has the hash. A hash that cannot be read
// fits nothing (rule 8.4). The text is compared in NFKC, as it was hashed.
func fits(password Secret, hash string) bool {
	var version int
	var cost HashCost
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &cost.Memory, &cost.Passes, &cost.Threads); err != nil || version != argon2.Version {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(want) != 32 || !cost.sane() {
		return false
	}
	text := norm.NFKC.String(password.Reveal())
	got := argon2.IDKey([]byte(text), salt, cost.Passes, cost.Memory, cost.Threads, 32)
	return subtle.ConstantTimeCompare(got, want) == 1
}

// hashNew returns the hash of a new password, with the bound of compare. The
// error is that of ctx, or of KindInternal without randomness.
func (a *Authority) hashNew(ctx context.Context, password Secret) (string, error) {
	if err := a.startHashing(ctx); err != nil {
		return "", err
	}
	defer a.endHashing()
	return hashPassword(a.options.Random, password, a.options.Hashing)
}

func (a *Authority) startHashing(ctx context.Context) error {
	select {
	case a.hashing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return a.bland(ctx.Err())
	}
}

func (a *Authority) endHashing() { <-a.hashing }

// compare is fits with a bound on how many run at once, since each takes the
// memory of its cost. Without a hash it takes the same time and says no
// (rule 11.3). The error is that of ctx.
func (a *Authority) compare(ctx context.Context, password Secret, hash string) (bool, error) {
	known := hash != ""
	if len(password.Reveal()) > maxTyped { // no password is that long: it costs no more than any other
		password, known = Secret{}, false
	}
	if !known {
		hash = a.decoy
	}
	if err := a.startHashing(ctx); err != nil {
		return false, err
	}
	defer a.endHashing()
	return fits(password, hash) && known, nil
}
