package storage

import (
	"errors"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

var entries = table[model.Entry, entryRecord]{
	noun:   "activity entry",
	key:    func(e model.Entry) key { return entryKey(e.Seq) },
	pack:   packEntry,
	unpack: unpackEntry,
	links: func(e model.Entry) []link {
		return []link{{at: newKey("entry.of", string(e.Org), uint64Part(e.Seq))}}
	},
}

func entryKey(seq uint64) key { return newKey("entry", uint64Part(seq)) }

type headRecord struct {
	Seq         uint64    `json:"seq"`
	Revocations uint64    `json:"revocations,omitzero"`
	At          time.Time `json:"at"`
	Chain       hashText  `json:"chain"`
}

func packHead(h model.Head) headRecord {
	return headRecord{Seq: h.Seq, Revocations: h.Revocations, At: utc(h.At), Chain: hashText(h.Chain)}
}

func unpackHead(r headRecord) model.Head {
	return model.Head{Seq: r.Seq, Revocations: r.Revocations, At: r.At, Chain: model.Hash(r.Chain)}
}

var headKey = key("head")

// errNoHead is the cause when the end of the log is lost, but not the log.
var errNoHead = errors.New("there are activity entries, but no head")

// Head returns the end of the activity log: the zero Head for a store without
// entries.
func (t *tx) Head() (model.Head, error) {
	r, err := getRecord[headRecord](t, headKey)
	if errors.Is(err, engine.ErrNotFound) {
		return model.Head{}, t.checkNoEntries()
	}
	if err != nil {
		return model.Head{}, err
	}
	return unpackHead(r), nil
}

func (t *tx) checkNoEntries() error {
	found, err := t.any(engine.Range{Prefix: all("entry")})
	if found {
		return t.damaged(headKey, errNoHead)
	}
	return err
}

// PutHead writes the end of the log. It reads first, so that two changes
// cannot both be the next one.
func (t *tx) PutHead(h model.Head) error {
	if _, err := getRecord[headRecord](t, headKey); err != nil && !errors.Is(err, engine.ErrNotFound) {
		return err
	}
	return t.setRecord(headKey, packHead(h))
}

// AppendEntry adds an entry. KindInternal when its Seq is not new.
func (t *tx) AppendEntry(e model.Entry) error {
	if e.Org != "" {
		if err := checkID(e.Org); err != nil {
			return err
		}
	}
	old, err := entries.put(t, e)
	if old != nil {
		return internal(nil, "The activity log has an entry %d already; nothing was changed.", e.Seq)
	}
	return err
}

// Entry returns the entry with that number. KindNotFound when there is none.
func (t *tx) Entry(seq uint64) (model.Entry, error) { return entries.get(t, entryKey(seq)) }

// Entries lists an org's entries (those of no org for "") by SortCreated.
func (t *tx) Entries(org model.OrgID, req model.PageRequest) (model.Page[model.Entry], error) {
	return entries.page(t, orders{
		model.SortCreated: {prefix: within("entry.of", string(org))},
	}, req)
}

// AllEntries lists every entry by SortCreated.
func (t *tx) AllEntries(req model.PageRequest) (model.Page[model.Entry], error) {
	return entries.page(t, orders{
		model.SortCreated: {prefix: all("entry"), records: true},
	}, req)
}
