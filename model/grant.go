package model

import "time"

// Level is how far somebody's access to an item goes (rule 7.2).
type Level int

// The levels, each with all that those before it have.
const (
	LevelNone Level = iota
	LevelView
	LevelEdit
	LevelDelete
)

// Levels lists the levels that a grant can give.
func Levels() []Level { return []Level{LevelView, LevelEdit, LevelDelete} }

// String returns the level's name: none, view, edit or delete.
func (l Level) String() string {
	switch l {
	case LevelView:
		return "view"
	case LevelEdit:
		return "edit"
	case LevelDelete:
		return "delete"
	}
	return "none"
}

// ParseLevel returns the level with a name of Level.String. The error is of
// KindInvalid.
func ParseLevel(text string) (Level, error) {
	for _, l := range Levels() {
		if l.String() == text {
			return l, nil
		}
	}
	return LevelNone, invalid(FieldLevel, "A level is view, edit or delete.")
}

// GranteeKind says what sort of party a Grantee is.
type GranteeKind string

// Those whom a grant can be given to (rule 7.3).
const (
	GranteeUser            GranteeKind = "user"
	GranteeServiceUser     GranteeKind = "service_user"
	GranteeGroup           GranteeKind = "group"
	GranteeSite            GranteeKind = "site"
	GranteeAllUsers        GranteeKind = "all_users"
	GranteeAllServiceUsers GranteeKind = "all_service_users"
)

// Grantee is whom a grant is given to, in that org (rules 7.3, 7.5).
type Grantee struct {
	Org  OrgID
	Kind GranteeKind
	ID   string // of the user, service user, group or site; "" for all of an org
}

// Scope is what a grant is on: one item, or by a rule all items of a kind in
// the org, or those of a kind at a site and below it (rule 7.3).
type Scope struct {
	Org  OrgID
	Item ItemID   // of a grant on one item; "" for a rule
	Kind ItemKind // of a rule
	Site SiteID   // of a rule for one site and below; "" for the whole org
}

// IsRule reports whether the scope is that of a rule.
func (s Scope) IsRule() bool { return s.Item == "" }

// Grant gives a level on something to somebody. There is one for each scope
// and grantee.
type Grant struct {
	Scope Scope
	To    Grantee
	Level Level
	Term  int // of the person's Membership, for a grant to a user: who left and came back has it no more
	At    time.Time
	By    string // the name of who gave it
}
