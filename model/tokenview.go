package model

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// TokenState is a token's state as people see it.
type TokenState string

// The states of a token. The last two are passing: the token lives, but is
// refused while they last.
const (
	StateActive    TokenState = "active"
	StateExpired   TokenState = "expired"
	StateRevoked   TokenState = "revoked"
	StateSuspended TokenState = "suspended" // its org is
	StateDisabled  TokenState = "disabled"  // its subject is
)

// EndsSoon is how long before its end an active token is said to end soon.
const EndsSoon = 7 * day

// TokenView is a token with all that its row shows, as of one moment.
type TokenView struct {
	Token
	Owner   string // the subject's name
	OrgName string
	State   TokenState
	Reason  Reason    // the answer that a request gets (rule 8.2), as far as the subject
	End     EndReason // "" while it lives, however it ended
	EndedAt time.Time
	EndedBy string    // "" when time ended it
	Expires time.Time // when time ends it if it is not used before; zero for never
	Use     Use
}

// Alive reports whether the token counts for its quota: it has not ended.
func (v TokenView) Alive() bool { return v.End == "" }

// EndsSoon reports whether an active token ends within seven days of now.
func (v TokenView) EndsSoon(now time.Time) bool {
	return v.State == StateActive && !v.Expires.IsZero() && v.Expires.Sub(now) <= EndsSoon
}

// DaysLeft returns the whole days until the token ends, rounded up, and false
// when nothing will end it or it has ended.
func (v TokenView) DaysLeft(now time.Time) (int, bool) {
	if !v.Alive() || v.Expires.IsZero() {
		return 0, false
	}
	return int((v.Expires.Sub(now) + day - 1) / day), true
}

// view returns t as people see it now.
func (q *inquiry) view(t Token) (TokenView, error) {
	use, err := q.use(t.ref())
	if err != nil {
		return TokenView{}, err
	}
	p, err := q.partyOf(t)
	if err != nil {
		return TokenView{}, err
	}
	return p.view(t, use, q.now), nil
}

// view returns a token of the subject as people see it.
func (p party) view(t Token, use Use, now time.Time) TokenView {
	s := p.life().standing(&t, use.LastAt, now)
	t.Hash, t.PreviousHash = Hash{}, Hash{} // nobody outside needs them
	return TokenView{
		Token: t, Owner: p.name, OrgName: p.org.Name, Use: use,
		State: s.state(), Reason: s.reason,
		End: s.end, EndedAt: s.endAt, EndedBy: s.endBy, Expires: s.due,
	}
}

func (s standing) state() TokenState {
	switch s.reason {
	case ReasonOK:
		return StateActive
	case ReasonOrgSuspended:
		return StateSuspended
	case ReasonSubjectInactive:
		return StateDisabled
	case ReasonRevoked:
		return StateRevoked
	}
	return StateExpired
}

// TokenQuery says which tokens of an org to list: those of one subject, or all
// that the actor may see.
type TokenQuery struct {
	Org         OrgID
	ServiceUser ServiceUserID // of this service user
	User        UserID        // of this person, for a holder of tokens.manage
	All         bool          // of everybody in the org, for the same
	HideEnded   bool
	Filter      TokenFilter
	Page        PageRequest // by SortName, SortCreated or SortLastUsed
}

// Quota is which tokens are active, and how many may be (rule 3.2).
type Quota struct {
	Active    []TokenView // the least recently used one first (rule 3.3)
	Elsewhere int         // further ones, out of sight of a session that is confined to an org (rule 4.6)
	Most      int
}

// Count is how many tokens are active.
func (q Quota) Count() int { return len(q.Active) + q.Elsewhere }

// Full reports whether no further token can be generated.
func (q Quota) Full() bool { return q.Count() >= q.Most }

// subject returns whose tokens are meant, and what listing them is called in
// the table of access. Without a word they are the actor's own.
func (q TokenQuery) subject(actor Actor) (Subject, useCase) {
	switch {
	case q.ServiceUser != "":
		return Subject{ServiceUser: q.ServiceUser}, ucListService
	case q.All, q.User != "" && q.User != actor.user:
		return Subject{User: q.User}, ucListUserTokens
	}
	return Subject{User: actor.user}, ucListOwnTokens
}

