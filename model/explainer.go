package model

import (
	"fmt"
	"slices"
	"strings"
)

// explainer puts into words what decides a request of one subject. What passes
// and what fails is the chain's to say (chain.go).
type explainer struct {
	*inquiry
	party    party
	standing standing
	token    *TokenView // nil for a subject alone
	finding  *finding
	told     bool // the item may be told of
}

func (e *explainer) explain(ask Question, t *TokenView) (Explanation, error) {
	e.token = t
	var err error
	if e.party.sets, err = e.stillThere(e.party); err != nil {
		return Explanation{}, err
	}
	if e.finding, err = e.find(e.party, ask, true); err != nil {
		return Explanation{}, err
	}
	e.told = e.mayTell()
	out := Explanation{
		Token: t, Reason: e.standing.reason,
		Org: e.party.org.ID, OrgName: e.party.org.Name, Subject: e.party.subject, Name: e.party.name,
	}
	if out.Reason == ReasonOK {
		out.Reason = first(askChain, e.finding)
	}
	if e.told {
		item := e.finding.item.knownTo(e.finding.org.ID)
		out.Item = &item
	}
	out.Steps, err = e.steps()
	return out, err
}

// mayTell reports whether the actor may be told of the item (rule 7.7): the
// subject reaches it by what was asked, or the actor manages there. While the org
// is suspended its people are told of none, as they see none (rule 1.5).
func (e *explainer) mayTell() bool {
	f := e.finding
	if !f.found || e.party.org.Suspended && !e.actor.operator {
		return false
	}
	reached := f.need > LevelNone && f.permitted() && f.accessible()
	return f.visible() || reached || e.manages(f.item)
}

// manages reports whether the actor explains as somebody who manages the
// subjects of the item's own org, and so may know that there is such an item.
func (e *explainer) manages(item Item) bool {
	own := e.party.subject == Subject{User: e.actor.user}
	return e.actor.operator || item.Org == e.party.org.ID && !own
}

// stillThere returns the permission sets of a party. Those of one that is gone
// may have been deleted since.
func (q *inquiry) stillThere(p party) ([]SetID, error) {
	if p.active {
		return p.sets, nil
	}
	var sets []SetID
	for _, id := range p.sets {
		_, err := q.PermissionSet(p.org.ID, id)
		if err != nil && KindOf(err) != KindNotFound {
			return nil, err
		}
		if err == nil {
			sets = append(sets, id)
		}
	}
	return sets, nil
}

func (e *explainer) steps() ([]Step, error) {
	var steps []Step
	if e.token != nil {
		steps = append(steps,
			Step{Check: CheckSecret, State: StepPassed, Reason: ReasonMalformed, Text: "well formed"},
			Step{Check: CheckKnown, State: StepPassed, Reason: ReasonUnknown, Text: fmt.Sprintf("%s, ending in %s", Printable(e.token.Name), e.token.LastFour)})
	}
	for _, l := range tokenChain {
		if e.token == nil && (l.check == CheckRevoked || l.check == CheckExpired) {
			continue
		}
		step := Step{Check: l.check, Reason: l.reason, State: StepPassed}
		if l.fails(e.standing) {
			step.State = StepFailed
		}
		e.describeLife(&step)
		steps = append(steps, step)
	}
	for _, l := range askChain {
		step := Step{Check: l.check, Reason: l.reason, State: StepPassed}
		if l.fails(e.finding) {
			step.State = StepFailed
		}
		if err := e.describeAsked(&step); err != nil {
			return nil, err
		}
		steps = append(steps, step)
	}
	return steps, nil
}

