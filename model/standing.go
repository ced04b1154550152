package model

import "time"

// standing is what a token is at one moment: ended or not, and the answer that
// a request with it gets as far as its subject (rule 8.1).
type standing struct {
	reason Reason    // ReasonOK, or the first check that fails
	end    EndReason // "" while the token lives
	endAt  time.Time
	endBy  string
	due    time.Time // when time ends it if it is not used before; zero when nothing will

	superseded bool // the secret is one that a regeneration ended (rule 5.4)
	suspended  bool // the org is
	inactive   bool // the subject is
}

// life is what the standing of all tokens of a subject depends on, beside each of
// them.
type life struct {
	limit     time.Duration // of inactivity; 0 is none
	suspended bool          // the org is
	inactive  bool          // the subject is
	owner     *Membership   // nil for a service user
	epoch     int           // of that, which the owner's tokens carry
}

// standing decides what t is now. A record that the decision needs and that is
// not there is an error, never a yes (rule 8.4).
func (q *inquiry) standing(t Token) (standing, error) {
	use, err := q.use(t.ref())
	if err != nil {
		return standing{}, err
	}
	return q.standingAfter(t, use.LastAt)
}

// standingAfter is standing for a token whose last use is known.
func (q *inquiry) standingAfter(t Token, lastUse time.Time) (standing, error) {
	p, err := q.partyOf(t)
	if err != nil {
		return standing{}, err
	}
	return p.life().standing(&t, lastUse, q.now), nil
}

// standing decides what a token of the subject is now.
func (l life) standing(t *Token, lastUse, now time.Time) standing {
	s := l.endOf(t, lastUse, now)
	s.reason = s.answer()
	return s
}

// answerTo is the standing for one of the token's secrets: the one before the
// last regeneration is good for its overlap only (rule 5.4).
func (l life) answerTo(secret Hash, t *Token, lastUse, now time.Time) standing {
	s := l.endOf(t, lastUse, now)
	s.superseded = s.end == "" && !t.takes(secret, now)
	s.reason = s.answer()
	return s
}

// missing turns a "not found" of a record that has to be there into the fault
// of the store that it is.
func missing(err error) error {
	if KindOf(err) == KindNotFound {
		return &Error{Kind: KindInternal, Message: "A record that belongs to the token is missing from the store, so it is refused.", Err: err}
	}
	return err
}

// endOf decides whether and how t has ended by now. What was written down
// stands; otherwise the earliest of the ends that its life brings.
func (l life) endOf(t *Token, lastUse, now time.Time) standing {
	s := standing{suspended: l.suspended, inactive: l.inactive}
	if t.Ended != "" {
		s.end, s.endAt, s.endBy = t.Ended, t.EndAt, t.EndBy
		return s
	}
	earlier := func(at time.Time, why EndReason, by string) {
		if s.end == "" || at.Before(s.endAt) {
			s.end, s.endAt, s.endBy = why, at, by
		}
	}
	due, why := l.dueOf(t, lastUse)
	if !due.IsZero() && !now.Before(due) {
		earlier(due, why, "")
	}
	if m := l.owner; m != nil && l.epoch != t.Epoch {
		earlier(m.EpochAt, endOfEpoch(m.EpochAs), m.EpochBy) // who goes in the instant of the end finds it ended
	}
	if s.end == "" {
		s.due = due
	}
	return s
}

func endOfEpoch(as MemberStatus) EndReason {
	if as == MemberRemoved {
		return EndRemoved
	}
	return EndDeactivated
}

// dueOf returns when time ends t, by its end date (rule 3.5) or by inactivity
// counted from its creation or its last use, whichever is later (rule 3.4).
func (l life) dueOf(t *Token, lastUse time.Time) (time.Time, EndReason) {
	due, why := t.EndsAt, EndDate
	if l.limit > 0 {
		since := t.CreatedAt
		if lastUse.After(since) {
			since = lastUse
		}
		if unused := since.Add(l.limit); due.IsZero() || unused.Before(due) {
			due, why = unused, EndUnused
		}
	}
	return due, why
}

// write puts an end into the token's record. Nothing ends twice.
func (s standing) write(t Token) Token {
	t.Ended, t.EndAt, t.EndBy = s.end, s.endAt, s.endBy
	return t
}
