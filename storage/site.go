package storage

import (
	"time"

	"example.com/latchkey/model"
)

type siteRecord struct {
	ID        string    `json:"id"`
	Org       string    `json:"org"`
	Name      string    `json:"name"`
	Parent    string    `json:"parent,omitzero"`
	CreatedAt time.Time `json:"created_at"`
	Deleted   bool      `json:"deleted,omitzero"`
}

func packSite(s model.Site) siteRecord {
	return siteRecord{
		ID: string(s.ID), Org: string(s.Org), Name: s.Name, Parent: string(s.Parent),
		CreatedAt: utc(s.CreatedAt), Deleted: s.Deleted,
	}
}

func unpackSite(r siteRecord) model.Site {
	return model.Site{
		ID: model.SiteID(r.ID), Org: model.OrgID(r.Org), Name: r.Name, Parent: model.SiteID(r.Parent),
		CreatedAt: r.CreatedAt, Deleted: r.Deleted,
	}
}

var sites = table[model.Site, siteRecord]{
	noun:   "site",
	key:    func(s model.Site) key { return siteKey(s.Org, s.ID) },
	pack:   packSite,
	unpack: unpackSite,
	links: func(s model.Site) []link {
		if s.Deleted {
			return nil
		}
		org, id, name := string(s.Org), string(s.ID), sortable(s.Name)
		return []link{
			{at: newKey("site.by-name", org, name, id)},
			{at: newKey("site.by-created", org, id)},
			{at: newKey("site.under", org, string(s.Parent), name, id)},
			{at: siteNameKey(s.Org, s.Name), taken: taken(model.FieldName, s.Name)},
		}
	},
}

func siteKey(org model.OrgID, id model.SiteID) key { return newKey("site", string(org), string(id)) }

func siteNameKey(org model.OrgID, name string) key {
	return newKey("site.name", string(org), hashed(name))
}

// Site returns an org's site, also a deleted one. KindNotFound when there is
// none.
func (t *tx) Site(org model.OrgID, id model.SiteID) (model.Site, error) {
	return sites.get(t, siteKey(org, id))
}

// SiteByName returns the one of that name, folded, that is not deleted.
// KindNotFound when there is none.
func (t *tx) SiteByName(org model.OrgID, name string) (model.Site, error) {
	return sites.getBy(t, siteNameKey(org, name))
}

// PutSite writes a site, and that the org's tree has changed. KindConflict
// when another one in the org has its name.
func (t *tx) PutSite(s model.Site) error {
	if err := firstOf(checkID(s.Org), checkID(s.ID), checkIDOrNone(s.Parent)); err != nil {
		return err
	}
	if _, err := sites.put(t, s); err != nil {
		return err
	}
	return t.touchSiteTree(s.Org)
}

// Sites lists by SortName or SortCreated, the deleted ones left out.
func (t *tx) Sites(org model.OrgID, req model.PageRequest) (model.Page[model.Site], error) {
	return sites.page(t, orders{
		model.SortName:    {prefix: within("site.by-name", string(org))},
		model.SortCreated: {prefix: within("site.by-created", string(org))},
	}, req)
}

// SitesBelow lists the sites right below one ("" for the top) by SortName, the
// deleted ones left out.
func (t *tx) SitesBelow(org model.OrgID, parent model.SiteID, req model.PageRequest) (model.Page[model.Site], error) {
	return sites.page(t, orders{
		model.SortName: {prefix: within("site.under", string(org), string(parent))},
	}, req)
}
