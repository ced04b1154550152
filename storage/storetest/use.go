package storetest

import (
	"time"

	"example.com/latchkey/model"
)

func uses(s *suite) {
	ci := token(1, 1, 1, "ci")
	get := func(tx model.Tx) (model.Use, error) { return tx.Use(ref(ci)) }
	same(s, "of a token that is not there", see(s, get), model.Use{Token: ref(ci)})
	s.refused(model.KindNotFound, func(tx model.Tx) error { return tx.PutUse(model.Use{Token: ref(ci)}) })

	s.change(func(tx model.Tx) error { return tx.PutToken(ci) })
	same(s, "never used", see(s, get), model.Use{Token: ref(ci)})
	use := model.Use{
		Token: ref(ci), Count: 7, LastAt: at(3), From: "192.0.2.1", Agent: "curl/8", Due: at(99),
		Recent: []model.Caller{{From: "192.0.2.1", Agent: "curl/8", At: at(3), Count: 6}, {From: "192.0.2.2", At: at(2), Count: 1}},
	}
	s.change(func(tx model.Tx) error { return tx.PutUse(use) })
	same(s, "used", see(s, get), use)
}

func dueTokens(s *suite) {
	due := func(until time.Time, limit int) string {
		refs := see(s, func(tx model.Tx) ([]model.TokenRef, error) { return tx.DueTokens(until, limit) })
		return ids(refs, func(r model.TokenRef) string { return string(r.ID[len(r.ID)-1:]) })
	}
	put := func(n int, when time.Time) {
		s.change(func(tx model.Tx) error {
			t := token(n%2+1, 1, n, "ci")
			return first(tx.PutToken(t), tx.PutUse(model.Use{Token: ref(t), Due: when}))
		})
	}
	same(s, "none", due(at(100), 10), "")
	put(1, at(30))
	put(2, at(10))
	put(3, time.Time{})
	put(4, at(20))
	same(s, "the earliest first", due(at(100), 10), "2 4 1")
	same(s, "not beyond the limit", due(at(100), 2), "2 4")
	same(s, "up to the instant itself", due(at(20), 10), "2 4")
	same(s, "not a nanosecond before it", due(at(20).Add(-1), 10), "2")
	put(2, at(40))
	put(4, time.Time{})
	same(s, "moved and taken out", due(at(100), 10), "1 2")
}

func useDays(s *suite) {
	ci, other := ref(token(1, 1, 1, "ci")), ref(token(1, 1, 2, "other"))
	midnight := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	day := func(of model.TokenRef, n int) model.UseDay {
		return model.UseDay{Token: of, Day: midnight.AddDate(0, 0, n), Hours: map[int]map[model.Reason]int64{
			0: {model.ReasonOK: int64(n), model.ReasonRevoked: 2}, 23: {model.ReasonExpired: 1},
		}}
	}
	from := func(n int) func(model.Tx) ([]model.UseDay, error) {
		return func(tx model.Tx) ([]model.UseDay, error) { return tx.UseDays(ci, midnight.AddDate(0, 0, n)) }
	}
	same(s, "none", len(see(s, from(0))), 0)
	s.change(func(tx model.Tx) error {
		return first(tx.PutUseDay(day(ci, 40)), tx.PutUseDay(day(ci, 1)), tx.PutUseDay(day(ci, 2)), tx.PutUseDay(day(other, 2)))
	})
	same(s, "all, oldest first", see(s, from(0)), []model.UseDay{day(ci, 1), day(ci, 2), day(ci, 40)})
	same(s, "from a day on", see(s, from(2)), []model.UseDay{day(ci, 2), day(ci, 40)})
	same(s, "after the last", len(see(s, from(41))), 0)

	s.change(func(tx model.Tx) error {
		return first(tx.PutUseDay(day(ci, 3)), tx.PutUseDay(day(ci, 4)))
	})
	one := func(of model.TokenRef, n int) func(model.Tx) (model.UseDay, error) {
		return func(tx model.Tx) (model.UseDay, error) { return tx.UseDay(of, midnight.AddDate(0, 0, n)) }
	}
	same(s, "one day", see(s, one(ci, 2)), day(ci, 2))
	same(s, "a day without counts", see(s, one(other, 1)), model.UseDay{Token: other, Day: midnight.AddDate(0, 0, 1)})

	forget := func(before, most int) {
		s.change(func(tx model.Tx) error { return tx.DeleteUseDays(ci, midnight.AddDate(0, 0, before), most) })
	}
	forget(1, 10)
	same(s, "none before the first", see(s, from(0)), []model.UseDay{day(ci, 1), day(ci, 2), day(ci, 3), day(ci, 4), day(ci, 40)})
	forget(40, 1)
	same(s, "without the oldest", see(s, from(0)), []model.UseDay{day(ci, 2), day(ci, 3), day(ci, 4), day(ci, 40)})
	forget(4, 10)
	same(s, "without all before a day", see(s, from(0)), []model.UseDay{day(ci, 4), day(ci, 40)})
	same(s, "of another token", see(s, one(other, 2)), day(other, 2))
}
