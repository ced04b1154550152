package storage

import (
	"strings"
	"time"

	"example.com/latchkey/model"
)

type grantRecord struct {
	Scope scopeRecord   `json:"scope"`
	To    granteeRecord `json:"to"`
	Level levelText     `json:"level"`
	Term  int           `json:"term,omitzero"`
	At    time.Time     `json:"at"`
	By    string        `json:"by,omitzero"`
}

type scopeRecord struct {
	Org  string `json:"org"`
	Item string `json:"item,omitzero"`
	Kind string `json:"kind,omitzero"`
	Site string `json:"site,omitzero"`
}

type granteeRecord struct {
	Org  string `json:"org"`
	Kind string `json:"kind"`
	ID   string `json:"id,omitzero"`
}

func packGrant(g model.Grant) grantRecord {
	return grantRecord{
		Scope: scopeRecord{
			Org: string(g.Scope.Org), Item: string(g.Scope.Item), Kind: string(g.Scope.Kind), Site: string(g.Scope.Site),
		},
		To:    granteeRecord{Org: string(g.To.Org), Kind: string(g.To.Kind), ID: g.To.ID},
		Level: levelText(g.Level), Term: g.Term, At: utc(g.At), By: g.By,
	}
}

func unpackGrant(r grantRecord) model.Grant {
	return model.Grant{
		Scope: model.Scope{
			Org: model.OrgID(r.Scope.Org), Item: model.ItemID(r.Scope.Item),
			Kind: model.ItemKind(r.Scope.Kind), Site: model.SiteID(r.Scope.Site),
		},
		To:    model.Grantee{Org: model.OrgID(r.To.Org), Kind: model.GranteeKind(r.To.Kind), ID: r.To.ID},
		Level: model.Level(r.Level), Term: r.Term, At: r.At, By: r.By,
	}
}

// grants are those on one item and the rules: they lie in tables of their own,
// so that the rules of an org are found without its other grants.
var grants = table[model.Grant, grantRecord]{
	noun:   "grant",
	key:    func(g model.Grant) key { return grantKey(g.Scope, g.To) },
	pack:   packGrant,
	unpack: unpackGrant,
	links: func(g model.Grant) []link {
		if g.Scope.IsRule() {
			return nil
		}
		return []link{{at: newKey("grant.to", grantee(g.To), string(g.Scope.Org), string(g.Scope.Item))}}
	},
}

func grantKey(s model.Scope, to model.Grantee) key {
	return append(grantsOn(s), grantee(to)...)
}

// grantsOn is the prefix that the grants on a scope lie under.
func grantsOn(s model.Scope) key {
	if s.IsRule() {
		return within("rule", string(s.Org), string(s.Kind), string(s.Site))
	}
	return within("grant", string(s.Org), string(s.Item))
}

func checkScope(s model.Scope) error {
	if s.IsRule() {
		return firstOf(checkID(s.Org), checkID(s.Kind), checkIDOrNone(s.Site))
	}
	return firstOf(checkID(s.Org), checkID(s.Item))
}

func checkGrantee(g model.Grantee) error {
	err := firstOf(checkID(g.Org), checkID(g.Kind))
	if g.Kind == model.GranteeAllUsers || g.Kind == model.GranteeAllServiceUsers {
		return firstOf(err, checkIDOrNone(g.ID))
	}
	return firstOf(err, checkID(g.ID))
}

// Grant returns what a scope's grant to a grantee says. KindNotFound when there
// is none.
func (t *tx) Grant(s model.Scope, to model.Grantee) (model.Grant, error) {
	return grants.get(t, grantKey(s, to))
}

// PutGrant writes a grant in the place of the one of that scope and grantee.
func (t *tx) PutGrant(g model.Grant) error {
	if err := firstOf(checkScope(g.Scope), checkGrantee(g.To)); err != nil {
		return err
	}
	_, err := grants.put(t, g)
	return err
}

// DeleteGrant removes a grant; none there is no error.
func (t *tx) DeleteGrant(s model.Scope, to model.Grantee) error {
	return grants.deleteAt(t, grantKey(s, to))
}

// Grants lists those on one scope by grantee, whatever the Sort.
func (t *tx) Grants(s model.Scope, req model.PageRequest) (model.Page[model.Grant], error) {
	return grants.pageOf(t, order{prefix: grantsOn(s), records: true}, req)
}

// Rules lists all rules of an org by kind, site and grantee, whatever the Sort.
func (t *tx) Rules(org model.OrgID, req model.PageRequest) (model.Page[model.Grant], error) {
	return grants.pageOf(t, order{prefix: within("rule", string(org)), records: true}, req)
}

// GrantedTo returns up to limit of the items that a grantee has a grant on each,
// deleted items too, that come after one in the order of their orgs and ids (a
// zero ItemRef for the start), or before it when backward (for the end), the
// nearest first.
func (t *tx) GrantedTo(to model.Grantee, from model.ItemRef, backward bool, limit int) ([]model.ItemRef, error) {
	var place string
	if from != (model.ItemRef{}) {
		place = string(from.Org) + "\x00" + string(from.ID)
	}
	found, err := t.partsBeyond(within("grant.to", grantee(to)), place, backward, limit)
	if err != nil {
		return nil, err
	}
	refs := make([]model.ItemRef, len(found))
	for i, parts := range found {
		org, id, _ := strings.Cut(parts, "\x00")
		refs[i] = model.ItemRef{Org: model.OrgID(org), ID: model.ItemID(id)}
	}
	return refs, nil
}
