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

// life is all that the end of a token depends on, beside the token itself.
type life struct {
	lastUse    time.Time
	limit      time.Duration // of inactivity; 0 is none
	membership Membership    // of the owner, for a user token
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
	return p.standing(t, lastUse, q.now), nil
}

// standing decides what a token of the subject is now.
func (p party) standing(t Token, lastUse, now time.Time) standing {
	s := endOf(t, p.life(lastUse), now)
	s.suspended, s.inactive = p.org.Suspended, !p.active
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
func endOf(t Token, l life, now time.Time) standing {
	if t.Ended != "" {
		return standing{end: t.Ended, endAt: t.EndAt, endBy: t.EndBy}
	}
	var s standing
	earlier := func(at time.Time, why EndReason, by string) {
		if s.end == "" || at.Before(s.endAt) {
			s.end, s.endAt, s.endBy = why, at, by
		}
	}
	due, why := dueOf(t, l)
	if !due.IsZero() && !now.Before(due) {
		earlier(due, why, "")
	}
	if m := l.membership; m.User != "" && m.Epoch != t.Epoch {
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
func dueOf(t Token, l life) (time.Time, EndReason) {
	due, why := t.EndsAt, EndDate
	if l.limit > 0 {
		since := t.CreatedAt
		if l.lastUse.After(since) {
			since = l.lastUse
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
