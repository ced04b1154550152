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
	org, err := q.Org(t.Org)
	if err != nil {
		return standing{}, missing(err)
	}
	l := life{lastUse: lastUse, limit: org.ServiceTokenInactivity}
	var active bool
	if t.Subject.IsServiceUser() {
		s, err := q.ServiceUser(t.Org, t.Subject.ServiceUser)
		if err != nil {
			return standing{}, missing(err)
		}
		active = !s.Disabled && !s.Deleted
	} else {
		if l, active, err = q.ownerLife(t, lastUse); err != nil {
			return standing{}, err
		}
	}
	s := endOf(t, l, q.now)
	s.reason = s.answer(org.Suspended, active)
	return s, nil
}

func (q *inquiry) ownerLife(t Token, lastUse time.Time) (life, bool, error) {
	m, err := q.Membership(t.Org, t.Subject.User)
	if err != nil {
		return life{}, false, missing(err)
	}
	account, err := q.Account(t.Subject.User)
	if err != nil {
		return life{}, false, missing(err)
	}
	l := life{lastUse: lastUse, limit: userInactivity, membership: m}
	return l, m.Status == MemberActive && !account.Disabled, nil
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

// answer is the chain of rule 8.1 from the token's own state to its subject.
func (s standing) answer(suspended, active bool) Reason {
	switch {
	case s.end != "" && !s.end.expired():
		return ReasonRevoked
	case s.end != "":
		return ReasonExpired
	case suspended:
		return ReasonOrgSuspended
	case !active:
		return ReasonSubjectInactive
	}
	return ReasonOK
}

// write puts an end into the token's record. Nothing ends twice.
func (s standing) write(t Token) Token {
	t.Ended, t.EndAt, t.EndBy = s.end, s.endAt, s.endBy
	return t
}
