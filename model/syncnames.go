package model

import (
	"slices"
	"strings"
)

// syncOwner finds an owner of the org at hand: a person or a service user, by id,
// e-mail or unique name (rule 12.1).
func (q *inquiry) syncOwner(text string) (Subject, error) {
	to, err := q.syncNamed(FieldOwner, q.actor.org.ID, text, GranteeUser, GranteeServiceUser)
	if to.Kind == GranteeServiceUser {
		return Subject{ServiceUser: ServiceUserID(to.ID)}, err
	}
	return Subject{User: UserID(to.ID)}, err
}

// syncSite finds a site of the org at hand by id or name.
func (q *inquiry) syncSite(text string) (SiteID, error) {
	to, err := q.syncNamed(FieldSite, q.actor.org.ID, text, GranteeSite)
	return SiteID(to.ID), err
}

// syncGrantee finds whom a grant is for, as FindGrantee reads it; those of another
// org, which org_…/ in front says, by id alone.
func (q *inquiry) syncGrantee(text string) (Grantee, error) {
	org, rest := q.actor.org.ID, strings.TrimSpace(text)
	if front, after, cut := strings.Cut(rest, "/"); cut && looksLikeID("org_", front) {
		org, rest = OrgID(front), after
	}
	switch rest {
	case allUsersWord:
		return Grantee{Org: org, Kind: GranteeAllUsers}, nil
	case allServiceUsersWord:
		return Grantee{Org: org, Kind: GranteeAllServiceUsers}, nil
	}
	return q.syncNamed(FieldGrantee, org, rest, GranteeUser, GranteeServiceUser, GranteeGroup, GranteeSite)
}

// syncNamed finds the one of an org that is meant, among those of some kinds: by
// id, which nobody looks up here; or in the org at hand by e-mail or unique name,
// with the kind in front where several have it.
func (q *inquiry) syncNamed(field Field, org OrgID, text string, kinds ...GranteeKind) (Grantee, error) {
	var found []Grantee
	for _, k := range granteeKinds {
		if !slices.Contains(kinds, k.kind) {
			continue
		}
		name, said := strings.CutPrefix(text, k.word)
		if looksLikeID(k.form, name) {
			return Grantee{Org: org, Kind: k.kind, ID: name}, nil
		}
		if org != q.actor.org.ID || strings.Contains(text, "@") && k.kind != GranteeUser {
			continue
		}
		to, err := q.granteeNamed(org, k.kind, name)
		switch kind := KindOf(err); {
		case said && kind == "":
			return to, nil
		case kind == "":
			found = append(found, to)
		case kind != KindNotFound:
			return Grantee{}, err
		}
	}
	return theOnly(found, text, func(to Grantee) string {
		return strings.ReplaceAll(string(to.Kind), "_", " ") + " " + to.ID
	}, syncNobody(field, text))
}

// syncNobody is the answer for who or what is not there.
func syncNobody(field Field, text string) error {
	what := "person, service user, group or site"
	switch field {
	case FieldOwner:
		what = "person or service user"
	case FieldSite:
		what = "site"
	}
	return &Error{Kind: KindNotFound, Field: field, Message: "There is no such " + what + ": " + cut(Printable(text), 4*MaxName) + "."}
}
