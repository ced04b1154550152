package model

import "context"

// SetView is a permission set with who holds it.
type SetView struct {
	PermissionSet
	Holders SetHolders
}

// ListPermissionSets returns an org's sets with who holds them, oldest first.
// Errors: KindForbidden, KindNotFound.
func (a *Authority) ListPermissionSets(ctx context.Context, actor Actor, org OrgID) ([]SetView, error) {
	var rows []SetView
	err := a.inquire(ctx, actor, org, ucListSets, func(q *inquiry) error {
		rows = nil
		sets, err := q.Tx.PermissionSets(org)
		if err != nil {
			return err
		}
		for _, set := range sets {
			holders, err := q.SetHolders(org, set.ID)
			if err != nil {
				return err
			}
			rows = append(rows, SetView{set, holders})
		}
		return nil
	})
	return rows, err
}

// previewMost is how many holders a SetPreview names.
const previewMost = 100

// SetPreview is what a change of a permission set would do.
type SetPreview struct {
	Lost, Gained []Permission
	Holders      SetHolders
	Subjects     []string    // the names of the first holders, people first
	Tokens       []TokenView // the active tokens of these
	More         int         // holders beyond those named
}

// PreviewPermissionSet says who would lose or gain what if a set were changed
// into r, without changing anything. Errors as of EditPermissionSet.
func (a *Authority) PreviewPermissionSet(ctx context.Context, actor Actor, org OrgID, id SetID, r SetRequest) (SetPreview, error) {
	if err := r.clean(); err != nil {
		return SetPreview{}, err
	}
	var p SetPreview
	err := a.inquire(ctx, actor, org, ucManageSets, func(q *inquiry) error {
		set, err := q.PermissionSet(org, id)
		if err != nil {
			return err
		}
		if err := q.checkEdit(set, r); err != nil {
			return err
		}
		p = SetPreview{
			Lost:   permissionsOf(set.Permissions).missingFrom(permissionsOf(r.Permissions)),
			Gained: permissionsOf(r.Permissions).missingFrom(permissionsOf(set.Permissions)),
		}
		if p.Holders, err = q.SetHolders(org, id); err != nil {
			return err
		}
		return q.previewHolders(&p, org, id)
	})
	return p, err
}

// previewHolders names the holders to who manages sets, with those of their
// tokens that the actor sees anyway (rule 5.2).
func (q *inquiry) previewHolders(p *SetPreview, org OrgID, id SetID) error {
	h := p.Holders
	p.More = h.ActiveMembers + h.DeactivatedMembers + h.ServiceUsers
	if !q.actor.holds(PermissionSetsManage) {
		return nil
	}
	members, err := q.MembersWithSet(org, id, PageRequest{Sort: SortName, Limit: previewMost})
	if err != nil {
		return err
	}
	for _, m := range members.Rows {
		alive, err := q.alive(Holder{User: m.User})
		if err != nil {
			return err
		}
		p.add(m.Name, alive, func(t TokenView) bool { return t.Org == org && q.actor.holds(TokensManage) })
	}
	users, err := q.usersWithSet(org, id)
	if err != nil {
		return err
	}
	alive, err := q.alive(Holder{Org: org})
	if err != nil {
		return err
	}
	for _, u := range users {
		p.add(u.Name, alive, func(t TokenView) bool { return t.Subject.ServiceUser == u.ID && q.actor.holds(ServiceUsersManage) })
	}
	p.More = max(p.More-len(p.Subjects), 0)
	return nil
}

func (p *SetPreview) add(name string, tokens []TokenView, theirs func(TokenView) bool) {
	p.Subjects = append(p.Subjects, name)
	for _, t := range tokens {
		if theirs(t) {
			p.Tokens = append(p.Tokens, t)
		}
	}
}

// usersWithSet returns the first service users that hold a set.
func (q *inquiry) usersWithSet(org OrgID, id SetID) ([]ServiceUser, error) {
	request := PageRequest{Sort: SortName, Limit: maxPage}
	var found []ServiceUser
	for {
		page, err := q.ServiceUsers(org, request)
		if err != nil {
			return nil, err
		}
		for _, u := range page.Rows {
			if len(found) < previewMost && containsSet(u.Sets, id) {
				found = append(found, u)
			}
		}
		if page.AtEnd || len(found) == previewMost {
			return found, nil
		}
		request.From = page.End
	}
}

func containsSet(sets []SetID, id SetID) bool {
	for _, s := range sets {
		if s == id {
			return true
		}
	}
	return false
}

// HoldersOf counts who holds a set and, for who manages sets, names the first
// people and service users who do. Errors: KindForbidden, KindNotFound.
func (a *Authority) HoldersOf(ctx context.Context, actor Actor, org OrgID, id SetID) (SetPreview, error) {
	var p SetPreview
	err := a.inquire(ctx, actor, org, ucListSets, func(q *inquiry) (err error) {
		p = SetPreview{}
		if _, err := q.PermissionSet(org, id); err != nil {
			return err
		}
		if p.Holders, err = q.SetHolders(org, id); err != nil {
			return err
		}
		return q.previewHolders(&p, org, id)
	})
	return p, err
}

// LeastSet returns the set of the org with the fewest permissions that covers
// all that a token's subject may do, so that an integration can be moved to a
// service user before the person goes. Errors: KindForbidden, KindNotFound.
func (a *Authority) LeastSet(ctx context.Context, actor Actor, ref TokenRef) (PermissionSet, error) {
	var least PermissionSet
	err := a.inquire(ctx, actor, ref.Org, ucListSets, func(q *inquiry) error {
		t, err := q.Token(ref)
		if err != nil {
			return err
		}
		if err := q.mayReach(t); err != nil {
			return err
		}
		owner, err := q.partyOf(t)
		if err != nil {
			return err
		}
		want, err := q.permissionsOf(t.Org, owner.sets)
		if err != nil {
			return err
		}
		sets, err := q.Tx.PermissionSets(t.Org)
		if err != nil {
			return err
		}
		least = PermissionSet{}
		for _, set := range sets {
			has := permissionsOf(set.Permissions)
			if len(want.missingFrom(has)) == 0 && (least.ID == "" || len(has) < len(permissionsOf(least.Permissions))) {
				least = set
			}
		}
		if least.ID == "" {
			return notFound("No permission set covers what the token may do.")
		}
		return nil
	})
	return least, err
}
