package model_test

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"example.com/latchkey/model"
)

// This file is sections 6 to 8 of the rules once more, as plainly as they can be
// written down: lists, loops and pointers, no index, no call into the engine. The
// machine of access_machine_test.go keeps both in step and compares them.
//
// Where the rules are silent it follows what was decided (package model says
// where): a question without a permission asks whether the subject sees the item;
// an item to be created stands for nothing unless it is seen; the higher of two
// levels counts; rules, overrides and ownership work within the org of the item.

// A sketch is everything that the rules are about.
type sketch struct {
	orgs   []*sketchOrg
	people []*sketchPerson
	groups []*sketchGroup
	sites  []*sketchSite
	items  []*sketchItem
	grants []*sketchGrant
	tokens []*sketchToken
}

type sketchOrg struct {
	id        model.OrgID
	suspended bool
	limit     time.Duration    // without use, for service users' tokens; 0 is none
	kinds     []model.ItemKind // that it named, beside the three that every org has
	sets      []*sketchSet
	parties   []*sketchParty
}

type sketchPerson struct {
	person
	disabled bool
}

type sketchSet struct {
	id   model.SetID
	name string
	has  []model.Permission
}

// A sketchParty is a subject in an org: a service user, or one stay of a person,
// from joining to leaving. Who leaves and comes back is another party.
type sketchParty struct {
	org     *sketchOrg
	person  *sketchPerson       // nil for a service user
	service model.ServiceUserID // of a service user
	name    string
	sets    []*sketchSet
	off     bool // deactivated, or disabled
	gone    bool // left, removed or deleted: for good
	heir    *sketchParty

	term int // for the records alone
}

type sketchGroup struct {
	org     *sketchOrg
	id      model.GroupID
	members []*sketchParty
	deleted bool
}

type sketchSite struct {
	org     *sketchOrg
	id      model.SiteID
	above   *sketchSite // nil at the top
	members []*sketchParty
	deleted bool
}

type sketchItem struct {
	org     *sketchOrg
	id      model.ItemID
	kind    model.ItemKind
	ref     string
	owner   *sketchParty // as it was written down
	site    *sketchSite
	deleted bool
}

// A sketchGrant is on an item, or a rule. What it is given to is one of the
// pointers, or all of one sort in an org.
type sketchGrant struct {
	scope model.Scope
	to    model.Grantee // with scope: what makes it another one

	item *sketchItem // of a grant on one
	org  *sketchOrg  // of a rule
	kind model.ItemKind
	site *sketchSite // of a rule for one and below

	party       *sketchParty
	group       *sketchGroup
	place       *sketchSite
	allUsers    *sketchOrg
	allServices *sketchOrg

	level model.Level
}

type sketchToken struct {
	made    model.Generated
	of      *sketchParty
	since   time.Time // of its making, or of its last use
	revoked bool
	expired bool // for good, however it came about
}

func (p *sketchParty) isService() bool { return p.person == nil }

// subject is how the authority is told of it.
func (p *sketchParty) subject() model.Subject {
	if p.isService() {
		return model.Subject{ServiceUser: p.service}
	}
	return model.Subject{User: p.person.User()}
}

func (p *sketchParty) active() bool {
	return !p.off && !p.gone && (p.isService() || !p.person.disabled)
}

// Rule 6.1, 2.2: what it may do is what its sets say now, together. Rule 6.4: one
// override implies the other.
func (p *sketchParty) may(what model.Permission) bool {
	for _, set := range p.sets {
		for _, has := range set.has {
			if has == what || has == "override.manage-all-data" && what == "override.view-all-data" {
				return true
			}
		}
	}
	return false
}

// Rule 1.3: what somebody had who left is the successor's.
func (i *sketchItem) ownedBy() *sketchParty {
	owner := i.owner
	for owner.gone && owner.heir != nil {
		owner = owner.heir
	}
	return owner
}

