package storage

import (
	"time"

	"example.com/latchkey/model"
)

type handOverRecord struct {
	Org  string      `json:"org"`
	From ownerRecord `json:"from"`
	To   ownerRecord `json:"to"`
	At   time.Time   `json:"at"`
	By   string      `json:"by,omitzero"`
}

func packHandOver(h model.HandOver) handOverRecord {
	return handOverRecord{Org: string(h.Org), From: packOwner(h.From), To: packOwner(h.To), At: utc(h.At), By: h.By}
}

func unpackHandOver(r handOverRecord) model.HandOver {
	return model.HandOver{Org: model.OrgID(r.Org), From: unpackOwner(r.From), To: unpackOwner(r.To), At: r.At, By: r.By}
}

var handOvers = table[model.HandOver, handOverRecord]{
	noun:   "hand-over",
	key:    func(h model.HandOver) key { return handOverKey(h.Org, h.From) },
	pack:   packHandOver,
	unpack: unpackHandOver,
	links: func(h model.HandOver) []link {
		return []link{{at: newKey("handover.to", string(h.Org), owner(h.To), owner(h.From))}}
	},
}

func handOverKey(org model.OrgID, from model.Owner) key {
	return newKey("handover", string(org), owner(from))
}

// HandOver returns who got what an owner of an org had. KindNotFound when the
// owner still has it.
func (t *tx) HandOver(org model.OrgID, from model.Owner) (model.HandOver, error) {
	return handOvers.get(t, handOverKey(org, from))
}

// PutHandOver writes who got what an owner had.
func (t *tx) PutHandOver(h model.HandOver) error {
	err := firstOf(checkID(h.Org), checkID(h.From.Subject.ID()), checkID(h.To.Subject.ID()))
	if err != nil {
		return err
	}
	_, err = handOvers.put(t, h)
	return err
}

// HandedTo returns those who named an owner as their successor, in no
// order that means anything.
func (t *tx) HandedTo(org model.OrgID, to model.Owner) ([]model.HandOver, error) {
	return handOvers.list(t, within("handover.to", string(org), owner(to)))
}
