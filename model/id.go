package model

import (
	"encoding/base32"
	"encoding/binary"
	"io"
	"strings"
	"sync"
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
	GroupID       string // grp_…
	SiteID        string // sit_…
	ItemID        string // itm_…
)

const ulidLen = 26

var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// idSource draws ids that sort in the order they were drawn, also within one
// millisecond: then the random part is the one before plus one (ULID
// specification, "Monotonicity").
type idSource struct {
	mu     sync.Mutex
	millis uint64
	random [10]byte
}

// newID draws an id of type T. The error is of KindInternal: the system gave no
// randomness.
func newID[T ~string](c *change, prefix string) (T, error) {
	raw, err := c.a.ids.next(c.now, c.a.options.Random)
	if err != nil {
		return "", err
	}
	return T(prefix + ulid(raw)), nil
}

func (s *idSource) next(now time.Time, random io.Reader) (raw [16]byte, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if millis := uint64(now.UnixMilli()); millis > s.millis {
		if _, err := io.ReadFull(random, s.random[:]); err != nil {
			return raw, noRandomness(err)
		}
		s.millis = millis
	} else {
		increment(s.random[:])
	}
	binary.BigEndian.PutUint64(raw[:8], s.millis<<16)
	copy(raw[6:], s.random[:])
	return raw, nil
}

func increment(number []byte) {
	for i := len(number) - 1; i >= 0; i-- {
		if number[i]++; number[i] != 0 {
			return
		}
	}
}

func noRandomness(err error) error {
	return &Error{Kind: KindInternal, Message: "The system gave no random numbers; nothing was changed.", Err: err}
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
	return ok && len(rest) == ulidLen && strings.Trim(rest, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == ""
}
