package model

import (
	"context"
	"strings"
)

// What people name on a command line is an id or a unique name (rule 12.1).
// These methods find it among what the actor may list. The errors are of
// KindNotFound, and of KindConflict with the candidates for a name that
// several have.

// FindOrg finds an org by id or name.
func (a *Authority) FindOrg(ctx context.Context, actor Actor, text string) (Org, error) {
	var found Org
	err := a.inquire(ctx, actor, "", ucListOrgs, func(q *inquiry) error {
		org, err := q.orgNamed(text)
		if err != nil {
			return err
		}
		v, err := q.orgView(org)
		if err != nil {
			return err
		}
		if !q.mayList(v) {
			return noOrg()
		}
		found = org
		return nil
	})
	return found, err
}

func (q *inquiry) orgNamed(text string) (Org, error) {
	find := func() (Org, error) { return q.OrgByName(text) }
	if looksLikeID("org_", text) {
		find = func() (Org, error) { return q.Org(OrgID(text)) }
	}
	org, err := find()
	if KindOf(err) == KindNotFound {
		return Org{}, noOrg()
	}
	return org, err
}

func noOrg() error {
	return &Error{Kind: KindNotFound, Field: FieldOrg, Message: "There is no such organisation among yours."}
}

// FindPermissionSet finds a permission set of an org by id or name.
func (a *Authority) FindPermissionSet(ctx context.Context, actor Actor, org OrgID, text string) (PermissionSet, error) {
	var set PermissionSet
	err := a.inquire(ctx, actor, org, ucListSets, func(q *inquiry) (err error) {
		if looksLikeID("set_", text) {
			set, err = q.PermissionSet(org, SetID(text))
		} else {
			set, err = q.PermissionSetByName(org, text)
		}
		if KindOf(err) == KindNotFound {
			return &Error{Kind: KindNotFound, Field: FieldSets, Message: "There is no permission set " + Printable(text) + " in the organisation."}
		}
		return err
	})
	return set, err
}

// FindServiceUser finds a service user of an org by id or name.
func (a *Authority) FindServiceUser(ctx context.Context, actor Actor, org OrgID, text string) (ServiceUser, error) {
	var u ServiceUser
	err := a.inquire(ctx, actor, org, ucListService, func(q *inquiry) (err error) {
		if looksLikeID("svc_", text) {
			u, err = q.serviceUser(org, ServiceUserID(text))
		} else {
			u, err = q.ServiceUserByName(org, text)
		}
		if KindOf(err) == KindNotFound {
			return notFound("There is no service user %s in the organisation.", Printable(text))
		}
		return err
	})
	return u, err
}

// FindToken finds a token by id or name among those that query lists. A name
// that a living token has means that one, whatever ended ones had it before.
func (a *Authority) FindToken(ctx context.Context, actor Actor, query TokenQuery, text string) (TokenView, error) {
	var living, ended []TokenView
	query.Page = PageRequest{Sort: SortCreated, Limit: maxPage}
	for {
		page, err := a.ListTokens(ctx, actor, query)
		if err != nil {
			return TokenView{}, err
		}
		for _, v := range page.Rows {
			switch {
			case string(v.ID) == text:
				return v, nil
			case foldName(v.Name) != foldName(text):
			case v.Alive():
				living = append(living, v)
			default:
				ended = append(ended, v)
			}
		}
		if page.AtEnd {
			break
		}
		query.Page.From = page.End
	}
	if len(living) == 0 {
		living = ended
	}
	return onlyToken(living, text)
}

func onlyToken(found []TokenView, text string) (TokenView, error) {
	switch len(found) {
	case 0:
		return TokenView{}, &Error{Kind: KindNotFound, Field: FieldToken, Message: "There is no token " + Printable(text) + " here."}
	case 1:
		return found[0], nil
	}
	var ids []string
	for _, v := range found {
		ids = append(ids, string(v.ID)+" of "+Printable(v.Owner))
	}
	return TokenView{}, conflict(FieldToken, "Several tokens are called %s; say which by id: %s.", Printable(text), strings.Join(ids, ", "))
}
