package storage

import (
	"maps"
	"slices"
	"time"

	"example.com/latchkey/model"
)

type orgRecord struct {
	ID             string        `json:"id"`
	Name           string        `json:"name"`
	CreatedAt      time.Time     `json:"created_at"`
	Suspended      bool          `json:"suspended,omitzero"`
	SSO            string        `json:"sso,omitzero"`
	SSODomains     []string      `json:"sso_domains,omitempty"`
	Inactivity     time.Duration `json:"service_token_inactivity_ns,omitzero"`
	OwnPermissions []string      `json:"own_permissions,omitempty"`
	OwnKinds       []string      `json:"own_kinds,omitempty"`

	SeatLimits map[model.SeatType]int `json:"seat_limits,omitempty"`
}

func packOrg(o model.Org) orgRecord {
	return orgRecord{
		ID: string(o.ID), Name: o.Name, CreatedAt: utc(o.CreatedAt), Suspended: o.Suspended,
		SSO: string(o.SSO), SSODomains: slices.Clone(o.SSODomains),
		Inactivity: o.ServiceTokenInactivity, OwnPermissions: texts(o.OwnPermissions),
		OwnKinds: texts(o.OwnKinds), SeatLimits: maps.Clone(o.SeatLimits),
	}
}

func unpackOrg(r orgRecord) model.Org {
	return model.Org{
		ID: model.OrgID(r.ID), Name: r.Name, CreatedAt: r.CreatedAt, Suspended: r.Suspended,
		SSO: model.SSOMode(r.SSO), SSODomains: slices.Clone(r.SSODomains),
		ServiceTokenInactivity: r.Inactivity, OwnPermissions: fromTexts[model.Permission](r.OwnPermissions),
		OwnKinds: fromTexts[model.ItemKind](r.OwnKinds), SeatLimits: maps.Clone(r.SeatLimits),
	}
}

var orgs = table[model.Org, orgRecord]{
	noun:   "organisation",
	key:    func(o model.Org) key { return orgKey(o.ID) },
	pack:   packOrg,
	unpack: unpackOrg,
	links: func(o model.Org) []link {
		return []link{
			{at: newKey("org.by-name", sortable(o.Name), string(o.ID))},
			{at: newKey("org.name", hashed(o.Name)), taken: taken(model.FieldName, o.Name)},
		}
	},
}

var orgOrders = orders{
	model.SortName:    {prefix: all("org.by-name")},
	model.SortCreated: {prefix: all("org"), records: true},
}

func orgKey(id model.OrgID) key { return newKey("org", string(id)) }

// Org returns the org with that id. KindNotFound when there is none.
func (t *tx) Org(id model.OrgID) (model.Org, error) { return orgs.get(t, orgKey(id)) }

// OrgByName returns the org of that name, folded. KindNotFound when there is none.
func (t *tx) OrgByName(name string) (model.Org, error) {
	return orgs.getBy(t, newKey("org.name", hashed(name)))
}

// PutOrg writes an org. KindConflict when another one has its name.
func (t *tx) PutOrg(o model.Org) error {
	if err := checkID(o.ID); err != nil {
		return err
	}
	_, err := orgs.put(t, o)
	return err
}

// Orgs lists by SortName or SortCreated.
func (t *tx) Orgs(req model.PageRequest) (model.Page[model.Org], error) {
	return orgs.page(t, orgOrders, req)
}