// path is a site and all above it.
func (s *sketchSite) path() []*sketchSite {
	if s == nil {
		return nil
	}
	return append([]*sketchSite{s}, s.above.path()...)
}

// Rule 7.4: a member of a site is also a member of the sites below it.
func (s *sketchSite) has(p *sketchParty) bool {
	for _, one := range s.path() {
		if one.deleted {
			return false
		}
		if slices.Contains(one.members, p) {
			return true
		}
	}
	return false
}

// Rules 7.3, 7.5: which items a grant is on.
func (g *sketchGrant) isOn(i *sketchItem) bool {
	if g.item != nil {
		return g.item == i
	}
	return g.org == i.org && g.kind == i.kind && (g.site == nil || slices.Contains(i.site.path(), g.site))
}

// Rules 7.3 to 7.6: whom a grant includes.
func (g *sketchGrant) includes(p *sketchParty) bool {
	switch {
	case g.party != nil:
		return g.party == p
	case g.allServices != nil:
		return p.isService() && p.org == g.allServices
	case p.isService():
		return false
	case g.allUsers != nil:
		return p.org == g.allUsers
	case g.group != nil:
		return !g.group.deleted && slices.Contains(g.group.members, p)
	}
	return g.place.has(p)
}

// Rule 7.2: how far a subject's access to an item goes.
func (s *sketch) level(p *sketchParty, i *sketchItem) model.Level {
	most := model.LevelNone
	atLeast := func(l model.Level) { most = max(most, l) }
	if i.org == p.org {
		if p.may("override.view-all-data") {
			atLeast(model.LevelView)
		}
		if p.may("override.manage-all-data") || i.ownedBy() == p {
			atLeast(model.LevelDelete)
		}
	}
	for _, g := range s.grants {
		within := g.item != nil || i.org == p.org // a rule is for those of its own org
		if within && g.isOn(i) && g.includes(p) {
			atLeast(g.level)
		}
	}
	return most
}

// toView is the permission without which nobody sees items of a kind; an org's
// own kinds need none, unless it is for what actions.* are about.
var toView = map[model.ItemKind]model.Permission{
	"template": "templates.view", "inspection": "inspections.view", "asset": "assets.view", "action": "actions.view",
}

func (s *sketch) sees(p *sketchParty, i *sketchItem) bool {
	need, needs := toView[i.kind]
	return s.level(p, i) >= model.LevelView && (!needs || p.may(need))
}

// serving is what rules 6.3 and 7.2 say of the permissions that are about items.
var serving = map[model.Permission]struct {
	kind  model.ItemKind
	level model.Level
}{
	"templates.view": {"template", model.LevelView}, "templates.create": {"template", model.LevelNone},
	"templates.edit": {"template", model.LevelEdit}, "templates.delete": {"template", model.LevelDelete},
	"inspections.view": {"inspection", model.LevelView}, "inspections.conduct": {"inspection", model.LevelEdit},
	"inspections.edit": {"inspection", model.LevelEdit}, "inspections.delete": {"inspection", model.LevelDelete},
	"assets.view": {"asset", model.LevelView}, "assets.manage": {"asset", model.LevelEdit},
	"actions.view": {"action", model.LevelView}, "actions.manage": {"action", model.LevelEdit},
}

// managing are the permissions that are about no items.
var managing = []model.Permission{
	"users.manage", "groups.manage", "sites.manage", "permission-sets.manage", "service-users.manage", "tokens.manage",
	"activity.view", "org.manage", "tokens.introspect", "items.sync", "override.view-all-data", "override.manage-all-data",
}

func isOwn(p model.Permission) bool {
	_, about := serving[p]
	return p != "" && !about && !slices.Contains(managing, p)
}

