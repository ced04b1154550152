package storage

import (
	"encoding/json"

	"example.com/latchkey/model"
)

// hasTree looks whether an org with sites has the guard of its tree.
func hasTree(x *examination, site model.Site) error {
	k := siteTreeKey(site.Org)
	s, err := x.t.look(k)
	if err != nil || s.there || x.reported(k) {
		return err
	}
	return x.report(model.Finding{Flaw: model.FlawMissing, Repairable: true}, k, "The organisation has sites, and nothing guards their tree.")
}

// treeChecker looks after those guards. What they count is not compared: it has
// to change with the tree, and nothing more.
type treeChecker struct{}

func (treeChecker) visit(x *examination, k key, s sight) error {
	if s.flaw == nil {
		s.flaw = json.Unmarshal(s.payload, new(siteTreeRecord))
	}
	if s.flaw == nil {
		return nil
	}
	return x.broken(k, s.flaw, true)
}

func (treeChecker) mend(t *tx, k key, _ []key) (bool, error) {
	s, err := t.look(k)
	if err != nil {
		return false, err
	}
	if s.there && s.flaw == nil && json.Unmarshal(s.payload, new(siteTreeRecord)) == nil {
		return false, nil
	}
	return true, t.setRecord(k, siteTreeRecord{Changes: 1})
}
