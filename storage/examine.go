package storage

import (
	"errors"
	"fmt"
	"strings"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// examination is one walk through all keys of the store, in their order. Whether
// the indexes are as the records have them shows in a sum for each (see ties):
// where it does not come out even, a second walk finds out why.
//
// It holds one key, the keys that were found to be wrong, and a count for each
// permission set; everything else is looked up.
type examination struct {
	t       *tx
	found   func(model.Finding) error
	named   map[string]struct{} // the keys that were found to be wrong
	ties    ties
	holders map[model.OrgID]holdings
	unsure  map[model.OrgID]bool  // orgs of which a holder cannot be read
	quotas  map[string]quotaFault // by their keys
	log     logWalk
	known   bool // there is an identity

	quotaTokens int // those that quotas leave out
}

// checker looks after the keys of one table.
type checker interface {
	// visit looks at one of them. The error is the engine's, or that of whoever is
	// told of findings.
	visit(x *examination, k key, s sight) error
}

// sight is what lies at a key, in whatever state.
type sight struct {
	there   bool
	seal    []byte // its MAC, for what can be used
	payload []byte
	flaw    error // why it cannot be used
}

// look reads k without an alarm: whoever looks wants to know what is wrong.
func (t *tx) look(k key) (sight, error) {
	if len(k) == 0 || k.tooLong() {
		return sight{}, nil
	}
	value, err := t.reader.Get(k)
	switch {
	case errors.Is(err, engine.ErrNotFound):
		return sight{}, nil
	case err != nil:
		return sight{}, translate(err)
	}
	return t.inspect(k, value), nil
}

func (t *tx) inspect(k key, value []byte) sight {
	payload, err := t.store.sealer.open(k, value)
	if err != nil {
		return sight{there: true, flaw: err}
	}
	return sight{there: true, seal: value[1:sealLen], payload: payload}
}

// tableOf is the table that a key belongs to.
func tableOf(k key) string {
	table, _, _ := strings.Cut(string(k), "\x00")
	return table
}

// part returns a part of a key: 0 is the table. No part before the one that is
// asked for may be binary.
func (k key) part(n int) string {
	parts := strings.SplitN(string(k), "\x00", n+2)
	if n >= len(parts) {
		return ""
	}
	return parts[n]
}

// examineEvery is after how many keys progress is told.
const examineEvery = 1000

// Examine goes through every key of the store. See model.IntegrityTx.
func (t *tx) Examine(found func(model.Finding) error, tell model.Progress) (uint64, error) {
	x := &examination{
		t: t, found: found, named: map[string]struct{}{},
		holders: map[model.OrgID]holdings{}, unsure: map[model.OrgID]bool{},
		quotas: map[string]quotaFault{}, ties: ties{}, log: logWalk{next: 1},
	}
	keys := uint64(0)
	if err := x.files(); err != nil {
		return keys, err
	}
	for item, err := range t.reader.Scan(engine.Range{}) {
		if err := firstOf(t.ctx.Err(), err); err != nil {
			return keys, translate(err)
		}
		if err := x.visit(item); err != nil {
			return keys, err
		}
		if keys++; keys%examineEvery == 0 {
			tell(keys, 0)
		}
	}
	return keys, x.finish(keys)
}

// filesKey stands for what is beneath the keys.
var filesKey = key("files")

// files looks whether what lies beneath the keys is what was written. A part that
// cannot be read hides a record, or shows an older one that verifies.
func (x *examination) files() error {
	err := x.t.store.engine.Verify(x.t.ctx)
	if !errors.Is(err, engine.ErrDamaged) {
		return translate(err)
	}
	return x.report(model.Finding{Flaw: model.FlawDamaged}, filesKey, "They are not what was written (%s). What was revoked could be good again, so nothing is answered from the store any more.", strings.TrimPrefix(err.Error(), engine.ErrDamaged.Error()+": "))
}

func (x *examination) visit(item engine.Item) error {
	k := key(item.Key)
	c, ok := ledger[tableOf(k)]
	if !ok {
		return x.report(model.Finding{Flaw: model.FlawUnknown}, k, "This latchkey keeps nothing of that kind.")
	}
	return c.visit(x, k, x.t.inspect(k, item.Value))
}

// finish looks for what should have come up on the way.
func (x *examination) finish(keys uint64) error {
	if !x.known && keys > 0 {
		if err := x.report(model.Finding{Flaw: model.FlawMissing}, identityKey, "The store does not say which key file it belongs to."); err != nil {
			return err
		}
	}
	for _, told := range []func() error{x.untie, x.missingHolders, x.quotaFaults, x.missingHead} {
		if err := told(); err != nil {
			return err
		}
	}
	return nil
}

// report tells of a finding about k.
func (x *examination) report(f model.Finding, k key, format string, args ...any) error {
	x.named[string(k)] = struct{}{}
	for i, arg := range args {
		if other, ok := arg.(key); ok {
			args[i] = other.text()
		}
	}
	f.Key, f.At, f.Text = k.text(), string(k), fmt.Sprintf(format, args...)
	return x.found(f)
}

// reported reports whether there was a finding about k: one thing that is wrong is
// told of once, however many others show it.
func (x *examination) reported(k key) bool {
	_, ok := x.named[string(k)]
	return ok
}

// broken tells of a value that cannot be used.
func (x *examination) broken(k key, flaw error, repairable bool) error {
	if x.reported(k) {
		return nil
	}
	f := model.Finding{Flaw: model.FlawDamaged, Repairable: repairable}
	return x.report(f, k, "%s", flawText(flaw))
}

func flawText(flaw error) string {
	switch {
	case errors.Is(flaw, errMAC), errors.Is(flaw, errShort):
		return "It does not verify: it was altered, or the disk lost a part of it."
	case errors.Is(flaw, errVersion):
		return "A newer latchkey has written it."
	}
	return fmt.Sprintf("It cannot be read (%v).", flaw)
}
