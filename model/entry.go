package model

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
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
	e.Chain = newChainer(c.a.options.LogChain).next(c.head.Chain, e)
	c.head.Seq, c.head.Chain = e.Seq, e.Chain
	c.head.Revocations += e.revocations()
	return c.AppendEntry(e)
}

// detailRevoked names a token that was revoked with its service user.
const detailRevoked = "token revoked"

// revocations returns how many tokens were revoked by what the entry tells of:
// one by itself (rules 5.1, 5.5), or those that a service user had when it was
// deleted (rule 2.6). Tokens that expire are not among them, also when it was
// somebody's going that ended them (rule 1.3): that is one write, whose number
// of tokens nobody counts.
func (e Entry) revocations() uint64 {
	switch {
	case e.Refused:
		return 0
	case e.Action == ActRevokeToken:
		return 1
	case e.Action != ActDeleteService:
		return 0
	}
	n := uint64(0)
	for _, d := range e.Details {
		if d.Field == detailRevoked {
			n++
		}
	}
	return n
}

// chainer computes the chain values of one entry after the other.
type chainer struct {
	mac  hash.Hash
	text []byte // of an entry, kept for the next one's
}

func newChainer(key []byte) *chainer { return &chainer{mac: hmac.New(sha256.New, key)} }

// next returns HMAC-SHA256 over the chain value before and every field of the
// entry, each with its length, so that no two entries read the same.
func (c *chainer) next(before Hash, e Entry) (sum Hash) {
	refused := ""
	if e.Refused {
		refused = "refused"
	}
	text := append(c.text[:0], before[:]...)
	text = appendNumbers(text, e.Seq, uint64(e.At.UnixNano()))
	text = appendTexts(text, string(e.Org), e.Actor.Kind, e.Actor.ID, e.Actor.Name, e.Actor.Token, string(e.Action),
		e.Target.Kind, e.Target.ID, e.Target.Name, e.From, refused, e.Reason)
	text = appendNumbers(text, uint64(len(e.Details)))
	for _, d := range e.Details {
		text = appendTexts(text, d.Field, d.Before, d.After)
	}
	c.text = text
	c.mac.Reset()
	c.mac.Write(text)
	c.mac.Sum(sum[:0])
	return sum
}

func appendTexts(to []byte, texts ...string) []byte {
	for _, t := range texts {
		to = append(appendNumbers(to, uint64(len(t))), t...)
	}
	return to
}

func appendNumbers(to []byte, numbers ...uint64) []byte {
	for _, n := range numbers {
		to = binary.BigEndian.AppendUint64(to, n)
	}
	return to
}

// ActivityReport is what VerifyActivity found.
type ActivityReport struct {
	Entries uint64 // how many entries are in order
	Broken  uint64 // the number of the first entry that is wrong or missing; 0 when all are in order
	Problem string // what is wrong with it, as a sentence
}

// Progress is called now and then by what takes long. Of is 0 where nobody knows
// how much there is.
type Progress func(done, of uint64)

// progressEvery is after how many entries Progress is called.
const progressEvery = 1000

// VerifyActivity reads the whole log, an entry at a time, and checks the chain:
// every entry that was altered, cut or swapped breaks it (rule 9.4). It is for
// operators. The errors are of KindForbidden and of the store; a broken chain is
// no error.
//
// A log that was cut at the end, head and all, is an older log that is in order.
// What tells is a head that was kept elsewhere: see Setback.
func (a *Authority) VerifyActivity(ctx context.Context, actor Actor, progress ...Progress) (ActivityReport, error) {
	var report ActivityReport
	err := a.inquire(ctx, actor, "", ucVerifyActivity, func(q *inquiry) error {
		head, err := q.Head()
		if err != nil {
			return err
		}
		report, err = q.verifyChain(head, progress)
		return err
	})
	return report, err
}

func (q *inquiry) verifyChain(head Head, progress []Progress) (ActivityReport, error) {
	var before Hash
	report, chain := ActivityReport{}, newChainer(q.a.options.LogChain)
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
		case chain.next(before, e) != e.Chain:
			return report.broken(seq, "does not follow from the one before"), nil
		}
		before = e.Chain
		if report.Entries++; report.Entries%progressEvery == 0 {
			for _, tell := range progress {
				tell(report.Entries, head.Seq)
			}
		}
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