// describeLife says what decided a check of the token, its org or its subject.
func (e *explainer) describeLife(s *Step) {
	failed := s.State == StepFailed
	org := Printable(e.party.org.Name)
	switch s.Check {
	case CheckRevoked:
		s.Text = "not revoked"
		if failed {
			s.Text, s.At, s.Mend = e.endWords(), e.standing.endAt, e.place("token")
		}
	case CheckExpired:
		s.Text, s.At = "nothing ends it", e.standing.due
		if !s.At.IsZero() {
			s.Text = "ends if it is not used"
			if e.token.EndsAt.Equal(s.At) {
				s.Text = "has an end date"
			}
		}
		if failed {
			s.Text, s.At, s.Mend = e.endWords(), e.standing.endAt, e.place("token")
		} else if e.standing.end != "" {
			s.Text, s.At = "had not, when it was revoked", e.standing.due
		}
	case CheckOrg:
		s.Text = org + " is active"
		if failed {
			s.Text, s.Mend = org+" is suspended", e.place("org")
		}
	case CheckSubject:
		s.Text = e.subjectWords()
		if failed {
			s.Mend = e.place(e.party.subject.Kind())
		}
	}
}

func (e *explainer) endWords() string {
	switch by := e.standing.endBy; {
	case e.standing.superseded:
		return "the secret of before a regeneration; its overlap is over"
	case e.standing.end == EndUnused:
		return "unused for too long"
	case e.standing.end == EndDate:
		return "its end date has passed"
	case by != "":
		return fmt.Sprintf("%s, by %s", e.standing.end, Printable(by))
	}
	return e.standing.end.String()
}

func (e *explainer) subjectWords() string {
	name, org := Printable(e.party.name), Printable(e.party.org.Name)
	switch {
	case e.party.subject.IsServiceUser() && e.party.active:
		return fmt.Sprintf("service user %s is enabled", name)
	case e.party.subject.IsServiceUser():
		return fmt.Sprintf("service user %s is disabled or deleted", name)
	case e.party.active:
		return fmt.Sprintf("%s is an active member of %s", name, org)
	case e.party.membership.Status == MemberActive:
		return fmt.Sprintf("the account of %s is disabled", name)
	}
	return fmt.Sprintf("%s is %s in %s", name, e.party.membership.Status, org)
}

// place is where something about the subject or its token is changed.
func (e *explainer) place(kind string) Place {
	p := Place{Org: e.party.org.ID, Kind: kind}
	switch kind {
	case "token":
		p.ID = string(e.token.ID)
	case "org":
		p.ID = string(e.party.org.ID)
	case "permission_set":
		if len(e.party.sets) > 0 {
			p.ID = string(e.party.sets[0])
		}
	default:
		p.ID = e.party.subject.ID()
	}
	return p
}

// describeAsked says what decided a check of what the request asks for.
func (e *explainer) describeAsked(s *Step) error {
	if s.Check == CheckAccess {
		return e.describeAccess(s)
	}
	ask := e.finding.ask.Permission
	if ask == "" {
		s.State, s.Text = StepUnasked, "no permission is asked for"
		return nil
	}
	if s.State == StepFailed {
		names, err := e.setNames(e.party.org.ID, e.party.sets)
		switch s.Mend = e.place("permission_set"); len(names) {
		case 0:
			s.Text, s.Mend = "there is no permission set left", Place{}
		case 1:
			s.Text = fmt.Sprintf("%s does not have %s", Printable(names[0]), ask)
		default:
			s.Text = fmt.Sprintf("none of %s has %s", Printable(strings.Join(names, ", ")), ask)
		}
		return err
	}
	names, err := e.setsWith(ask)
	s.Text = fmt.Sprintf("%s has %s", Printable(strings.Join(names, " and ")), ask)
	return err
}

// setsWith returns the names of those of the subject's sets that have p.
func (e *explainer) setsWith(p Permission) ([]string, error) {
	var names []string
	for _, id := range e.party.sets {
		set, err := e.PermissionSet(e.party.org.ID, id)
		if err != nil {
			return nil, missing(err)
		}
		if permissionsOf(set.Permissions).Has(p) {
			names = append(names, set.Name)
		}
	}
	return names, nil
}

