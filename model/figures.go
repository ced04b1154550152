package model

import "context"

// ActiveTokens counts the active tokens of all orgs, for the figures of the
// process: as the guards of rule 3.2 have them, so that one that time has ended
// counts until the next Sweep. It costs a look-up for each person and each org.
func (a *Authority) ActiveTokens(ctx context.Context) (int, error) {
	count := 0
	err := a.bland(a.store.View(ctx, func(tx Tx) error {
		count = 0
		add := func(h Holder) (bool, error) {
			refs, err := tx.Quota(h)
			count += len(refs)
			return true, err
		}
		if _, err := eachOf(SortCreated, tx.Accounts, func(p Account) (bool, error) { return add(Holder{User: p.ID}) }); err != nil {
			return err
		}
		_, err := eachOf(SortCreated, tx.Orgs, func(o Org) (bool, error) { return add(Holder{Org: o.ID}) })
		return err
	}))
	return count, err
}
