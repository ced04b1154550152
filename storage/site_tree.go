package storage

import (
	"errors"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

type siteTreeRecord struct {
	Changes uint64 `json:"changes"`
}

func siteTreeKey(org model.OrgID) key { return newKey("site.tree", string(org)) }

// touchSiteTree counts a change of an org's tree of sites: it reads the count
// and then writes it, so that of two changes at once one runs into a conflict.
func (t *tx) touchSiteTree(org model.OrgID) error {
	r, err := getRecord[siteTreeRecord](t, siteTreeKey(org))
	if err != nil && !errors.Is(err, engine.ErrNotFound) {
		return err
	}
	r.Changes++
	return t.setRecord(siteTreeKey(org), r)
}
