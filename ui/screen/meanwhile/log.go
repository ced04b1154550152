package meanwhile

import (
	"context"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// slack is how long before its dialog opened a deed is looked for: what is shown
// in the dialog was read before.
const slack = time.Minute

// deeds are the entries of the activity log about one thing since its dialog
// opened. They say who did what. Who may not see the log is told what was done
// alone.
type deeds struct {
	authority *model.Authority
	actor     model.Actor
	org       model.OrgID
	target    string // an id
	since     time.Time
	seen      bool // the person may see the log
}

func about(s *kit.Session, org model.OrgID, target string) deeds {
	return deeds{
		authority: s.Authority, actor: s.Actor(), org: org, target: target, since: s.Now().Add(-slack),
		seen: org == s.Org() && s.Profile.Can(model.ActivityView),
	}
}

// last returns the last entry of one of the actions; none is a zero one.
func (d deeds) last(ctx context.Context, actions ...model.Action) (model.Entry, error) {
	var last model.Entry
	if !d.seen {
		return last, nil
	}
	for _, action := range actions {
		found, err := d.authority.ListActivity(ctx, d.actor, d.org,
			model.ActivityFilter{Action: string(action), Target: d.target, Since: d.since},
			model.PageRequest{Sort: model.SortCreated, Descending: true, Limit: 1})
		if err != nil {
			return last, err
		}
		for _, e := range found.Rows {
			if !e.Refused && e.Seq > last.Seq {
				last = e.Entry
			}
		}
	}
	return last, nil
}

// gone says what an entry tells, or where there is none that it was done.
func gone(name string, e model.Entry, did, done string) kit.Gone {
	return kit.Gone{Name: name, Text: deed(model.Printable(e.Actor.Name), did, done), At: e.At}
}
