package model

import (
	"context"
	"fmt"
	"slices"
)

// recipient is a grantee as one state of the store has it.
type recipient struct {
	Grantee
	name string // as the actor may know it: the id, for who is of an org where the actor is nobody
	org  string // the name of it
	term int    // of the Membership, for a user
	gone bool   // not there, or not any more: a grant to it counts for nobody
}

// recipient looks a grantee up. One that is not there is no error but gone.
func (q *inquiry) recipient(to Grantee) (recipient, error) {
	r := recipient{Grantee: to, name: to.ID}
	org, err := q.Org(to.Org)
	if err == nil {
		r.org = org.Name
		err = q.identifyRecipient(&r)
	}
	if KindOf(err) == KindNotFound {
		r.gone, err = true, nil
	}
	known, unknown := q.knows(to.Org)
	if unknown != nil {
		return r, unknown
	}
	if !known || r.name == "" {
		r.name = to.ID
	}
	return r, err
}

func (q *inquiry) identifyRecipient(r *recipient) (err error) {
	switch r.Kind {
	case GranteeUser:
		var m Membership
		m, err = q.Membership(r.Org, UserID(r.ID))
		r.name, r.term, r.gone = m.Name, m.Term, m.Status == MemberRemoved
	case GranteeServiceUser:
		var u ServiceUser
		u, err = q.ServiceUser(r.Org, ServiceUserID(r.ID))
		r.name, r.gone = u.Name, u.Deleted
	case GranteeGroup:
		var g Group
		g, err = q.Group(r.Org, GroupID(r.ID))
		r.name, r.gone = g.Name, g.Deleted
	case GranteeSite:
		var s Site
		s, err = q.Site(r.Org, SiteID(r.ID))
		r.name, r.gone = s.Name, s.Deleted
	case GranteeAllUsers, GranteeAllServiceUsers:
		r.gone = r.ID != ""
	default:
		r.gone = true
	}
	return err
}

// knows reports whether the actor may learn who and what is in an org: its active
// members and operators may.
func (q *inquiry) knows(org OrgID) (bool, error) {
	switch _, byToken := q.actor.Actor.Token(); {
	case q.actor.operator, org == q.actor.org.ID && q.actor.member():
		return true, nil
	case byToken:
		return false, nil // rule 4.6: it is confined to the org at hand
	}
	m, err := q.Membership(org, q.actor.user)
	if KindOf(err) == KindNotFound {
		return false, nil
	}
	return err == nil && m.Status == MemberActive, err
}

// words names a recipient for those who read it in an org: who is of another one
// stays an id, whatever the actor knows.
func (r recipient) words(in OrgID) string {
	kind := map[GranteeKind]string{
		GranteeUser: "user ", GranteeServiceUser: "service user ", GranteeGroup: "group ", GranteeSite: "site ",
		GranteeAllUsers: "all users", GranteeAllServiceUsers: "all service users",
	}[r.Kind]
	if r.Org != in {
		return kind + r.ID + " of " + r.org
	}
	return kind + r.name
}

// noGrantee is the one answer for a grantee that is not there and for one of an
// org of which the actor may know nothing (rule 7.5).
func noGrantee() error {
	return &Error{Kind: KindNotFound, Field: FieldGrantee, Message: "There is no such person, service user, group or site there."}
}

func noGrant() error {
	return &Error{Kind: KindNotFound, Field: FieldGrantee, Message: "There is no such grant, or not any more."}
}

// granting is a grant that somebody is about to give, to change or to take back.
type granting struct {
	scope  Scope
	to     recipient
	found  bool
	before Grant // zero unless found
	about  TargetRef
}

// had is the level that the grant gives before: LevelNone when there is none, and
// when it counts for nobody any more.
func (g granting) had() Level {
	if g.to.gone || g.to.Kind == GranteeUser && g.before.Term != g.to.term {
		return LevelNone
	}
	return g.before.Level
}

// changeGrant runs fn on what there is of a grant, for an actor who may give and
// take back this level there and the one that the grant has (rule 7.2).
func (a *Authority) changeGrant(ctx context.Context, actor Actor, s Scope, to Grantee, action Action, level Level, fn func(*change, granting) error) error {
	s = s.clean()
	at := attempt{actor, s.Org, action, s.about()}
	return a.carryOut(ctx, at, ucItems, func(c *change) error {
		g, err := c.granting(s, to)
		if err != nil {
			return err
		}
		g.about, err = c.mayGrant(s, max(level, g.had()))
		if g.about.ID != "" {
			c.about = g.about
		}
		if err != nil {
			return err
		}
		return fn(c, g)
	})
}

func (q *inquiry) granting(s Scope, to Grantee) (granting, error) {
	r, err := q.recipient(to)
	if err != nil {
		return granting{}, err
	}
	before, err := q.Grant(s, to)
	if KindOf(err) == KindNotFound {
		return granting{scope: s, to: r}, nil
	}
	return granting{scope: s, to: r, found: true, before: before}, err
}

// clean leaves what says which rule it is out of a scope that is one item.
func (s Scope) clean() Scope {
	if s.IsRule() {
		return s
	}
	return Scope{Org: s.Org, Item: s.Item}
}

