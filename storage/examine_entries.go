package storage

import "example.com/latchkey/model"

// leadsTo looks after the entries that lead to the records of a table.
type leadsTo string

func (record leadsTo) visit(x *examination, k key, s sight) error {
	x.ties.meet(k, s)
	return nil
}

// check looks whether the record that the entry at k leads to has it.
func (record leadsTo) check(x *examination, k key, s sight) error {
	if s.flaw != nil {
		return x.broken(k, s.flaw, true)
	}
	if x.reported(k) {
		return nil
	}
	target := key(s.payload)
	stray := model.Finding{Flaw: model.FlawStray, Repairable: true}
	if tableOf(target) != string(record) {
		return x.report(stray, k, "It leads to %s, which is nothing that belongs here.", target)
	}
	claim, err := x.t.claims(target, k)
	switch {
	case err != nil:
		return err
	case claim == unclaimed:
		return x.report(stray, k, "It leads to %s, which does not belong here.", target)
	case claim == nobody && !x.reported(target):
		return x.report(model.Finding{Flaw: model.FlawMissing}, target, "The %s is lost: %s leads to it.", record.noun(), k)
	}
	return nil
}

func (record leadsTo) noun() string { return ledger[string(record)].(form).called() }

// mend makes the entry at k lead to the record among targets that has it still,
// and otherwise takes away an entry that nobody has.
func (leadsTo) mend(t *tx, k key, targets []key) (bool, error) {
	s, err := t.look(k)
	if err != nil {
		return false, err
	}
	if s.there && s.flaw == nil {
		if claim, err := t.claims(key(s.payload), k); err != nil || claim != unclaimed {
			return false, err
		}
	}
	for _, target := range targets {
		claim, err := t.claims(target, k)
		if err != nil {
			return false, err
		}
		if claim == claimed {
			return true, t.set(k, target)
		}
	}
	if !s.there {
		return false, nil
	}
	return true, t.delete(k)
}
