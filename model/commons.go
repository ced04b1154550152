package model

// commons keep what the tokens of a subject, and the subjects of an org, have in
// common: so it is in memory once, and read once, however many they are.
type commons struct {
	subjects *shelf[subjectRef, subjectState]
	orgs     *shelf[OrgID, Org]
	sets     *shelf[setRef, Permissions]
}

type subjectRef struct {
	org     OrgID
	subject Subject
}

type setRef struct {
	org OrgID
	set SetID
}

// subjectState is what decisions about all tokens of a subject are made from.
type subjectState struct {
	life    life // of the party; the first lines of memory hold all that most of them need
	allowed Permissions
	party   party
}

// read reads what is known of a subject.
func (s *subjectState) read(c *commons, q *inquiry, of subjectRef, begin uint64) error {
	org, err := c.orgs.find(of.org, begin, records{orgKey(of.org)}, func(o *Org) (err error) {
		*o, err = q.Org(of.org)
		return err
	})
	if err != nil {
		return err
	}
	if s.party, err = q.partyIn(org.value, of.subject); err != nil {
		return err
	}
	s.life = s.party.life()
	s.allowed, err = c.allowed(q, of.org, s.party.sets, begin)
	return err
}

// newCommons keeps at most so many of each.
func newCommons(f *freshness, most int) *commons {
	return &commons{newShelf[subjectRef, subjectState](f, most), newShelf[OrgID, Org](f, most), newShelf[setRef, Permissions](f, most)}
}

// subject returns what is known of a subject. What is not known, or may have changed
// since begin, it reads from q. KindNotFound when a record is missing.
func (c *commons) subject(q *inquiry, of subjectRef, begin uint64) (*copied[subjectState], error) {
	keys := records{orgKey(of.org), subjectKey(of.org, of.subject), accountKey(of.subject.User)}
	return c.subjects.find(of, begin, keys, func(s *subjectState) error { return s.read(c, q, of, begin) })
}

// allowed returns the union of the sets (rule 2.2).
func (c *commons) allowed(q *inquiry, org OrgID, sets []SetID, begin uint64) (Permissions, error) {
	union := Permissions{}
	for _, id := range sets {
		set, err := c.sets.find(setRef{org, id}, begin, records{orgKey(org)}, func(p *Permissions) error {
			set, err := q.PermissionSet(org, id)
			*p = permissionsOf(set.Permissions)
			return err
		})
		if err != nil {
			return nil, err
		}
		if len(sets) == 1 {
			return set.value, nil // the one that all its holders share
		}
		for p := range set.value {
			union[p] = true
		}
	}
	return union, nil
}
