package storetest

import "example.com/latchkey/model"

func handOvers(s *suite) {
	handed := func(from, to model.Owner) model.HandOver {
		return model.HandOver{Org: orgID(1), From: from, To: to, At: at(1), By: "Ann"}
	}
	of := func(from model.Owner) func(model.Tx) (model.HandOver, error) {
		return func(tx model.Tx) (model.HandOver, error) { return tx.HandOver(orgID(1), from) }
	}
	to := func(to model.Owner) func(model.Tx) ([]model.HandOver, error) {
		return func(tx model.Tx) ([]model.HandOver, error) { return tx.HandedTo(orgID(1), to) }
	}
	ann, again, bob, ci := ownerUser(1, 1), ownerUser(1, 11), ownerUser(2, 0), ownerService(1)
	missing(s, of(ann))
	same(s, "to nobody", len(see(s, to(bob))), 0)

	s.change(func(tx model.Tx) error {
		far := handed(ann, ci)
		far.Org = orgID(2)
		return first(tx.PutHandOver(handed(ann, bob)), tx.PutHandOver(handed(again, bob)), tx.PutHandOver(handed(ci, again)), tx.PutHandOver(far))
	})
	same(s, "of a person", see(s, of(ann)), handed(ann, bob))
	same(s, "of a service user", see(s, of(ci)), handed(ci, again))
	missing(s, of(bob))
	missing(s, of(ownerUser(1, 0)))
	same(s, "to one", see(s, to(bob)), []model.HandOver{handed(ann, bob), handed(again, bob)})
	same(s, "to a later term", see(s, to(again)), []model.HandOver{handed(ci, again)})
	same(s, "to an earlier one", len(see(s, to(ann))), 0)
	same(s, "in this org", len(see(s, to(ci))), 0)

	s.change(func(tx model.Tx) error { return tx.PutHandOver(handed(ann, ci)) })
	same(s, "to another one", see(s, of(ann)), handed(ann, ci))
	same(s, "one less", see(s, to(bob)), []model.HandOver{handed(again, bob)})
	same(s, "one more", see(s, to(ci)), []model.HandOver{handed(ann, ci)})

	for _, bad := range []model.HandOver{{From: ann, To: bob}, {Org: orgID(1), To: bob}, {Org: orgID(1), From: ann}} {
		s.refused(model.KindInternal, func(tx model.Tx) error { return tx.PutHandOver(bad) })
	}
}
