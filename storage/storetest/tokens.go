package storetest

import (
	"time"

	"example.com/latchkey/model"
)

func getToken(t model.Token) func(model.Tx) (model.Token, error) {
	return func(tx model.Tx) (model.Token, error) { return tx.Token(ref(t)) }
}

func byHash(text string) func(model.Tx) (model.Token, error) {
	return func(tx model.Tx) (model.Token, error) { return tx.TokenByHash(hash(text)) }
}

func tokens(s *suite) {
	ci := token(1, 1, 1, "ci")
	missing(s, getToken(ci))
	s.change(func(tx model.Tx) error { return tx.PutToken(ci) })
	same(s, "token", see(s, getToken(ci)), ci)
	missing(s, func(tx model.Tx) (model.Token, error) {
		return tx.Token(model.TokenRef{Org: orgID(2), ID: ci.ID})
	})
	ci.Note, ci.EndsAt, ci.Epoch, ci.SecretSeen = "for the builds", at(90), 2, true
	ci.Ended, ci.EndAt, ci.EndBy = model.EndRevoked, at(7), "Bob"
	s.change(func(tx model.Tx) error { return tx.PutToken(ci) })
	same(s, "ended", see(s, getToken(ci)), ci)

	ci.Subject = model.Subject{User: userID(2)}
	s.refused(model.KindInternal, func(tx model.Tx) error { return tx.PutToken(ci) })
}

func tokenHashes(s *suite) {
	ci := token(1, 1, 1, "ci")
	missing(s, byHash("secret 1"))
	s.change(func(tx model.Tx) error { return tx.PutToken(ci) })
	same(s, "by hash", see(s, byHash("secret 1")), ci)

	// Regenerated with an overlap, both secrets lead to it.
	ci.PreviousHash, ci.PreviousUntil, ci.Hash = ci.Hash, at(60), hash("second")
	s.change(func(tx model.Tx) error { return tx.PutToken(ci) })
	same(s, "by the new one", see(s, byHash("second")), ci)
	same(s, "by the old one", see(s, byHash("secret 1")), ci)

	// Regenerated again without one, only the newest does.
	ci.PreviousHash, ci.PreviousUntil, ci.Hash = ci.Hash, time.Time{}, hash("third")
	s.change(func(tx model.Tx) error { return tx.PutToken(ci) })
	missing(s, byHash("secret 1"))
	missing(s, byHash("second"))
	same(s, "by the newest", see(s, byHash("third")), ci)

	ci.Ended, ci.EndAt = model.EndRevoked, at(9)
	s.change(func(tx model.Tx) error { return tx.PutToken(ci) })
	same(s, "a revoked one is found, to be refused by name", see(s, byHash("third")), ci)

	thief := token(1, 2, 2, "thief")
	thief.Hash = hash("third")
	s.refused(model.KindInternal, func(tx model.Tx) error { return tx.PutToken(thief) })
	missing(s, getToken(thief))
}

// tokenNames lists the first org's tokens, or those of one subject there.
func tokenNames(s *suite, subject *model.Subject, sort model.Sort) string {
	s.Helper()
	page := see(s, func(tx model.Tx) (model.Page[model.Token], error) {
		if subject != nil {
			return tx.TokensOf(orgID(1), *subject, model.PageRequest{Sort: sort})
		}
		return tx.Tokens(orgID(1), model.PageRequest{Sort: sort})
	})
	return ids(page.Rows, func(t model.Token) string { return t.Name })
}