// describeAccess says what decided the access to the item.
func (e *explainer) describeAccess(s *Step) (err error) {
	f := e.finding
	switch {
	case f.ask.Org != "" && f.ask.Org != f.org.ID:
		s.Text = "only tokens of another organisation are let in here"
		return nil
	case f.ask.Item.IsZero():
		s.State, s.Text = StepUnasked, "no item is asked about"
		return nil
	case e.party.org.Suspended && !e.actor.operator:
		s.State, s.Text = StepUnknown, "not looked at while the organisation is suspended"
		return nil
	case f.need == LevelNone && s.State == StepPassed:
		s.Text = fmt.Sprintf("%s needs no access to an item", f.ask.Permission)
		return nil
	case !e.told:
		s.State = StepFailed
		s.Text = "there is no such item, or none that " + Printable(e.party.name) + " can see"
		return nil
	}
	s.Text = e.accessWords()
	if s.Notes, err = e.wayNotes(); err != nil || s.State == StepPassed {
		return err
	}
	s.Mend = Place{Org: f.item.Org, Kind: "item", ID: string(f.item.ID)}
	if !f.serves() || f.have >= f.need {
		s.Mend = e.place("permission_set") // sharing the item would not help
		return nil
	}
	if f.have < LevelEdit && !e.manages(f.item) || f.item.Org != f.org.ID && !e.actor.operator {
		return nil // who only sees an item is not told who else does, nor is another org
	}
	held, err := e.holdersNote()
	s.Notes = append(s.Notes, held)
	return err
}

func (e *explainer) accessWords() string {
	f := e.finding
	switch {
	case !f.serves():
		return fmt.Sprintf("%s is not for items of the kind %s", f.ask.Permission, f.item.Kind)
	case f.have < f.need && f.have == LevelNone:
		return fmt.Sprintf("no access · %s is needed", f.need)
	case f.have < f.need:
		return fmt.Sprintf("%s only · %s is needed", f.have, f.need)
	case f.ask.Permission == "" && !f.visible():
		return fmt.Sprintf("has %s, but may see no %s without %s", f.have, f.item.Kind.Plural(), f.item.Kind.viewing())
	}
	return fmt.Sprintf("has %s · %s is needed", f.have, f.need)
}

// wayNotes says where each level that the subject has comes from.
func (e *explainer) wayNotes() ([]string, error) {
	ways := slices.Clone(e.finding.ways)
	slices.SortStableFunc(ways, func(a, b Way) int { return int(b.Level) - int(a.Level) })
	var notes []string
	for _, w := range ways {
		words, err := e.wayWords(w)
		if err != nil {
			return nil, err
		}
		notes = append(notes, fmt.Sprintf("%s comes from: %s", w.Level, words))
	}
	return notes, nil
}

// holdersMost is how many of those who have the level that is needed are named.
const holdersMost = 4

// holdersNote says who has the level that the subject lacks.
func (e *explainer) holdersNote() (string, error) {
	f := e.finding
	var names []string
	more := false
	err := e.eachGrantOn(f.item, func(g Grant) (bool, error) {
		to, err := e.recipient(g.To)
		if err != nil || (granting{to: to, before: g}).had() < f.need {
			return true, err
		}
		if more = len(names) == holdersMost; more {
			return false, nil
		}
		names = append(names, Printable(to.words(f.item.Org)))
		return true, nil
	})
	if err != nil {
		return "", err
	}
	owner, err := e.ownerNow(f.item)
	if err != nil {
		return "", err
	}
	p, err := e.inquiry.party(f.item.Org, owner.Subject)
	if err != nil {
		return "", missing(err)
	}
	names = append(names, "the owner "+Printable(p.name))
	if more {
		names = append(names, "and others")
	}
	return fmt.Sprintf("%s is held by: %s", f.need, strings.Join(names, ", ")), nil
}
