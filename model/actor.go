package model

import (
	"slices"
	"unicode/utf8"
)

// Origin says where a request came from.
type Origin struct {
	Address string // an IP address, or a word such as "terminal"
	Agent   string // what asked, as in curl/8.5; may be empty
}

// Limits of an Origin, in bytes: it comes from outside and is kept with every
// use.
const (
	maxAddress = 64
	maxAgent   = 200
)

// clean returns the origin fit to be kept: short, and printable.
func (o Origin) clean() Origin {
	return Origin{Address: cut(Printable(o.Address), maxAddress), Agent: cut(Printable(o.Agent), maxAgent)}
}

// cut shortens text to at most n bytes, at the end of a character.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// Actor is who asks for something, as a log-in proved it. Only this package
// can make one that stands for a person; the zero Actor is nobody.
type Actor struct {
	user       UserID
	generation int      // of the account, at log-in
	token      TokenRef // of a session that was opened with a token
	secret     Hash     // the secret of that token that opened it
	key        keyRef   // of a session that was opened with an SSH key
	system     string   // the name of the OS user, for a SystemOperator
	origin     Origin
}

// SystemOperator returns the actor of rule 11.7: root or the owner of the data
// directory, on the box itself. Whether osUser is one of them is for the
// caller to have found out.
func SystemOperator(osUser string, origin Origin) Actor {
	return Actor{system: cut(Printable(osUser), maxAddress), origin: origin.clean()}
}

// User returns the id of the person, "" for a SystemOperator and for nobody.
func (a Actor) User() UserID { return a.user }

// Token returns the token that opened the session, if one did (rule 4.6).
func (a Actor) Token() (TokenRef, bool) { return a.token, a.token.ID != "" }

// acting is an Actor as one transaction finds it: who it is now, and what it
// may do in the org at hand.
type acting struct {
	Actor
	account     Account
	operator    bool // has operator rights in this session (rules 1.6, 4.6)
	org         Org
	membership  Membership // zero unless an active member
	set         PermissionSet
	permissions Permissions
	token       Token // of a session that was opened with a token
}

func (a acting) member() bool { return a.membership.User != "" }

// holds reports whether the actor has permission p in the org: by its set, or
// as an operator, who has every management use case (rule 1.6).
func (a acting) holds(p Permission) bool { return a.operator || a.permissions.Has(p) }

// lacks returns the permissions of want that the actor does not have, for
// rule 6.5. Names that an org added are its Administrators' to give, although
// their own set never has them (rule 6.2): else nobody there could.
func (a acting) lacks(want Permissions) []Permission {
	if a.operator {
		return nil
	}
	return slices.DeleteFunc(want.missingFrom(a.permissions), func(p Permission) bool {
		return a.set.Administrator && slices.Contains(a.org.OwnPermissions, p)
	})
}

// ref returns how the actor stands in the activity log (rule 9.1).
func (a acting) ref() ActorRef {
	switch {
	case a.system != "":
		return ActorRef{Kind: "system_user", Name: a.system}
	case a.user != "":
		return ActorRef{Kind: "user", ID: string(a.user), Name: a.account.Name, Token: string(a.Actor.token.ID)}
	}
	return ActorRef{Kind: "unknown", Name: "somebody"}
}
