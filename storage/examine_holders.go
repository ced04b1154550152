package storage

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// countMember and countServiceUser count again who holds which set.
func countMember(x *examination, m model.Membership) error {
	x.holdingsOf(m.Org).addMember(m, +1)
	return nil
}

func countServiceUser(x *examination, s model.ServiceUser) error {
	x.holdingsOf(s.Org).addServiceUser(s, +1)
	return nil
}

func (x *examination) holdingsOf(org model.OrgID) holdings {
	if x.holders[org] == nil {
		x.holders[org] = holdings{}
	}
	return x.holders[org]
}

// mayHold notes the org of somebody who cannot be read: nobody can count there.
func mayHold(x *examination, k key) { x.unsure[model.OrgID(k.part(1))] = true }

// holdersChecker looks after how many hold a set.
type holdersChecker struct{}

func (holdersChecker) visit(x *examination, k key, s sight) error {
	org, set := model.OrgID(k.part(1)), model.SetID(k.part(2))
	now := x.holders[org][set]
	delete(x.holders[org], set)
	if s.flaw != nil {
		return x.broken(k, s.flaw, true)
	}
	was, err := decodeHolders(s.payload)
	if err != nil {
		return x.broken(k, err, true)
	}
	if was == now || x.unsure[org] {
		return nil
	}
	return x.report(model.Finding{Flaw: model.FlawCount, Repairable: true}, k, "It counts %s who hold the set, and there are %s.", headcount(was), headcount(now))
}

// missingHolders tells of the sets that are held and have no count.
func (x *examination) missingHolders() error {
	for _, org := range slices.Sorted(maps.Keys(x.holders)) {
		for _, set := range slices.Sorted(maps.Keys(x.holders[org])) {
			now := x.holders[org][set]
			if !now.Any() || x.unsure[org] {
				continue
			}
			f := model.Finding{Flaw: model.FlawMissing, Repairable: true}
			if err := x.report(f, holdersKey(org, set), "%s hold the set, and nothing counts them.", headcount(now)); err != nil {
				return err
			}
		}
	}
	return nil
}

func headcount(h model.SetHolders) string {
	return fmt.Sprintf("%s, %d deactivated and %s", amount(h.ActiveMembers, "active member", "active members"),
		h.DeactivatedMembers, amount(h.ServiceUsers, "service user", "service users"))
}

func amount(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func decodeHolders(payload []byte) (model.SetHolders, error) {
	var r holdersRecord
	err := json.Unmarshal(payload, &r)
	return model.SetHolders{ActiveMembers: r.Active, DeactivatedMembers: r.Deactivated, ServiceUsers: r.ServiceUsers}, err
}

// mend counts the holders of a set again. The count is read before it is written,
// so that nobody becomes or ceases to be one meanwhile.
func (holdersChecker) mend(t *tx, k key, _ []key) (bool, error) {
	s, err := t.look(k)
	if err != nil {
		return false, err
	}
	org, set := model.OrgID(k.part(1)), model.SetID(k.part(2))
	now, sure, err := t.recount(org)
	if err != nil || !sure {
		return false, err
	}
	if s.there && s.flaw == nil {
		if was, err := decodeHolders(s.payload); err == nil && was == now[set] {
			return false, nil
		}
	}
	return true, t.putHolders(org, set, now[set])
}

// recount counts who holds which set of an org, and reports whether everybody
// could be read.
func (t *tx) recount(org model.OrgID) (holdings, bool, error) {
	x := &examination{t: t, holders: map[model.OrgID]holdings{}}
	for _, table := range []string{"member", "service"} {
		for item, err := range t.reader.Scan(engine.Range{Prefix: within(table, string(org))}) {
			if err := firstOf(t.ctx.Err(), err); err != nil {
				return nil, false, translate(err)
			}
			found, err := t.readRecord(ledger[table].(form), item.Key, t.inspect(item.Key, item.Value))
			if err != nil || found.flaw != nil {
				return nil, false, err
			}
			if err := found.guards(x); err != nil {
				return nil, false, err
			}
		}
	}
	return x.holdingsOf(org), true, nil
}