// about is what the entry of a grant is about: the item, or of a rule the site or
// the org.
func (s Scope) about() TargetRef {
	switch {
	case !s.IsRule():
		return TargetRef{Kind: "item", ID: string(s.Item)}
	case s.Site != "":
		return TargetRef{Kind: "site", ID: string(s.Site)}
	}
	return TargetRef{Kind: "org", ID: string(s.Org)}
}

// mayGrant refuses an actor who may not give or take back a level on a scope, and
// returns what the entry is about. On an item it takes the level edit, and for the
// level delete that level itself (rule 7.2).
func (q *inquiry) mayGrant(s Scope, level Level) (TargetRef, error) {
	if s.IsRule() {
		return q.mayRule(s)
	}
	item, err := q.onItem(ItemRef{s.Org, s.Item}, sharing)
	if err == nil && level == LevelDelete {
		item, err = q.onItem(item.ref(), fullShares)
	}
	if item.ID == "" {
		return TargetRef{}, err
	}
	return item.target(), err
}

// mayRule refuses a rule (rule 7.3) to who does not have the override that gives
// all of what a rule can give.
func (q *inquiry) mayRule(s Scope) (TargetRef, error) {
	about := s.about()
	if !q.actor.holds(OverrideManageAll) {
		return about, q.needing(OverrideManageAll, "give access by a rule")
	}
	about.Name = q.actor.org.Name
	if s.Site != "" {
		site, err := q.Site(s.Org, s.Site)
		if KindOf(err) == KindNotFound {
			err = &Error{Kind: KindNotFound, Field: FieldSite, Message: "There is no such site in the organisation."}
		}
		about.Name = site.Name
		return about, err
	}
	return about, nil
}

// Share gives a grantee a level on an item, or by a rule on all items of a kind
// (rule 7.3), in the place of what the grantee was given there before.
//
// On an item it takes the level edit, and the level delete to give that or to
// change a grant of it (rule 7.2); nothing but the levels decides, for who may see
// such items. A rule takes override.manage-all-data, and reaches the org's own
// subjects alone. An item can be shared with who is of another org (rule 7.5);
// who is there is not told to somebody who is nobody there.
//
// Errors: KindForbidden, KindInvalid, KindNotFound (no such item that the actor
// sees: rule 7.7, no such site, or no such grantee).
func (a *Authority) Share(ctx context.Context, actor Actor, s Scope, to Grantee, level Level) (Grant, error) {
	if !slices.Contains(Levels(), level) {
		return Grant{}, invalid(FieldLevel, "A level is view, edit or delete.")
	}
	var given Grant
	err := a.changeGrant(ctx, actor, s, to, ActGrant, level, func(c *change, g granting) error {
		if err := c.grantable(g); err != nil {
			return err
		}
		if given = g.before; g.had() == level {
			return nil
		}
		given = Grant{Scope: g.scope, To: to, Level: level, Term: g.to.term, At: c.now, By: c.actor.ref().Name}
		if err := c.PutGrant(given); err != nil {
			return err
		}
		return c.logGrant(ActGrant, g, Detail{"level", g.had().orNothing(), level.String()})
	})
	if err != nil {
		return Grant{}, err
	}
	return given, nil
}

// grantable refuses what cannot be granted, and who cannot be granted anything.
func (q *inquiry) grantable(g granting) error {
	if g.scope.IsRule() {
		if err := q.knownKind(g.scope.Kind); err != nil {
			return err
		}
		if _, err := q.placeName(g.scope.Site); err != nil {
			return err
		}
		if g.to.Org != g.scope.Org {
			return invalid(FieldGrantee, "A rule is for people and service users of its own organisation; share single items with others.")
		}
	}
	if g.to.gone {
		return noGrantee()
	}
	return nil
}

// TakeBack ends a grant. It takes what Share takes to give it. Errors:
// KindForbidden, KindNotFound (no such item that the actor sees: rule 7.7, or no
// such grant).
//
// A level that is another by now than the actor saw is a KindConflict (stale.go).
func (a *Authority) TakeBack(ctx context.Context, actor Actor, s Scope, to Grantee, seen ...Level) error {
	return a.changeGrant(ctx, actor, s, to, ActTakeGrant, LevelNone, func(c *change, g granting) error {
		if !g.found {
			return noGrant()
		}
		if err := stale("the grant", g.before.Level, seen); err != nil {
			return err
		}
		if err := c.DeleteGrant(g.scope, to); err != nil {
			return err
		}
		return c.logGrant(ActTakeGrant, g, Detail{Field: "level", Before: g.before.Level.String()})
	})
}

// logGrant logs what became of a grant, in the org of the item alone.
func (c *change) logGrant(action Action, g granting, level Detail) error {
	details := []Detail{{Field: "grantee", After: g.to.words(g.scope.Org)}, level}
	if g.scope.IsRule() {
		details = append(details, Detail{Field: "rule", After: g.scope.words(g.about.Name)})
	}
	return c.log(action, g.about, details...)
}

// orNothing is the level in a detail of the log, where none is nothing.
func (l Level) orNothing() string {
	if l == LevelNone {
		return ""
	}
	return l.String()
}

// words says what a rule is on, for a site or an org of that name.
func (s Scope) words(name string) string {
	if s.Site == "" {
		return fmt.Sprintf("all %s", s.Kind.Plural())
	}
	return fmt.Sprintf("all %s at %s and below", s.Kind.Plural(), name)
}
