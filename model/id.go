package model

import (
	"encoding/base32"
	"encoding/binary"
	"io"
	"strings"
	"time"
)

// Ids are a prefix and a ULID (rule 12.1): 48 bits of milliseconds since 1970
// and 80 random bits in Crockford's base 32, so that ids sort by creation.
type (
	OrgID         string // org_…
	UserID        string // usr_…
	ServiceUserID string // svc_…
	TokenID       string // tok_…
	SetID         string // set_…
)

const ulidLen = 26

var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// newID draws an id of type T. The error is of KindInternal: the system gave
// no randomness.
func newID[T ~string](prefix string, now time.Time, random io.Reader) (T, error) {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:8], uint64(now.UnixMilli())<<16)
	if _, err := io.ReadFull(random, raw[6:]); err != nil {
		return "", &Error{Kind: KindInternal, Message: "The system gave no random numbers; nothing was changed.", Err: err}
	}
	return T(prefix + ulid(raw)), nil
}

// ulid writes 128 bits as 26 characters. Base 32 takes 130, so the number is
// shifted: two zero bits stand in front (ULID specification, "Encoding").
func ulid(raw [16]byte) string {
	var shifted [17]byte
	for i := range shifted {
		if i > 0 {
			shifted[i] = raw[i-1] << 6
		}
		if i < 16 {
			shifted[i] |= raw[i] >> 2
		}
	}
	return crockford.EncodeToString(shifted[:])[:ulidLen]
}

// looksLikeID reports whether text has the form of an id with prefix.
func looksLikeID(prefix, text string) bool {
	rest, ok := strings.CutPrefix(text, prefix)
	return ok && len(rest) == ulidLen
}
