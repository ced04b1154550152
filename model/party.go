package model

// party is a subject in its org as one state of the store has it.
type party struct {
	name       string
	org        Org
	subject    Subject
	sets       []SetID    // what it may do is their union (rules 2.2, 6.1)
	active     bool       // rule 8.1: the membership and the account are, or the service user is
	membership Membership // of a user
}

// party returns a subject of an org. KindNotFound when it was never there.
func (q *inquiry) party(id OrgID, s Subject) (party, error) {
	org, err := q.Org(id)
	if err != nil {
		return party{subject: s}, err
	}
	return q.partyIn(org, s)
}

// partyIn is party for an org that was looked up.
func (q *inquiry) partyIn(org Org, s Subject) (party, error) {
	if s.IsServiceUser() {
		u, err := q.ServiceUser(org.ID, s.ServiceUser)
		return serviceParty(org, u), err
	}
	m, err := q.Membership(org.ID, s.User)
	if err != nil {
		return party{subject: s}, err
	}
	account, err := q.Account(s.User)
	return memberParty(org, m, account), err
}

func serviceParty(org Org, u ServiceUser) party {
	return party{
		org: org, subject: Subject{ServiceUser: u.ID}, name: u.Name, sets: u.Sets,
		active: !u.Disabled && !u.Deleted,
	}
}

func memberParty(org Org, m Membership, account Account) party {
	return party{
		org: org, subject: Subject{User: m.User}, name: m.Name, sets: []SetID{m.Set}, membership: m,
		active: m.Status == MemberActive && !account.Disabled,
	}
}

// partyOf returns the subject of a token. A record that is missing is a fault of
// the store, never a yes (rule 8.4).
func (q *inquiry) partyOf(t Token) (party, error) {
	p, err := q.party(t.Org, t.Subject)
	if err != nil {
		err = missing(err)
	}
	return p, err
}

// life is what the standing of the subject's tokens depends on.
func (p *party) life() life {
	l := life{limit: p.org.ServiceTokenInactivity, suspended: p.org.Suspended, inactive: !p.active}
	if !p.subject.IsServiceUser() {
		l.limit, l.owner, l.epoch = userInactivity, &p.membership, p.membership.Epoch
	}
	return l
}

// ref returns how the subject stands in the activity log for what was done with
// one of its tokens (rule 9.1).
func (p *party) ref(t Token) ActorRef {
	return ActorRef{Kind: p.subject.Kind(), ID: p.subject.ID(), Name: p.name, Token: string(t.ID)}
}