// ownServes says which kinds a permission of the org's own is for: those of its
// section's name, or any when no kind has that name.
func ownServes(org *sketchOrg, p model.Permission, kind model.ItemKind) bool {
	section, _, _ := strings.Cut(string(p), ".")
	for _, k := range append([]model.ItemKind{"template", "inspection", "asset"}, org.kinds...) {
		if section == string(k)+"s" {
			return kind == k
		}
	}
	return true
}

// find is the item at an address, as a subject says it; nil for none.
func (s *sketch) find(p *sketchParty, a model.ItemAddress) *sketchItem {
	org := cmp.Or(a.Org, p.org.id)
	for _, i := range s.items {
		named := i.id == a.ID
		if a.ID == "" {
			named = i.ref != "" && i.ref == a.Ref && i.kind == a.Kind
		}
		if i.org.id == org && !i.deleted && named {
			return i
		}
	}
	return nil
}

// askable is false for a question that cannot be answered.
func askable(ask model.Question) bool {
	item := ask.Item.ID != "" || ask.Item.Ref != ""
	if !item {
		return ask.Level == model.LevelNone
	}
	return !isOwn(ask.Permission) || ask.Level != model.LevelNone
}

// Rules 8.1, 8.2 from the subject on, and the item that the answer tells of.
func (s *sketch) judge(p *sketchParty, ask model.Question) (model.Reason, *sketchItem) {
	switch {
	case p.org.suspended:
		return model.ReasonOrgSuspended, nil
	case !p.active():
		return model.ReasonSubjectInactive, nil
	case ask.Permission != "" && !p.may(ask.Permission):
		return model.ReasonPermissionMissing, nil
	case ask.Org != "" && ask.Org != p.org.id:
		return model.ReasonAccessMissing, nil
	case ask.Item.ID == "" && ask.Item.Ref == "":
		return model.ReasonOK, nil
	}
	item := s.find(p, ask.Item)
	if ok := s.reaches(p, ask, item); !ok {
		return model.ReasonAccessMissing, nil
	}
	if item != nil && !s.sees(p, item) && asksForNoLevel(ask) {
		item = nil // nothing is said about it
	}
	return model.ReasonOK, item
}

func (s *sketch) reaches(p *sketchParty, ask model.Question, item *sketchItem) bool {
	about, builtIn := serving[ask.Permission]
	if asksForNoLevel(ask) {
		return item == nil || !s.sees(p, item) || item.kind == "template"
	}
	if item == nil || slices.Contains(managing, ask.Permission) {
		return false
	}
	have, need := s.level(p, item), max(ask.Level, about.level, model.LevelView)
	switch {
	case have < need:
		return false
	case ask.Permission == "":
		return s.sees(p, item)
	case builtIn:
		return about.kind == item.kind
	}
	return ownServes(p.org, ask.Permission, item.kind)
}

// Rule 8.1 for a token, from its revocation on.
func (s *sketch) answer(t *sketchToken, ask model.Question) (model.Reason, *sketchItem) {
	switch {
	case t.revoked:
		return model.ReasonRevoked, nil
	case t.expired:
		return model.ReasonExpired, nil
	}
	return s.judge(t.of, ask)
}

// Rule 3.4: time ends a token for good.
func (t *sketchToken) pass(now time.Time) {
	limit := 30 * 24 * time.Hour
	if t.of.isService() {
		limit = t.of.org.limit
	}
	if !t.revoked && limit > 0 && now.Sub(t.since) >= limit {
		t.expired = true
	}
}

// Rule 7.7: what a listing shows, in its order.
func (s *sketch) list(p *sketchParty, kind model.ItemKind) []*sketchItem {
	var seen []*sketchItem
	for _, i := range s.items {
		if p.active() && !p.org.suspended && !i.deleted && (kind == "" || i.kind == kind) && s.sees(p, i) {
			seen = append(seen, i)
		}
	}
	slices.SortFunc(seen, func(a, b *sketchItem) int { return cmp.Or(cmp.Compare(a.org.id, b.org.id), cmp.Compare(a.id, b.id)) })
	return seen
}
