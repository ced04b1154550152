package meanwhile

import (
	"context"
	"slices"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// change is what can be done to a person: how it is seen, and in which words.
type change struct {
	action    model.Action
	is        func(model.MemberView) bool
	did, done string
	account   bool // it is of the account: its entry belongs to no organisation
}

var changes = []change{
	{model.ActDisableAccount, func(v model.MemberView) bool { return v.Disabled }, "disabled this account", "This account was disabled meanwhile", true},
	{model.ActEnableAccount, func(v model.MemberView) bool { return !v.Disabled }, "enabled this account", "This account was enabled meanwhile", true},
	{model.ActDeactivateMember, deactivated, "deactivated this person", "This person was deactivated meanwhile", false},
	{model.ActReactivateMember, func(v model.MemberView) bool { return !deactivated(v) }, "reactivated this person", "This person was reactivated meanwhile", false},
}

func deactivated(v model.MemberView) bool { return v.Status == model.MemberDeactivated }

// Person watches a member of an organisation. They are gone when they were
// removed or left; with an action on people or accounts also when that was done,
// for a dialog that is about just that, or comes to nothing by it.
func Person(s *kit.Session, m model.Membership, also ...model.Action) kit.Watch {
	actor, name := s.Actor(), model.Printable(m.Name)
	here, everywhere := about(s, m.Org, string(m.User)), about(s, "", string(m.User))
	everywhere.seen = s.Profile.Operator
	return func(ctx context.Context) (kit.Gone, error) {
		rows, err := s.Authority.MembersByID(ctx, actor, m.Org, []model.UserID{m.User})
		if err != nil {
			return kit.Gone{}, err
		}
		if len(rows) == 0 {
			return left(ctx, here, name)
		}
		for _, c := range changes {
			if !slices.Contains(also, c.action) || !c.is(rows[0]) {
				continue
			}
			log := here
			if c.account {
				log = everywhere
			}
			if c.action == model.ActDeactivateMember {
				return kit.Gone{Name: name, Text: deed(model.Printable(rows[0].EpochBy), c.did, c.done), At: rows[0].EpochAt}, nil
			}
			e, err := log.last(ctx, c.action)
			return gone(name, e, c.did, c.done), err
		}
		return kit.Gone{}, nil
	}
}

// left says how somebody's membership ended.
func left(ctx context.Context, log deeds, name string) (kit.Gone, error) {
	e, err := log.last(ctx, model.ActRemoveMember, model.ActLeaveOrg)
	it := gone(name, e, "removed this person", "This person is no longer a member of the organisation")
	if e.Action == model.ActLeaveOrg {
		it.Text = name + " left the organisation"
	}
	it.Note = "Their tokens here ended with that."
	return it, err
}

// People watches several members of an organisation, as Person does each. done says
// what became of all of them.
func People(s *kit.Session, people []model.MemberView, done string, also ...model.Action) kit.Watch {
	each := make([]kit.Watch, len(people))
	for i, v := range people {
		each[i] = Person(s, v.Membership, also...)
	}
	return every(each, kit.Gone{Name: kit.Plural(len(people), "person", "people"), Text: done})
}
