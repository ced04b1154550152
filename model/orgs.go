package model

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// createOrg makes an org with its five sets (rule 6.2) and its first
// Administrator (rule 1.4).
func (c *change) createOrg(name string, administrator Account) (Org, error) {
	id, err := newID[OrgID](c, "org_")
	if err != nil {
		return Org{}, err
	}
	org := Org{ID: id, Name: name, CreatedAt: c.now, SSO: SSOOff}
	if err := c.PutOrg(org); err != nil {
		return Org{}, err
	}
	var top SetID
	for _, set := range firstSets(id) {
		if set.ID, err = newID[SetID](c, "set_"); err != nil {
			return Org{}, err
		}
		if set.Administrator {
			top = set.ID
		}
		if err := c.PutPermissionSet(set); err != nil {
			return Org{}, err
		}
	}
	err = c.PutMembership(Membership{
		Org: id, User: administrator.ID, Status: MemberActive, Set: top, JoinedAt: c.now,
		Name: administrator.Name, Email: administrator.Email,
	})
	if err != nil {
		return Org{}, err
	}
	c.actor.org = org
	return org, c.log(ActCreateOrg, org.target(), Detail{Field: "administrator", After: administrator.Email})
}

func (o Org) target() TargetRef { return TargetRef{Kind: "org", ID: string(o.ID), Name: o.Name} }

// CreateOrg makes an org. Its first Administrator is the account with that
// e-mail, or the actor when it is "". Errors: KindForbidden, KindInvalid,
// KindConflict (the name is taken), KindNotFound (no such account).
func (a *Authority) CreateOrg(ctx context.Context, actor Actor, name, administrator string) (Org, error) {
	name, err := CleanName(FieldName, name)
	if err != nil {
		return Org{}, err
	}
	var org Org
	err = a.carryOut(ctx, attempt{actor, "", ActCreateOrg, TargetRef{Kind: "org", Name: name}}, ucCreateOrg, func(c *change) error {
		first, err := c.firstAdministrator(administrator)
		if err != nil {
			return err
		}
		org, err = c.createOrg(name, first)
		return err
	})
	return org, err
}

func (c *change) firstAdministrator(email string) (Account, error) {
	if email == "" {
		if c.actor.account.ID == "" {
			return Account{}, invalid(FieldEmail, "Name the e-mail of the organisation's first administrator.")
		}
		return c.actor.account, nil
	}
	email, err := CleanEmail(email)
	if err != nil {
		return Account{}, err
	}
	account, err := c.AccountByEmail(email)
	if KindOf(err) == KindNotFound || err == nil && account.Disabled {
		return Account{}, &Error{Kind: KindNotFound, Field: FieldEmail, Message: "Nobody here has that e-mail."}
	}
	return account, err
}

// changeOrg runs fn on an org and logs what it changed.
func (a *Authority) changeOrg(ctx context.Context, actor Actor, id OrgID, uc useCase, action Action, fn func(*change, *Org) (Detail, error)) (Org, error) {
	var org Org
	at := attempt{actor, id, action, TargetRef{Kind: "org", ID: string(id)}}
	err := a.carryOut(ctx, at, uc, func(c *change) error {
		org = c.actor.org
		detail, err := fn(c, &org)
		if err != nil || detail == (Detail{}) {
			return err
		}
		if err := c.PutOrg(org); err != nil {
			return err
		}
		return c.log(action, org.target(), detail)
	})
	return org, err
}

// RenameOrg gives an org another name. Errors: KindForbidden, KindInvalid,
// KindConflict (the name is taken).
//
// What is another by now than the actor saw is a KindConflict (stale.go).
func (a *Authority) RenameOrg(ctx context.Context, actor Actor, id OrgID, name string, seen ...string) (Org, error) {
	name, err := CleanName(FieldName, name)
	if err != nil {
		return Org{}, err
	}
	return a.changeOrg(ctx, actor, id, ucRenameOrg, ActRenameOrg, func(_ *change, org *Org) (Detail, error) {
		if err := stale("the name", org.Name, seen); err != nil {
			return Detail{}, err
		}
		if org.Name == name {
			return Detail{}, nil
		}
		before := org.Name
		org.Name = name
		return Detail{"name", before, name}, nil
	})
}

// SuspendOrg refuses every token of an org until ReviveOrg (rule 1.5).
func (a *Authority) SuspendOrg(ctx context.Context, actor Actor, id OrgID) (Org, error) {
	return a.setSuspended(ctx, actor, id, ActSuspendOrg, true)
}

