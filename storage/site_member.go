package storage

import (
	"time"

	"example.com/latchkey/model"
)

type siteMemberRecord struct {
	Org     string    `json:"org"`
	Site    string    `json:"site"`
	User    string    `json:"user"`
	Term    int       `json:"term,omitzero"`
	AddedAt time.Time `json:"added_at"`
}

func packSiteMember(m model.SiteMember) siteMemberRecord {
	return siteMemberRecord{
		Org: string(m.Org), Site: string(m.Site), User: string(m.User), Term: m.Term, AddedAt: utc(m.AddedAt),
	}
}

func unpackSiteMember(r siteMemberRecord) model.SiteMember {
	return model.SiteMember{
		Org: model.OrgID(r.Org), Site: model.SiteID(r.Site), User: model.UserID(r.User), Term: r.Term, AddedAt: r.AddedAt,
	}
}

var siteMembers = table[model.SiteMember, siteMemberRecord]{
	noun:   "member of the site",
	key:    func(m model.SiteMember) key { return siteMemberKey(m.Org, m.Site, m.User) },
	pack:   packSiteMember,
	unpack: unpackSiteMember,
	links: func(m model.SiteMember) []link {
		return []link{{at: newKey("site.of", string(m.Org), string(m.User), string(m.Site))}}
	},
}

func siteMemberKey(org model.OrgID, site model.SiteID, user model.UserID) key {
	return newKey("site.member", string(org), string(site), string(user))
}

// SiteMember returns what says that a person is a member of a site, of that
// very one. KindNotFound when nothing does.
func (t *tx) SiteMember(org model.OrgID, site model.SiteID, user model.UserID) (model.SiteMember, error) {
	return siteMembers.get(t, siteMemberKey(org, site, user))
}

// SitesOf returns the sites that a person is a member of, the oldest first.
func (t *tx) SitesOf(org model.OrgID, user model.UserID) ([]model.SiteMember, error) {
	return siteMembers.list(t, within("site.of", string(org), string(user)))
}

// PutSiteMember writes that a person is a member of a site.
func (t *tx) PutSiteMember(m model.SiteMember) error {
	if err := firstOf(checkID(m.Org), checkID(m.Site), checkID(m.User)); err != nil {
		return err
	}
	_, err := siteMembers.put(t, m)
	return err
}

// DeleteSiteMember takes a person off a site; none there is no error.
func (t *tx) DeleteSiteMember(org model.OrgID, site model.SiteID, user model.UserID) error {
	return siteMembers.deleteAt(t, siteMemberKey(org, site, user))
}

// SiteMembers lists who is at a site by SortCreated (of the account).
func (t *tx) SiteMembers(org model.OrgID, site model.SiteID, req model.PageRequest) (model.Page[model.SiteMember], error) {
	return siteMembers.page(t, orders{
		model.SortCreated: {prefix: within("site.member", string(org), string(site)), records: true},
	}, req)
}
