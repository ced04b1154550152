package model

import (
	"context"
	"time"
)

// TokenDetails is a token with how it was used lately: what a person has to
// know before it is revoked (rule 5.3).
type TokenDetails struct {
	TokenView
	LastDay   int64            // uses in the last 24 hours
	LastMonth int64            // uses in the last 30 days
	Daily     []int64          // uses per day (UTC) over the last 30 days, oldest first
	Refusals  map[Reason]int64 // refused requests in the last 30 days, by reason
}

// detailDays is over how many days TokenDetails counts.
const detailDays = 30

// TokenDetails returns a token of an org for whoever may revoke it (rule 5.2).
// Errors: KindForbidden, KindNotFound.
func (a *Authority) TokenDetails(ctx context.Context, actor Actor, ref TokenRef) (TokenDetails, error) {
	uc, err := a.reach(ctx, actor, ref)
	if err != nil {
		return TokenDetails{}, err
	}
	var d TokenDetails
	err = a.inquire(ctx, actor, ref.Org, uc, func(q *inquiry) error {
		t, err := q.Token(ref)
		if err != nil {
			return err
		}
		if d.TokenView, err = q.view(t); err != nil {
			return err
		}
		return q.countUses(&d)
	})
	return d, err
}

func (q *inquiry) countUses(d *TokenDetails) error {
	today := q.now.Truncate(day)
	first := today.Add(-(detailDays - 1) * day)
	counts, err := q.hourCounts(d.ref(), q.now.Add(-detailDays*day))
	if err != nil {
		return err
	}
	d.LastDay, d.LastMonth = 0, 0
	d.Daily, d.Refusals = make([]int64, detailDays), map[Reason]int64{}
	for hour, reasons := range counts {
		for reason, n := range reasons {
			if reason != ReasonOK {
				d.Refusals[reason] += n
				continue
			}
			d.LastMonth += n
			if hour.After(q.now.Add(-day - time.Hour)) { // an hour that has begun counts whole
				d.LastDay += n
			}
			if !hour.Before(first) {
				d.Daily[int(hour.Sub(first)/day)] += n
			}
		}
	}
	return nil
}
