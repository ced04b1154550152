package storage

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"

	"example.com/latchkey/model"
)

// logWalk follows the numbers of the entries of the activity log. Whether they
// say what was written is the model's to find out: it has the chain.
type logWalk struct {
	next uint64 // the number that comes next
	head bool   // there is one
}

func seqOf(k key) (uint64, bool) {
	rest, _ := strings.CutPrefix(string(k), string(all("entry")))
	if len(rest) != 8 {
		return 0, false
	}
	return binary.BigEndian.Uint64([]byte(rest)), true
}

func entryInOrder(x *examination, k key) error {
	seq, ok := seqOf(k)
	if !ok || seq < x.log.next {
		return nil // the record does not belong there either
	}
	from := x.log.next
	x.log.next = seq + 1
	return x.gap(from, seq)
}

// gap tells of entries that are missing from one number to before another.
func (x *examination) gap(from, to uint64) error {
	if from >= to {
		return nil
	}
	which := fmt.Sprintf("Entry %d of the activity log is lost.", from)
	if from+1 < to {
		which = fmt.Sprintf("The entries %d to %d of the activity log are lost.", from, to-1)
	}
	return x.report(model.Finding{Flaw: model.FlawMissing}, entryKey(from), "%s", which)
}

// headChecker looks after the end of the log.
type headChecker struct{}

func (headChecker) visit(x *examination, k key, s sight) error {
	x.log.head = true
	if s.flaw != nil {
		return x.broken(k, s.flaw, false)
	}
	var r headRecord
	if err := json.Unmarshal(s.payload, &r); err != nil {
		return x.broken(k, err, false)
	}
	if r.Seq+1 < x.log.next {
		return x.report(model.Finding{Flaw: model.FlawCount}, k, "It says that the activity log ends at entry %d, and there is an entry %d.", r.Seq, x.log.next-1)
	}
	return x.gap(x.log.next, r.Seq+1)
}

func (x *examination) missingHead() error {
	if x.log.head || x.log.next == 1 {
		return nil
	}
	return x.report(model.Finding{Flaw: model.FlawMissing}, headKey, "The end of the activity log is lost; its last entry is %d.", x.log.next-1)
}

// identityChecker looks after the one value that tells key files apart.
type identityChecker struct{}

func (identityChecker) visit(x *examination, k key, s sight) error {
	x.known = true
	if s.flaw == nil {
		return nil
	}
	return x.report(model.Finding{Flaw: model.FlawDamaged}, k, "%s Or the key file is not the one that the store was made with.", flawText(s.flaw))
}
