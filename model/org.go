package model

import (
	"slices"
	"strings"
	"time"
)

// Org is an organisation.
type Org struct {
	ID        OrgID
	Name      string
	CreatedAt time.Time
	Suspended bool // rule 1.5

	SSO        SSOMode
	SSODomains []string // for SSODomains mode: lower case, without @

	// ServiceTokenInactivity ends service-user tokens that long without use;
	// 0 means never (rule 3.4).
	ServiceTokenInactivity time.Duration

	OwnPermissions []Permission // names that the org added (rule 6.3)
	OwnKinds       []ItemKind   // kinds of items that the org named (rule 7.1)

	SeatLimits map[SeatType]int // the most seats of a type; no limit for a type that is not there (rule 10.1)
}

// SSOMode says how an org's people log in (rule 11.4).
type SSOMode string

// The modes of rule 11.4.
const (
	SSOOff         SSOMode = "off"
	SSOAndPassword SSOMode = "sso_and_password"
	SSOOnly        SSOMode = "sso_only"
	SSODomains     SSOMode = "sso_domains"
)

// SSOModes lists the modes in the order they are shown in.
func SSOModes() []SSOMode { return []SSOMode{SSOOff, SSOAndPassword, SSOOnly, SSODomains} }

// String returns the mode in words.
func (m SSOMode) String() string {
	switch m {
	case SSOAndPassword:
		return "SSO and password"
	case SSOOnly:
		return "SSO only"
	case SSODomains:
		return "SSO for named domains"
	}
	return "off"
}

// AsksPassword reports whether a person with this e-mail can log in with a
// password in the org, so that a password can be asked for (rule 4.2).
func (o Org) AsksPassword(email string) bool {
	switch o.SSO {
	case SSOOnly:
		return false
	case SSODomains:
		_, domain, _ := strings.Cut(email, "@")
		return !slices.Contains(o.SSODomains, domain)
	}
	return true
}

const day = 24 * time.Hour

// userInactivity is how long a user token lives without use (rule 3.4).
const userInactivity = 30 * day

// InactivityLimits lists what an org may choose for its service-user tokens;
// 0 is none, the default (rule 3.4).
func InactivityLimits() []time.Duration {
	return []time.Duration{0, 31 * day, 45 * day, 60 * day, 180 * day}
}
