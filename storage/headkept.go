package storage

import (
	"context"
	"encoding/json"

	"example.com/latchkey/model"
)

// keptKey holds that the end of the activity log has been kept beside the store,
// so that from then on its absence tells something. It is written once, and goes
// wherever the store goes.
var keptKey = key("head.kept")

type keptRecord struct {
	Kept bool `json:"kept"`
}

// NoteHeadKept puts down that the end of the activity log is kept beside the store,
// unless the store says so already. It is for whoever keeps it there, once that is
// on the disk. The errors are those of Update.
func (s *Store) NoteHeadKept(ctx context.Context) error {
	return s.Update(ctx, func(m model.Tx) error {
		t := m.(*tx)
		if note, err := t.look(keptKey); err != nil || note.there {
			return err
		}
		return t.setRecord(keptKey, keptRecord{Kept: true})
	})
}

// HeadWasKept reports whether NoteHeadKept was ever called. A note that does not
// verify counts: somebody made it.
func (s *Store) HeadWasKept(ctx context.Context) (was bool, err error) {
	err = s.View(ctx, func(m model.Tx) error {
		note, err := m.(*tx).look(keptKey)
		was = note.there
		return err
	})
	return was, err
}

// keptChecker looks after the note. It follows from no record, so that it is not
// made anew.
type keptChecker struct{}

func (keptChecker) visit(x *examination, k key, s sight) error {
	if s.flaw == nil {
		s.flaw = json.Unmarshal(s.payload, new(keptRecord))
	}
	if s.flaw == nil {
		return nil
	}
	return x.broken(k, s.flaw, false)
}
