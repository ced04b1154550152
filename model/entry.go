package model

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
)

// log appends the entry of something that the actor did in the org at hand.
func (c *change) log(action Action, target TargetRef, details ...Detail) error {
	return c.append(Entry{Org: c.actor.org.ID, Actor: c.actor.ref(), Action: action, Target: target, Details: details})
}

// refused appends the entry of an attempt that was turned away.
func (c *change) refused(action Action, target TargetRef, why string) error {
	return c.append(Entry{Org: c.actor.org.ID, Actor: c.actor.ref(), Action: action, Target: target, Refused: true, Reason: why})
}

// clean returns a target that came from outside fit for the log: an id that is
// none is left out.
func (t TargetRef) clean() TargetRef {
	prefix, _, _ := strings.Cut(t.ID, "_")
	if !looksLikeID(prefix+"_", t.ID) || len(prefix) != 3 {
		t.ID = ""
	}
	t.Name = cut(Printable(t.Name), 4*MaxName)
	return t
}

// append numbers, dates and chains an entry and writes it (rule 9.4).
func (c *change) append(e Entry) error {
	e.Seq = c.head.Seq + 1
	e.At = c.now
	if e.From == "" {
		e.From = c.actor.origin.Address
	}
	e.Chain = chain(c.a.options.LogChain, c.head.Chain, e)
	c.head.Seq, c.head.Chain = e.Seq, e.Chain
	return c.AppendEntry(e)
}

// chain returns HMAC-SHA256 over the chain value before and every field of the
// entry, each with its length, so that no two entries read the same.
func chain(key []byte, before Hash, e Entry) Hash {
	mac := hmac.New(sha256.New, key)
	mac.Write(before[:])
	writeNumber(mac, e.Seq)
	writeNumber(mac, uint64(e.At.UnixNano()))
	refused := ""
	if e.Refused {
		refused = "refused"
	}
	writeTexts(mac, string(e.Org), e.Actor.Kind, e.Actor.ID, e.Actor.Name, e.Actor.Token, string(e.Action),
		e.Target.Kind, e.Target.ID, e.Target.Name, e.From, refused, e.Reason)
	writeNumber(mac, uint64(len(e.Details)))
	for _, d := range e.Details {
		writeTexts(mac, d.Field, d.Before, d.After)
	}
	return Hash(mac.Sum(nil))
}

func writeTexts(w io.Writer, texts ...string) {
	for _, t := range texts {
		writeNumber(w, uint64(len(t)))
		_, _ = io.WriteString(w, t)
	}
}

func writeNumber(w io.Writer, n uint64) {
	var raw [8]byte
	binary.BigEndian.PutUint64(raw[:], n)
	_, _ = w.Write(raw[:])
}

// ActivityReport is what VerifyActivity found.
type ActivityReport struct {
	Entries uint64 // how many entries are in order
	Broken  uint64 // the number of the first entry that is wrong or missing; 0 when all are in order
	Problem string // what is wrong with it, as a sentence
}

// VerifyActivity reads the whole log and checks the chain: every entry that was
// altered, cut or swapped breaks it (rule 9.4). It is for operators. The errors
// are of KindForbidden and of the store; a broken chain is no error.
func (a *Authority) VerifyActivity(ctx context.Context, actor Actor) (ActivityReport, error) {
	var report ActivityReport
	err := a.inquire(ctx, actor, "", ucVerifyActivity, func(q *inquiry) error {
		head, err := q.Head()
		if err != nil {
			return err
		}
		report, err = q.verifyChain(head)
		return err
	})
	return report, err
}

func (q *inquiry) verifyChain(head Head) (ActivityReport, error) {
	var before Hash
	report := ActivityReport{}
	for seq := uint64(1); seq <= head.Seq; seq++ {
		e, err := q.Entry(seq)
		switch {
		case KindOf(err) == KindNotFound:
			return report.broken(seq, "is missing"), nil
		case KindOf(err) == KindInternal:
			return report.broken(seq, "cannot be read"), nil
		case err != nil:
			return report, err
		case e.Seq != seq:
			return report.broken(seq, "carries another number"), nil
		case chain(q.a.options.LogChain, before, e) != e.Chain:
			return report.broken(seq, "does not follow from the one before"), nil
		}
		before = e.Chain
		report.Entries++
	}
	if before != head.Chain {
		return report.broken(head.Seq+1, "is missing: the log was cut"), nil
	}
	return report, nil
}

func (r ActivityReport) broken(seq uint64, what string) ActivityReport {
	r.Broken, r.Problem = seq, fmt.Sprintf("Entry %d %s.", seq, what)
	return r
}
