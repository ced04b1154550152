package model

import "context"

// EntryView is an entry of the activity log as it is shown.
type EntryView struct {
	Entry
	Count int // how many refused log-ins the entry stands for (rule 9.1); 1 otherwise
}

// ListActivity lists the entries of an org that a filter lets through, by
// SortCreated; "" lists those of no org, for operators. Errors: KindForbidden,
// KindNotFound.
func (a *Authority) ListActivity(ctx context.Context, actor Actor, org OrgID, f ActivityFilter, request PageRequest) (Page[EntryView], error) {
	var page Page[EntryView]
	err := a.inquire(ctx, actor, org, ucViewActivity, func(q *inquiry) (err error) {
		read := func(r PageRequest) (Page[Entry], error) {
			page, err := q.Entries(org, r)
			if f.past(page.Rows, r) { // the log is in order of time: nothing further fits
				page.AtEnd = true
			}
			return page, err
		}
		page, err = sift(request, read, func(e Entry) (EntryView, bool, error) {
			if !f.lets(e) {
				return EntryView{}, false, nil
			}
			v, err := q.entryView(e)
			return v, true, err
		})
		return err
	})
	return page, err
}

func (q *inquiry) entryView(e Entry) (EntryView, error) {
	v := EntryView{Entry: e, Count: 1}
	if !e.Refused || e.Action != ActLogIn {
		return v, nil
	}
	tally, err := q.Attempts(q.a.refusalKey(e.From, e.Target.ID, e.At))
	v.Count = max(tally.Count, 1)
	return v, err
}

// Activity returns the entries with these numbers that belong to the org.
func (a *Authority) Activity(ctx context.Context, actor Actor, org OrgID, numbers []uint64) ([]EntryView, error) {
	var rows []EntryView
	err := a.inquire(ctx, actor, org, ucViewActivity, func(q *inquiry) error {
		rows = rows[:0]
		for _, n := range numbers {
			e, err := q.Entry(n)
			if KindOf(err) == KindNotFound || err == nil && e.Org != org {
				continue
			}
			if err != nil {
				return err
			}
			v, err := q.entryView(e)
			if err != nil {
				return err
			}
			rows = append(rows, v)
		}
		return nil
	})
	return rows, err
}
