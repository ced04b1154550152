package users

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/meanwhile"
	"example.com/latchkey/ui/widget"
)

// setChoices is the permission sets that there are, and the seats they take.
type setChoices struct {
	sets  []model.SetView
	seats []model.SeatCount
}

func choices(ctx context.Context, s *kit.Session, actor model.Actor, org model.OrgID) (setChoices, error) {
	var c setChoices
	var err error
	if c.sets, err = s.Authority.ListPermissionSets(ctx, actor, org); err == nil {
		c.seats, err = s.Authority.Seats(ctx, actor, org)
	}
	return c, err
}

// field is the choice of a set, with the seat that each takes.
func (c setChoices) field(chosen model.SetID) widget.Field {
	var options []widget.Option
	for _, set := range c.sets {
		options = append(options, widget.Option{Value: string(set.ID), Label: set.Name + " · " + c.seat(set.Seat)})
	}
	return widget.Choice{
		Label:   widget.Label{Name: model.FieldSets, Label: "Set", Help: "← → choose · an active member takes a seat of the set's type"},
		Options: options, Value: string(chosen),
	}
}

// seat says which seat a set takes, and how many there are where that is
// limited.
func (c setChoices) seat(t model.SeatType) string {
	for _, count := range c.seats {
		if count.Type == t && count.Limit > 0 {
			return fmt.Sprintf("%s seat, %s of %s taken", t, kit.Count(count.Taken), kit.Count(count.Limit))
		}
	}
	return string(t) + " seat"
}

func (c setChoices) name(id model.SetID) string {
	for _, set := range c.sets {
		if set.ID == id {
			return model.Printable(set.Name)
		}
	}
	return "of another name"
}

// proposed is the set for a new person: Standard or, where there is none, the
// one with the fewest permissions. Never, by a slip, the one with all.
func (c setChoices) proposed() model.SetID {
	var least model.SetView
	for _, set := range c.sets {
		if set.Name == model.SetStandard {
			return set.ID
		}
		if least.ID == "" || len(set.Permissions) < len(least.Permissions) {
			least = set
		}
	}
	return least.ID
}

// setting reads what the form has to know that gives a person another set.
func (a actions) setting(v model.MemberView) reading {
	s, actor, org := a.session, a.session.Actor(), a.org
	return func(ctx context.Context) (opener, error) {
		now, err := fresh(ctx, s, actor, v)
		if err != nil {
			return nil, err
		}
		sets, err := choices(ctx, s, actor, org)
		return func() kit.Dialog { return a.setForm(now, sets) }, err
	}
}

func (a actions) setForm(v model.MemberView, sets setChoices) kit.Dialog {
	s, actor := a.session, a.session.Actor()
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.SetID]{
		Title:  "Permission set of " + name(v),
		Intro:  "A change counts from the very next request, also for their API tokens: these may do what the person may do.",
		Help:   "Nobody can give a set that has more than they have themselves, nor change somebody who has more. The last active Administrator stays one.",
		Fields: []widget.Field{sets.field(v.Set)},
		Submit: "Save",
		Busy:   "Saving…",
		About:  meanwhile.Person(s, v.Membership),
		Run: func(ctx context.Context, values widget.Values) (model.SetID, error) {
			to := model.SetID(values.Choice(model.FieldSets))
			return to, s.Authority.SetMemberSet(ctx, actor, v.Org, v.User, to, v.Set)
		},
		Done: func(to model.SetID) tea.Msg {
			if to == v.Set {
				return done{name(v) + " has the set " + sets.name(to) + " already."}
			}
			return done{"Gave " + name(v) + " the set " + sets.name(to) + "."}
		},
	})
}