// ReviveOrg ends what SuspendOrg began. Tokens that time has ended stay so.
func (a *Authority) ReviveOrg(ctx context.Context, actor Actor, id OrgID) (Org, error) {
	return a.setSuspended(ctx, actor, id, ActReviveOrg, false)
}

func (a *Authority) setSuspended(ctx context.Context, actor Actor, id OrgID, action Action, suspended bool) (Org, error) {
	words := map[bool]string{false: "active", true: "suspended"}
	return a.changeOrg(ctx, actor, id, ucSuspendOrg, action, func(_ *change, org *Org) (Detail, error) {
		if org.Suspended == suspended {
			return Detail{}, conflict("", "%s is %s already.", Printable(org.Name), words[suspended])
		}
		org.Suspended = suspended
		return Detail{"state", words[!suspended], words[suspended]}, nil
	})
}

var domainForm = newForm(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$`)

// SetSSO sets how an org's people log in (rules 4.2, 11.4). Domains are for
// SSODomains alone, as in acme.example. Errors: KindForbidden, KindInvalid.
//
// What is another by now than the actor saw is a KindConflict (stale.go).
func (a *Authority) SetSSO(ctx context.Context, actor Actor, id OrgID, mode SSOMode, domains []string, seen ...Org) (Org, error) {
	if !slices.Contains(SSOModes(), mode) {
		return Org{}, invalid(FieldSSO, "The SSO mode can be off, SSO and password, SSO only, or SSO for named domains.")
	}
	domains, err := cleanDomains(mode, domains)
	if err != nil {
		return Org{}, err
	}
	return a.changeOrg(ctx, actor, id, ucSetSSO, ActSetSSO, func(_ *change, org *Org) (Detail, error) {
		before := org.ssoWords()
		for _, o := range seen {
			if err := stale("how people log in", before, []string{o.ssoWords()}); err != nil {
				return Detail{}, err
			}
		}
		org.SSO, org.SSODomains = mode, domains
		if org.ssoWords() == before {
			return Detail{}, nil
		}
		return Detail{"sso", before, org.ssoWords()}, nil
	})
}

func (o Org) ssoWords() string {
	return strings.TrimSpace(o.SSO.String() + " " + strings.Join(o.SSODomains, ", "))
}

func cleanDomains(mode SSOMode, domains []string) ([]string, error) {
	if mode != SSODomains {
		return nil, nil
	}
	var clean []string
	for _, d := range domains {
		d = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(d), "@"))
		switch {
		case d == "":
			continue
		case !domainForm.fits(d):
			return nil, invalid(FieldDomains, "%s is not a domain; it needs a form like acme.example.", Printable(d))
		}
		clean = append(clean, d)
	}
	if len(clean) == 0 {
		return nil, invalid(FieldDomains, "Name at least one domain, as in acme.example.")
	}
	slices.Sort(clean)
	return slices.Compact(clean), nil
}

// SetServiceTokenInactivity sets after how long without use the org's
// service-user tokens expire, one of InactivityLimits. What the limit before
// had ended already stays ended (rule 3.4). Errors: KindForbidden, KindInvalid.
//
// What is another by now than the actor saw is a KindConflict (stale.go).
func (a *Authority) SetServiceTokenInactivity(ctx context.Context, actor Actor, id OrgID, limit time.Duration, seen ...time.Duration) (Org, error) {
	if !slices.Contains(InactivityLimits(), limit) {
		return Org{}, invalid(FieldInactivity, "The inactivity limit can be none, 31, 45, 60 or 180 days.")
	}
	for {
		left := 0
		org, err := a.changeOrg(ctx, actor, id, ucSetInactivity, ActSetInactivity, func(c *change, org *Org) (detail Detail, err error) {
			if err := stale("the limit", org.ServiceTokenInactivity, seen); err != nil {
				return Detail{}, err
			}
			detail, left, err = c.setInactivity(org, limit)
			return detail, err
		})
		if err != nil || left == 0 {
			return org, err
		}
	}
}

// setInactivity ends what the limit before has ended, and sets the next one.
// When the ends do not fit into one transaction it writes only as many as do,
// and returns how many are left.
func (c *change) setInactivity(org *Org, limit time.Duration) (Detail, int, error) {
	if org.ServiceTokenInactivity == limit {
		return Detail{}, 0, nil
	}
	alive, left, err := c.settle(Holder{Org: org.ID})
	if err != nil || left > 0 {
		return Detail{}, left, err
	}
	before := limitWords(org.ServiceTokenInactivity)
	org.ServiceTokenInactivity = limit
	if err := c.PutOrg(*org); err != nil {
		return Detail{}, 0, err
	}
	for _, v := range alive {
		if err := c.redue(v.ref()); err != nil {
			return Detail{}, 0, err
		}
	}
	return Detail{"inactivity limit", before, limitWords(limit)}, 0, nil
}

func limitWords(limit time.Duration) string {
	if limit == 0 {
		return "none"
	}
	return fmt.Sprintf("%d days", int(limit/day))
}

// OrgView is an org as its row shows it.
type OrgView struct {
	Org
	Set    string // the name of the actor's permission set there; "" for no member
	Member bool
}

// ListOrgs lists orgs by SortName or SortCreated: all of them for an operator,
// their own for everybody else.
func (a *Authority) ListOrgs(ctx context.Context, actor Actor, request PageRequest) (Page[OrgView], error) {
	var page Page[OrgView]
	err := a.inquire(ctx, actor, "", ucListOrgs, func(q *inquiry) (err error) {
		if !q.actor.operator {
			page, err = q.ownOrgs(request)
			return err
		}
		orgs, err := q.Orgs(request)
		if err != nil {
			return err
		}
		page = Page[OrgView]{Start: orgs.Start, End: orgs.End, AtStart: orgs.AtStart, AtEnd: orgs.AtEnd}
		for _, org := range orgs.Rows {
			v, err := q.orgView(org)
			if err != nil {
				return err
			}
			page.Rows = append(page.Rows, v)
		}
		return nil
	})
	return page, err
}

func (q *inquiry) orgView(org Org) (OrgView, error) {
	v := OrgView{Org: org}
	if q.actor.user == "" {
		return v, nil
	}
	m, err := q.Membership(org.ID, q.actor.user)
	if KindOf(err) == KindNotFound || err == nil && m.Status != MemberActive {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	set, err := q.PermissionSet(org.ID, m.Set)
	if err != nil {
		return v, missing(err)
	}
	v.Set, v.Member = set.Name, true
	return v, nil
}

// ownOrgs lists the orgs that a person is an active member of. They are few, so
// they come as one page whatever its limit. A session that was opened with a
// token sees the token's org alone (rule 4.6).
func (q *inquiry) ownOrgs(request PageRequest) (Page[OrgView], error) {
	page := Page[OrgView]{AtStart: true, AtEnd: true}
	if request.From != "" { // everything was on the first page
		return page, nil
	}
	active, err := q.activeMemberships(q.actor.user)
	if err != nil {
		return page, err
	}
	for _, m := range active {
		org, err := q.Org(m.Org)
		if err != nil {
			return page, missing(err)
		}
		v, err := q.orgView(org)
		if err != nil {
			return page, err
		}
		if q.mayList(v) {
			page.Rows = append(page.Rows, v)
		}
	}
	slices.SortFunc(page.Rows, func(a, b OrgView) int {
		order := cmp.Or(cmp.Compare(foldName(a.Name), foldName(b.Name)), cmp.Compare(a.ID, b.ID))
		if request.Sort == SortCreated {
			order = cmp.Compare(a.ID, b.ID)
		}
		if request.Descending {
			return -order
		}
		return order
	})
	if len(page.Rows) > 0 {
		page.Start, page.End = "start", "end"
	}
	return page, nil
}

func (q *inquiry) mayList(v OrgView) bool {
	if ref, byToken := q.actor.Actor.Token(); byToken && ref.Org != v.ID {
		return false
	}
	return v.Member || q.actor.operator
}

// OrgsByID returns the orgs with these ids that the actor may list.
func (a *Authority) OrgsByID(ctx context.Context, actor Actor, ids []OrgID) ([]OrgView, error) {
	var rows []OrgView
	err := a.inquire(ctx, actor, "", ucListOrgs, func(q *inquiry) error {
		rows = rows[:0]
		for _, id := range ids {
			org, err := q.Org(id)
			if KindOf(err) == KindNotFound {
				continue
			}
			if err != nil {
				return err
			}
			v, err := q.orgView(org)
			if err != nil {
				return err
			}
			if q.mayList(v) {
				rows = append(rows, v)
			}
		}
		return nil
	})
	return rows, err
}
