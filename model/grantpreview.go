package model

import "context"

// GrantPreview is whom a grant, a group or a site brings to items, and with which
// tokens: what may stop when it is taken away (rule 5.3). Who reaches an item in
// another way too is among them.
type GrantPreview struct {
	Subjects []string    // the names of the first 100, as far as the actor may list them
	Tokens   []TokenView // those of their active tokens in the org that the actor sees anyway (rule 5.2)
	More     int         // subjects beyond those named, also for who may not list them; 1,000 stands for more too
	Hidden   bool        // they are of another org, and not for the actor to count
}

// GrantStops says whom a grant covers now, for the question before TakeBack, and
// for whoever may do that. Errors as of TakeBack.
func (a *Authority) GrantStops(ctx context.Context, actor Actor, s Scope, to Grantee) (GrantPreview, error) {
	var p GrantPreview
	s = s.clean()
	err := a.inquire(ctx, actor, s.Org, ucItems, func(q *inquiry) error {
		g, err := q.granting(s, to)
		if err != nil {
			return err
		}
		if _, err := q.mayGrant(s, g.had()); err != nil {
			return err
		}
		p, err = q.grantStops(g)
		return err
	})
	return p, err
}

func (q *inquiry) grantStops(g granting) (GrantPreview, error) {
	switch {
	case !g.found:
		return GrantPreview{}, noGrant()
	case g.had() == LevelNone:
		return GrantPreview{}, nil
	case g.to.Org != q.actor.org.ID && !q.actor.operator:
		return GrantPreview{Hidden: true}, nil
	}
	p := GrantPreview{}
	err := q.eachCovered(g.to.Grantee, func(s Subject, name string) (bool, error) {
		return p.More < ownedMost, q.stops(&p, g.to.Grantee, s, name)
	})
	return p, err
}

// stops adds a subject that a grantee includes to what may stop.
func (q *inquiry) stops(p *GrantPreview, to Grantee, s Subject, name string) error {
	if len(p.Subjects) >= previewMost || !q.lists(to) {
		p.More++
		return nil
	}
	p.Subjects = append(p.Subjects, name)
	if s.IsServiceUser() && !q.actor.holds(ServiceUsersManage) || !s.IsServiceUser() && s.User != q.actor.user && !q.actor.holds(TokensManage) {
		return nil
	}
	holder := Holder{User: s.User}
	if s.IsServiceUser() {
		holder = Holder{Org: to.Org}
	}
	alive, err := q.alive(holder)
	for _, t := range alive {
		if t.Org == to.Org && t.Subject == s {
			p.Tokens = append(p.Tokens, t)
		}
	}
	return err
}

// lists reports whether the actor may list who a grantee is: one that is named,
// anybody who sees the grant.
func (q *inquiry) lists(to Grantee) bool {
	need := map[GranteeKind]Permission{
		GranteeGroup: GroupsManage, GranteeSite: SitesManage,
		GranteeAllUsers: UsersManage, GranteeAllServiceUsers: ServiceUsersManage,
	}[to.Kind]
	return need == "" || q.actor.holds(need)
}

// eachCovered tells fn the subjects that a grantee includes (rules 7.3 to 7.6),
// each once, the inactive ones left out, until fn has had enough.
func (q *inquiry) eachCovered(to Grantee, fn func(s Subject, name string) (more bool, err error)) error {
	told := map[UserID]bool{}
	person := func(user UserID, term int) (bool, error) {
		m, in, err := q.stillIn(to.Org, user, term)
		if err != nil || !in || m.Status != MemberActive || told[user] {
			return true, err
		}
		told[user] = true
		return fn(Subject{User: user}, m.Name)
	}
	system := func(u ServiceUser) (bool, error) {
		if u.Disabled || u.Deleted {
			return true, nil
		}
		return fn(Subject{ServiceUser: u.ID}, u.Name)
	}
	return q.eachGrantee(to, person, system)
}

// eachGrantee tells person and system the records that say whom a grantee
// includes.
func (q *inquiry) eachGrantee(to Grantee, person func(UserID, int) (bool, error), system func(ServiceUser) (bool, error)) (err error) {
	switch to.Kind {
	case GranteeUser:
		var m Membership
		if m, err = q.Membership(to.Org, UserID(to.ID)); err == nil {
			_, err = person(m.User, m.Term)
		}
	case GranteeServiceUser:
		var u ServiceUser
		if u, err = q.ServiceUser(to.Org, ServiceUserID(to.ID)); err == nil {
			_, err = system(u)
		}
	case GranteeAllUsers:
		_, err = eachOf(SortCreated, func(r PageRequest) (Page[Membership], error) { return q.Members(to.Org, r) },
			func(m Membership) (bool, error) { return person(m.User, m.Term) })
	case GranteeAllServiceUsers:
		_, err = eachOf(SortCreated, func(r PageRequest) (Page[ServiceUser], error) { return q.ServiceUsers(to.Org, r) }, system)
	case GranteeGroup:
		_, err = eachOf(SortCreated, func(r PageRequest) (Page[GroupMember], error) { return q.GroupMembers(to.Org, GroupID(to.ID), r) },
			func(m GroupMember) (bool, error) { return person(m.User, m.Term) })
	case GranteeSite:
		err = q.eachAtSite(to.Org, SiteID(to.ID), person)
	}
	return err
}

// eachAtSite tells fn who was made a member of a site or of one above it (rule
// 7.4).
func (q *inquiry) eachAtSite(org OrgID, id SiteID, fn func(UserID, int) (bool, error)) error {
	return q.eachSiteUp(org, id, func(s Site) (bool, error) {
		return eachOf(SortCreated, func(r PageRequest) (Page[SiteMember], error) { return q.SiteMembers(org, s.ID, r) },
			func(m SiteMember) (bool, error) { return fn(m.User, m.Term) })
	})
}

// MembershipStops says which active tokens somebody has who is about to be taken
// out of a group or a site, of those that the actor sees anyway (rule 5.2): for
// whoever manages the groups or the sites. Errors: KindForbidden, KindNotFound,
// KindInvalid when place is neither.
func (a *Authority) MembershipStops(ctx context.Context, actor Actor, place Grantee, user UserID) (GrantPreview, error) {
	var p GrantPreview
	uc, known := map[GranteeKind]useCase{GranteeGroup: ucManageGroups, GranteeSite: ucManageSites}[place.Kind]
	if !known {
		return p, invalid(FieldGroup, "People are taken out of groups and sites.")
	}
	err := a.inquire(ctx, actor, place.Org, uc, func(q *inquiry) error {
		p = GrantPreview{}
		m, err := q.placed(place.Org, user)
		if err != nil {
			return err
		}
		return q.stops(&p, place, Subject{User: user}, m.Name)
	})
	return p, err
}
