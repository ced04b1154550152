package model

import (
	"iter"
	"slices"
	"strconv"
)

// Flaw is what is wrong with something that the store keeps.
type Flaw string

// The flaws that an examination finds.
const (
	FlawDamaged Flaw = "damaged"     // it does not verify, or cannot be read
	FlawMissing Flaw = "missing"     // it has to be there, and is not
	FlawStray   Flaw = "stray"       // an index leads where it should not
	FlawCount   Flaw = "wrong count" // a guard does not say what the records say
	FlawDouble  Flaw = "double"      // two records claim one unique name
	FlawUnknown Flaw = "unknown"     // nothing in this latchkey keeps such a thing
)

// Finding is one thing that is wrong in the store. Records are what people
// entered and what happened; indexes and guards follow from them. So an index or
// a guard can be made anew, and a record cannot.
type Finding struct {
	Flaw       Flaw
	Key        string // where, in readable form
	Text       string // what is wrong, in sentences
	Repairable bool

	// At and Targets are keys as the store has them, for its Repair: the one that
	// is wrong and, where they are known, the records that it has to do with.
	At      string
	Targets []string
}

// MaxFindings is how many findings one examination tells of. They are held in
// memory, and a store with more of them is examined again after these are repaired.
const MaxFindings = 50_000

// Examination is what Examine found.
type Examination struct {
	Keys     uint64 // records, indexes and guards that were looked at
	Findings []Finding
	More     bool // the store has more than MaxFindings
	Activity ActivityReport
}

// Sound reports whether nothing is wrong.
func (x Examination) Sound() bool {
	return len(x.Findings) == 0 && x.Activity.Problem == ""
}

// Repairable returns how many of the findings can be repaired.
func (x Examination) Repairable() int {
	n := 0
	for _, f := range x.Findings {
		if f.Repairable {
			n++
		}
	}
	return n
}

// Counted returns whose quota lists the token, and whether it does: from when it
// is made until its end is written down (rule 3.2). One that time has ended is
// still listed, and does not count, until a sweep or the next generation.
func (t Token) Counted() (Holder, bool) { return t.holder(), t.Ended == "" }

// repairSteps cuts what can be repaired into steps of one transaction each.
func repairSteps(findings []Finding) iter.Seq[[]Finding] {
	var todo []Finding
	for _, f := range findings {
		if f.Repairable {
			todo = append(todo, f)
		}
	}
	return slices.Chunk(todo, repairKeys)
}

// repairKeys is how many keys one step writes beside its entry in the log, of
// the 100 that fit into a transaction.
const repairKeys = 80

// tally counts repairs by flaw, in the order in which they came.
type tally struct {
	flaws  []Flaw
	counts map[Flaw]int
}

func (t *tally) add(f Flaw) {
	if t.counts == nil {
		t.counts = map[Flaw]int{}
	}
	if t.counts[f] == 0 {
		t.flaws = append(t.flaws, f)
	}
	t.counts[f]++
}

func (t *tally) details() []Detail {
	details := make([]Detail, len(t.flaws))
	for i, f := range t.flaws {
		details[i] = Detail{Field: string(f), After: strconv.Itoa(t.counts[f]) + " repaired"}
	}
	return details
}
