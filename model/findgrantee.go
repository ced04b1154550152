package model

import (
	"context"
	"strings"
)

// The words for all of an org, where people name a grantee.
const (
	allUsersWord        = "all-users"
	allServiceUsersWord = "all-service-users"
)

// granteeKinds are the words that say what sort of grantee a name is of, and the
// prefix of its ids.
var granteeKinds = []struct {
	kind       GranteeKind
	word, form string
}{
	{GranteeUser, "user:", "usr_"},
	{GranteeServiceUser, "service-user:", "svc_"},
	{GranteeGroup, "group:", "grp_"},
	{GranteeSite, "site:", "sit_"},
}

// FindGrantee finds whom a grant is meant for: all-users or all-service-users; an
// id; an e-mail; or the unique name of a person, a service user, a group or a
// site (rule 12.1), with user:, service-user:, group: or site: in front when
// several have it. In front of all that, ORG/ means those of another org (rule
// 7.5), by its id, or by its name for who belongs there; by name its members and
// what it has are found by them alone.
//
// Errors: KindForbidden, KindNotFound, KindConflict with the candidates for a
// name that several have.
func (a *Authority) FindGrantee(ctx context.Context, actor Actor, org OrgID, text string) (Grantee, error) {
	var to Grantee
	err := a.inquire(ctx, actor, org, ucItems, func(q *inquiry) error {
		in, rest, err := q.orgInFront(org, strings.TrimSpace(text))
		if err != nil {
			return err
		}
		to, err = q.granteeCalled(in, rest)
		return err
	})
	if err != nil {
		return Grantee{}, err
	}
	return to, nil
}

// orgInFront returns the org that stands in front of a text, and what follows;
// own and all of the text when there is none.
func (q *inquiry) orgInFront(own OrgID, text string) (OrgID, string, error) {
	for i, r := range text {
		if r != '/' {
			continue
		}
		front, rest := text[:i], text[i+1:]
		if looksLikeID("org_", front) {
			return OrgID(front), rest, nil
		}
		org, err := q.OrgByName(front)
		if KindOf(err) == KindNotFound {
			continue
		}
		if err != nil {
			return "", "", err
		}
		if known, err := q.knows(org.ID); known || err != nil {
			return org.ID, rest, err
		}
	}
	return own, text, nil
}

// granteeCalled finds a grantee of an org by what it is called.
func (q *inquiry) granteeCalled(org OrgID, text string) (Grantee, error) {
	switch text {
	case allUsersWord:
		return q.presentGrantee(Grantee{Org: org, Kind: GranteeAllUsers})
	case allServiceUsersWord:
		return q.presentGrantee(Grantee{Org: org, Kind: GranteeAllServiceUsers})
	}
	known, err := q.knows(org)
	if err != nil {
		return Grantee{}, err
	}
	for _, k := range granteeKinds {
		name, said := strings.CutPrefix(text, k.word)
		switch {
		case looksLikeID(k.form, name):
			return q.presentGrantee(Grantee{Org: org, Kind: k.kind, ID: name})
		case said && known:
			return q.granteeNamed(org, k.kind, name)
		}
	}
	if !known {
		return Grantee{}, &Error{Kind: KindNotFound, Field: FieldGrantee, Message: "Those of another organisation are named by id, or all of them: " + allUsersWord + ", " + allServiceUsersWord + "."}
	}
	if strings.Contains(text, "@") {
		return q.granteeNamed(org, GranteeUser, text)
	}
	return q.onlyGrantee(org, text)
}

// presentGrantee returns a grantee that is there.
func (q *inquiry) presentGrantee(to Grantee) (Grantee, error) {
	r, err := q.recipient(to)
	if err == nil && r.gone {
		err = noGrantee()
	}
	return to, err
}

// granteeNamed finds a grantee of one kind by name, and a person by e-mail too.
func (q *inquiry) granteeNamed(org OrgID, kind GranteeKind, name string) (Grantee, error) {
	to, err := Grantee{Org: org, Kind: kind}, error(nil)
	switch kind {
	case GranteeUser:
		var m Membership
		m, err = q.memberCalled(org, name)
		to.ID = string(m.User)
	case GranteeServiceUser:
		var u ServiceUser
		u, err = q.ServiceUserByName(org, name)
		to.ID = string(u.ID)
	case GranteeGroup:
		var g Group
		g, err = q.GroupByName(org, name)
		to.ID = string(g.ID)
	case GranteeSite:
		var s Site
		s, err = q.SiteByName(org, name)
		to.ID = string(s.ID)
	}
	if KindOf(err) == KindNotFound {
		err = noGrantee()
	}
	return to, err
}

// onlyGrantee finds the one grantee of an org that has a name.
func (q *inquiry) onlyGrantee(org OrgID, name string) (Grantee, error) {
	var found []Grantee
	for _, k := range granteeKinds {
		to, err := q.granteeNamed(org, k.kind, name)
		if KindOf(err) == KindNotFound {
			continue
		}
		if err != nil {
			return Grantee{}, err
		}
		found = append(found, to)
	}
	return theOnly(found, name, func(to Grantee) string {
		return strings.ReplaceAll(string(to.Kind), "_", " ") + " " + to.ID
	}, noGrantee())
}