// ListTokens lists tokens of an org: the actor's own, a service user's, or
// those of others. Of all tokens, those of service users are left out for who
// may not manage these. Errors: KindForbidden, KindNotFound.
func (a *Authority) ListTokens(ctx context.Context, actor Actor, query TokenQuery) (Page[TokenView], error) {
	var page Page[TokenView]
	subject, uc := query.subject(actor)
	err := a.inquire(ctx, actor, query.Org, uc, func(q *inquiry) (err error) {
		page, err = q.tokens(query, subject)
		return err
	})
	return page, err
}

// page reads one page of what query means.
func (q *inquiry) page(query TokenQuery, subject Subject, request PageRequest) (Page[Token], error) {
	if query.All {
		return q.Tx.Tokens(query.Org, request)
	}
	return q.TokensOf(query.Org, subject, request)
}

// shown reports whether a row that was read belongs on the list.
func (q *inquiry) shown(query TokenQuery, v TokenView) bool {
	if query.HideEnded && !v.Alive() || !query.Filter.lets(v, q.now) {
		return false
	}
	return !query.All || !v.Subject.IsServiceUser() || q.actor.holds(ServiceUsersManage)
}

// tokens reads the tokens that query means and shows.
func (q *inquiry) tokens(query TokenQuery, subject Subject) (Page[TokenView], error) {
	read := func(r PageRequest) (Page[Token], error) { return q.page(query, subject, r) }
	return sift(query.Page, read, func(t Token) (TokenView, bool, error) {
		v, err := q.view(t)
		return v, err == nil && q.shown(query, v), err
	})
}

// Tokens returns the tokens with these ids in query's org and of its subject;
// ids that are not there are left out. Errors as of ListTokens.
func (a *Authority) Tokens(ctx context.Context, actor Actor, query TokenQuery, ids []TokenID) ([]TokenView, error) {
	var rows []TokenView
	subject, uc := query.subject(actor)
	err := a.inquire(ctx, actor, query.Org, uc, func(q *inquiry) error {
		rows = rows[:0]
		for _, id := range ids {
			t, err := q.Token(TokenRef{query.Org, id})
			if KindOf(err) == KindNotFound || err == nil && !query.All && t.Subject != subject {
				continue
			}
			if err != nil {
				return err
			}
			v, err := q.view(t)
			if err != nil {
				return err
			}
			if q.shown(query, v) {
				rows = append(rows, v)
			}
		}
		return nil
	})
	return rows, err
}

// TokenQuota returns which of the tokens that may be active are: the actor's
// own over all orgs, or those of the org's service users (rule 3.2). Errors:
// KindForbidden, KindNotFound.
func (a *Authority) TokenQuota(ctx context.Context, actor Actor, org OrgID, service bool) (Quota, error) {
	var quota Quota
	uc, holder, most := ucListOwnTokens, Holder{User: actor.user}, MaxUserTokens
	if service {
		uc, holder, most = ucListService, Holder{Org: org}, MaxServiceUserTokens
	}
	err := a.inquire(ctx, actor, org, uc, func(q *inquiry) error {
		alive, err := q.alive(holder)
		quota = q.quotaOf(alive, most)
		return err
	})
	return quota, err
}

// quotaOf is what the actor sees of the tokens that count.
func (q *inquiry) quotaOf(alive []TokenView, most int) Quota {
	seen := leastUsedFirst(alive)
	if ref, byToken := q.actor.Actor.Token(); byToken {
		seen = slices.DeleteFunc(seen, func(v TokenView) bool { return v.Org != ref.Org })
	}
	return Quota{Active: seen, Elsewhere: len(alive) - len(seen), Most: most}
}

func leastUsedFirst(views []TokenView) []TokenView {
	slices.SortStableFunc(views, func(a, b TokenView) int {
		return cmp.Or(a.Use.LastAt.Compare(b.Use.LastAt), cmp.Compare(a.ID, b.ID))
	})
	return views
}

// alive returns the tokens that count for a holder now.
func (q *inquiry) alive(h Holder) ([]TokenView, error) {
	refs, err := q.Quota(h)
	if err != nil {
		return nil, err
	}
	var alive []TokenView
	for _, ref := range refs {
		t, err := q.Token(ref)
		if err != nil {
			return nil, missing(err)
		}
		v, err := q.view(t)
		if err != nil {
			return nil, err
		}
		if v.Alive() {
			alive = append(alive, v)
		}
	}
	return alive, nil
}
