package storage

import "example.com/latchkey/model"

// mender is a checker whose keys follow from records, so that they can be made
// anew.
type mender interface {
	checker
	// mend puts the key right from the records as they are, and reports whether it
	// changed anything. Targets are those that it was found to belong to.
	mend(t *tx, k key, targets []key) (bool, error)
}

// Repair puts right what an examination found. See model.IntegrityTx.
func (t *tx) Repair(f model.Finding) (bool, error) {
	if t.store.foreign != nil {
		return false, unavailable(t.store.foreign, "The store does not say that it belongs to this key file, so nothing is repaired with it. Put the right key file back, or restore a backup.")
	}
	m, ok := ledger[tableOf(key(f.At))].(mender)
	if !ok || !f.Repairable {
		return false, nil
	}
	targets := make([]key, len(f.Targets))
	for i, target := range f.Targets {
		targets[i] = key(target)
	}
	return m.mend(t, key(f.At), targets)
}
