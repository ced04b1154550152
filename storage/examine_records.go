package storage

import (
	"encoding/json"
	"errors"

	"example.com/latchkey/model"
)

// form is a table of records without its types.
type form interface {
	checker
	// read decodes a record whose value verifies.
	read(t *tx, payload []byte) (kept, error)
	called() string
}

// kept is what has to be known of a record to examine it.
type kept struct {
	flaw   error // why it could not be decoded
	at     key   // where it belongs
	links  []link
	unsure bool // there are other links that cannot be told, because what they depend on is damaged
	lost   key  // a record that has to be there beside this one, and is not

	guards func(*examination) error // compares what guards say with the record; nil for nothing
}

// records looks after the records of a table.
type records[V, R any] struct {
	of     table[V, R]
	more   func(*tx, V, *kept) error     // adds the links that the table leaves out; nil for none
	guards func(*examination, V) error   // see kept
	first  func(*examination, key) error // is told of every key before it is looked at; nil for nothing
	broken func(*examination, key)       // is told of a record that cannot be read; nil for nothing
}

// only are the records of a table of which there is nothing more to say.
func only[V, R any](of table[V, R]) records[V, R] { return records[V, R]{of: of} }

func (r records[V, R]) called() string { return r.of.noun }

func (r records[V, R]) read(t *tx, payload []byte) (kept, error) {
	var record R
	if err := json.Unmarshal(payload, &record); err != nil {
		return kept{flaw: err}, nil
	}
	v := r.of.unpack(record)
	found := kept{at: r.of.key(v), links: r.of.linksOf(v)}
	if r.guards != nil {
		found.guards = func(x *examination) error { return r.guards(x, v) }
	}
	if r.more == nil {
		return found, nil
	}
	err := r.more(t, v, &found)
	return found, err
}

func (r records[V, R]) visit(x *examination, k key, s sight) error {
	if r.first != nil {
		if err := r.first(x, k); err != nil {
			return err
		}
	}
	found, err := x.t.readRecord(r, k, s)
	if err != nil {
		return err
	}
	if found.flaw != nil && r.broken != nil {
		r.broken(x, k)
	}
	return x.checkRecord(k, found)
}

// errElsewhere is the flaw of a record that lies at the key of another one.
var errElsewhere = errors.New("it is another record than its key says")

// readRecord reads the record at k, whatever state it is in.
func (t *tx) readRecord(r form, k key, s sight) (kept, error) {
	if s.flaw != nil {
		return kept{flaw: s.flaw}, nil
	}
	found, err := r.read(t, s.payload)
	if err == nil && found.flaw == nil && string(found.at) != string(k) {
		found.flaw = errElsewhere
	}
	return found, err
}

// checkRecord looks at what belongs to a record.
func (x *examination) checkRecord(k key, found kept) error {
	if found.flaw != nil {
		return x.broken(k, found.flaw, false)
	}
	if found.lost != nil && !x.reported(found.lost) {
		f := model.Finding{Flaw: model.FlawMissing}
		if err := x.report(f, found.lost, "It belongs to %s, and is lost.", k); err != nil {
			return err
		}
	}
	for _, l := range found.links {
		x.ties.expect(x.t, l.at, k)
	}
	if found.guards == nil {
		return nil
	}
	return found.guards(x)
}

// checkLink looks whether l leads to the record at target, as it should.
func (x *examination) checkLink(l link, target key) error {
	s, err := x.t.look(l.at)
	f := model.Finding{Repairable: true, Targets: []string{string(target)}}
	switch {
	case err != nil:
		return err
	case !s.there:
		f.Flaw = model.FlawMissing
		return x.report(f, l.at, "It should be there and lead to %s.", target)
	case s.flaw != nil:
		f.Flaw = model.FlawDamaged
		return x.report(f, l.at, "%s It should lead to %s.", flawText(s.flaw), target)
	case string(s.payload) == string(target):
		return nil
	}
	other := key(s.payload)
	claim, err := x.t.claims(other, l.at)
	if err != nil {
		return err
	}
	if claim == claimed {
		f = model.Finding{Flaw: model.FlawDouble}
		return x.report(f, l.at, "Two records claim it: %s, which it leads to, and %s.", other, target)
	}
	f.Flaw, f.Repairable = model.FlawStray, claim == unclaimed
	return x.report(f, l.at, "It leads to %s and should lead to %s.", other, target)
}

// claim is what a record has to say about an entry that leads to it.
type claim int

const (
	claimed   claim = iota // the record has it
	unclaimed              // the record does not have it
	unknown                // the record is damaged, or what its links depend on
	nobody                 // there is no such record
)

// claims asks the record at target whether it has an entry at k.
func (t *tx) claims(target, k key) (claim, error) {
	r, ok := ledger[tableOf(target)].(form)
	if !ok {
		return unclaimed, nil
	}
	s, err := t.look(target)
	if err != nil {
		return unknown, err
	}
	if !s.there {
		return nobody, nil
	}
	found, err := t.readRecord(r, target, s)
	switch {
	case err != nil || found.flaw != nil:
		return unknown, err
	case has(found.links, link{at: k}):
		return claimed, nil
	case found.unsure:
		return unknown, nil
	}
	return unclaimed, nil
}
