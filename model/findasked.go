package model

import "context"

// FindAnyToken finds a token of an org by id or name among all that the actor may
// list: by name first their own, then everybody's. Errors as of FindToken.
func (a *Authority) FindAnyToken(ctx context.Context, actor Actor, org OrgID, text string) (TokenView, error) {
	if looksLikeID("tok_", text) {
		return a.tokenByID(ctx, actor, TokenRef{org, TokenID(text)})
	}
	own, notOwn := a.FindToken(ctx, actor, TokenQuery{Org: org}, text)
	if kind := KindOf(notOwn); kind == "" || kind == KindConflict {
		return own, notOwn
	}
	found, err := a.FindToken(ctx, actor, TokenQuery{Org: org, All: true}, text)
	if KindOf(err) == KindForbidden && KindOf(notOwn) == KindNotFound {
		return found, notOwn
	}
	return found, err
}

// tokenByID returns a token that the actor may list. One that is not there and
// one that they may not list are answered alike.
func (a *Authority) tokenByID(ctx context.Context, actor Actor, ref TokenRef) (TokenView, error) {
	var v TokenView
	err := a.bland(a.store.View(ctx, func(tx Tx) error {
		q := &inquiry{Tx: tx, a: a, now: a.Now()}
		if err := q.identify(actor); err != nil {
			return err
		}
		t, err := q.Token(ref)
		if err == nil {
			err = q.mayExplain(t)
		}
		if kind := KindOf(err); kind == KindNotFound || kind == KindForbidden {
			_, err = onlyToken(nil, string(ref.ID))
		}
		if err != nil {
			return err
		}
		v, err = q.view(t)
		return err
	}))
	return v, err
}

// FindAskedItem returns the address of an item that a question is to be about,
// and its name: as FindItem finds it or, for an item that the actor does not see,
// the address that was typed and no name. Whoever answers the question says as
// much of such an item as may be told (rule 7.7). Errors as of FindItem.
func (a *Authority) FindAskedItem(ctx context.Context, actor Actor, org OrgID, text string) (ItemAddress, string, error) {
	item, err := a.FindItem(ctx, actor, org, text)
	if err == nil {
		return item.ref().Address(), item.Name, nil
	}
	if address, noAddress := ParseItemAddress(text); noAddress == nil && KindOf(err) == KindNotFound {
		return address, "", nil
	}
	return ItemAddress{}, "", err
}