func tokenOrders(s *suite) {
	a, b, c := token(1, 1, 1, "c-first"), token(1, 1, 2, "A-second"), token(1, 1, 3, "b-third")
	svc := token(1, 1, 4, "service")
	svc.Subject = model.Subject{ServiceUser: serviceID(1)}
	s.change(func(tx model.Tx) error {
		return first(tx.PutToken(a), tx.PutToken(b), tx.PutToken(c), tx.PutToken(svc),
			tx.PutToken(token(2, 1, 5, "elsewhere")), tx.PutToken(token(1, 2, 6, "another's")))
	})
	ann := &model.Subject{User: userID(1)}
	same(s, "by name", tokenNames(s, ann, model.SortName), "A-second b-third c-first")
	same(s, "by creation", tokenNames(s, ann, model.SortCreated), "c-first A-second b-third")
	same(s, "never used, by creation", tokenNames(s, ann, model.SortLastUsed), "c-first A-second b-third")
	same(s, "a service user's", tokenNames(s, &svc.Subject, model.SortName), "service")
	same(s, "the org's by name", tokenNames(s, nil, model.SortName), "A-second another's b-third c-first service")
	same(s, "the org's by creation", tokenNames(s, nil, model.SortCreated), "c-first A-second b-third service another's")

	s.change(func(tx model.Tx) error {
		return first(tx.PutUse(model.Use{Token: ref(b), Count: 1, LastAt: at(20)}), tx.PutUse(model.Use{Token: ref(a), Count: 1, LastAt: at(10)}))
	})
	same(s, "by last use", tokenNames(s, ann, model.SortLastUsed), "b-third c-first A-second")
	same(s, "the org's by last use", tokenNames(s, nil, model.SortLastUsed), "b-third service another's c-first A-second")

	a.Name, a.Ended = "z-first", model.EndRevoked
	s.change(func(tx model.Tx) error {
		return first(tx.PutUse(model.Use{Token: ref(a), Count: 2, LastAt: at(30)}), tx.PutToken(a))
	})
	same(s, "used again, renamed, ended", tokenNames(s, ann, model.SortLastUsed), "b-third A-second z-first")
	same(s, "renamed", tokenNames(s, ann, model.SortName), "A-second b-third z-first")
	same(s, "the org's, renamed", tokenNames(s, nil, model.SortName), "A-second another's b-third service z-first")
}

// countedByName: of the tokens that count those of a subject in an org with a name,
// folded. Whose else there are, those elsewhere and those that do not count are left
// out.
func countedByName(s *suite) {
	a, b, rest := token(1, 1, 1, "Ci"), token(1, 1, 2, "other"), token(1, 1, 3, "ci")
	theirs, elsewhere := token(1, 2, 4, "ci"), token(2, 1, 5, "ci")
	s.change(func(tx model.Tx) error {
		return first(tx.PutToken(a), tx.PutToken(b), tx.PutToken(rest), tx.PutToken(theirs), tx.PutToken(elsewhere),
			tx.PutQuota(holder, []model.TokenRef{ref(a), ref(b), ref(theirs), ref(elsewhere)}))
	})
	named := func(name string) string {
		found := see(s, func(tx model.Tx) ([]model.Token, error) {
			return tx.CountedByName(holder, orgID(1), a.Subject, name)
		})
		return ids(found, func(t model.Token) string { return string(t.ID) })
	}
	same(s, "of that name", named("cI"), string(a.ID))
	same(s, "of another", named("OTHER"), string(b.ID))
	same(s, "of a name that nobody has", named("c"), "")
	same(s, "of the others", len(see(s, func(tx model.Tx) ([]model.Token, error) {
		return tx.CountedByName(model.Holder{User: userID(2)}, orgID(1), theirs.Subject, "ci")
	})), 0)

	s.change(func(tx model.Tx) error { return tx.PutQuota(holder, []model.TokenRef{ref(b), ref(rest)}) })
	same(s, "once another counts", named("ci"), string(rest.ID))
}

func quotas(s *suite) {
	holders := []model.Holder{{User: userID(1)}, {User: userID(2)}, {Org: orgID(1)}}
	quota := func(h model.Holder) func(model.Tx) ([]model.TokenRef, error) {
		return func(tx model.Tx) ([]model.TokenRef, error) { return tx.Quota(h) }
	}
	for i, h := range holders {
		same(s, "none yet", len(see(s, quota(h))), 0)
		refs := []model.TokenRef{{Org: orgID(1), ID: tokenID(i)}, {Org: orgID(2), ID: tokenID(10 + i)}}
		s.change(func(tx model.Tx) error { return tx.PutQuota(h, refs) })
		same(s, "two", see(s, quota(h)), refs)
	}
	s.change(func(tx model.Tx) error { return tx.PutQuota(holders[0], nil) })
	same(s, "none any more", len(see(s, quota(holders[0]))), 0)
	same(s, "the other one's", len(see(s, quota(holders[1]))), 2)
}
