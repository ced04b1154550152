package model

import "time"

// The quotas of rule 3.2.
const (
	MaxUserTokens        = 10 // active user tokens per user, over all orgs
	MaxServiceUserTokens = 20 // active service-user tokens per org
)

// Subject is what a token acts as: exactly one of the two is set (rule 3.1).
type Subject struct {
	User        UserID
	ServiceUser ServiceUserID
}

// IsServiceUser reports whether the subject is a service user.
func (s Subject) IsServiceUser() bool { return s.ServiceUser != "" }

// ID returns the subject's id as text.
func (s Subject) ID() string {
	if s.IsServiceUser() {
		return string(s.ServiceUser)
	}
	return string(s.User)
}

// Kind returns "user" or "service_user".
func (s Subject) Kind() string {
	if s.IsServiceUser() {
		return "service_user"
	}
	return "user"
}

// prefix is that of the secrets of the subject's tokens.
func (s Subject) prefix() string {
	if s.IsServiceUser() {
		return PrefixServiceUser
	}
	return PrefixUser
}

// Hash is what the store keeps of a secret: HMAC-SHA256 with the pepper (rule 3.9).
type Hash [32]byte

// Token is one API token as it is stored. Whether it is good depends on more:
// see TokenView.
type Token struct {
	ID        TokenID
	Org       OrgID
	Subject   Subject
	Name      string
	Note      string
	CreatedAt time.Time
	CreatedBy string    // the name of who made it
	EndsAt    time.Time // rule 3.5; zero when there is none
	Epoch     int       // of the membership when it was made; 0 for a service user's
	LastFour  string    // of the secret

	Hash          Hash
	PreviousHash  Hash      // of the secret before the last regeneration
	PreviousUntil time.Time // when that one ends; zero when there is none (rule 5.4)
	RegeneratedAt time.Time

	SecretSeen bool // copied, saved or closed with a yes (rule 3.8)

	Ended EndReason // "" while nothing ended it in writing
	EndAt time.Time
	EndBy string // the name of who ended it; "" for time itself
}

// EndReason says why a token ended.
type EndReason string

// The reasons why a token ends.
const (
	EndRevoked     EndReason = "revoked"
	EndUnused      EndReason = "unused"       // rule 3.4
	EndDate        EndReason = "end_date"     // rule 3.5
	EndDeactivated EndReason = "deactivated"  // rule 1.3
	EndRemoved     EndReason = "removed"      // rule 1.3
	EndDeleted     EndReason = "user_deleted" // the service user was deleted (rule 2.6)
)

// String returns the reason in words.
func (r EndReason) String() string {
	switch r {
	case EndRevoked:
		return "revoked"
	case EndUnused:
		return "unused"
	case EndDate:
		return "end date"
	case EndDeactivated:
		return "owner deactivated"
	case EndRemoved:
		return "owner left"
	case EndDeleted:
		return "service user deleted"
	}
	return ""
}

// expired reports whether the reason is one of time or of the owner's going,
// as against somebody's revoking.
func (r EndReason) expired() bool { return r != "" && r != EndRevoked && r != EndDeleted }

// TokenRef finds a token: always through its org.
type TokenRef struct {
	Org OrgID
	ID  TokenID
}

// Holder is what a quota of rule 3.2 is counted for: a user for user tokens, an
// org for service-user tokens. Exactly one is set.
type Holder struct {
	User UserID
	Org  OrgID
}

func (t Token) ref() TokenRef { return TokenRef{t.Org, t.ID} }

// takes reports whether a secret of the token is good: the present one, or the
// one before during its overlap (rule 5.4).
func (t *Token) takes(secret Hash, now time.Time) bool {
	return secret == t.Hash || secret == t.PreviousHash && now.Before(t.PreviousUntil)
}

func (t Token) holder() Holder {
	if t.Subject.IsServiceUser() {
		return Holder{Org: t.Org}
	}
	return Holder{User: t.Subject.User}
}
