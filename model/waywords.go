package model

import "fmt"

// wayWords says in words how a way gives its level.
func (q *inquiry) wayWords(w Way) (string, error) {
	switch {
	case w.Owner:
		return "owns it", nil
	case w.Override != "":
		return string(w.Override), nil
	}
	words, err := q.grantWords(w.Grant)
	if err != nil || w.Through == "" || string(w.Through) == w.Grant.To.ID {
		return words, err
	}
	site, err := q.Site(w.Grant.To.Org, w.Through)
	return words + " → member of " + Printable(site.Name), err
}

// grantWords says in words what a grant is on, when it is a rule, and to whom it
// is given.
func (q *inquiry) grantWords(g Grant) (string, error) {
	to, err := q.granteeWords(g.To)
	if err != nil {
		return "", err
	}
	switch {
	case !g.Scope.IsRule():
		return "granted to " + to, nil
	case g.Scope.Site == "":
		return fmt.Sprintf("all %s granted to %s", g.Scope.Kind.Plural(), to), nil
	}
	site, err := q.Site(g.Scope.Org, g.Scope.Site)
	return fmt.Sprintf("all %s at %s granted to %s", g.Scope.Kind.Plural(), Printable(site.Name), to), err
}

// granteeWords names whom a grant is given to.
func (q *inquiry) granteeWords(to Grantee) (string, error) {
	name, err := q.granteeName(to)
	if err != nil {
		return "", missing(err)
	}
	name = Printable(name)
	switch to.Kind {
	case GranteeServiceUser:
		return "service user " + name, nil
	case GranteeGroup:
		return "group " + name, nil
	case GranteeSite:
		return "site " + name, nil
	case GranteeAllUsers:
		return "all users of " + name, nil
	case GranteeAllServiceUsers:
		return "all service users of " + name, nil
	}
	return name, nil
}

// granteeName returns the name of a user, a service user, a group or a site, and
// that of the org for all of its users or service users.
func (q *inquiry) granteeName(to Grantee) (string, error) {
	switch to.Kind {
	case GranteeUser:
		m, err := q.Membership(to.Org, UserID(to.ID))
		return m.Name, err
	case GranteeServiceUser:
		u, err := q.ServiceUser(to.Org, ServiceUserID(to.ID))
		return u.Name, err
	case GranteeGroup:
		g, err := q.Group(to.Org, GroupID(to.ID))
		return g.Name, err
	case GranteeSite:
		s, err := q.Site(to.Org, SiteID(to.ID))
		return s.Name, err
	}
	org, err := q.Org(to.Org)
	return org.Name, err
}
