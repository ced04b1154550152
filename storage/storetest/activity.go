package storetest

import (
	"fmt"
	"time"

	"example.com/latchkey/model"
)

func seqs(page model.Page[model.Entry]) string {
	return ids(page.Rows, func(e model.Entry) string { return fmt.Sprint(e.Seq) })
}

func activity(s *suite) {
	head := func(tx model.Tx) (model.Head, error) { return tx.Head() }
	same(s, "an empty log", see(s, head), model.Head{})
	missing(s, func(tx model.Tx) (model.Entry, error) { return tx.Entry(1) })

	end := model.Head{Seq: 300, Revocations: 7, At: at(300), Chain: hash("chain 300")}
	s.change(func(tx model.Tx) error {
		for seq, org := range map[uint64]model.OrgID{1: orgID(1), 2: "", 3: orgID(2), 256: orgID(1), 300: ""} {
			if err := tx.AppendEntry(entry(seq, org)); err != nil {
				return err
			}
		}
		return tx.PutHead(end)
	})
	same(s, "head", see(s, head), end)
	same(s, "entry", see(s, func(tx model.Tx) (model.Entry, error) { return tx.Entry(256) }), entry(256, orgID(1)))
	s.refused(model.KindInternal, func(tx model.Tx) error { return tx.AppendEntry(entry(256, orgID(2))) })

	list := func(org model.OrgID, down bool) string {
		return seqs(see(s, func(tx model.Tx) (model.Page[model.Entry], error) {
			return tx.Entries(org, model.PageRequest{Sort: model.SortCreated, Descending: down})
		}))
	}
	same(s, "an org's", list(orgID(1), false), "1 256")
	same(s, "an org's, newest first", list(orgID(1), true), "256 1")
	same(s, "of no org", list("", true), "300 2")
	same(s, "of an org without any", list(orgID(9), false), "")
	all := see(s, func(tx model.Tx) (model.Page[model.Entry], error) {
		return tx.AllEntries(model.PageRequest{Sort: model.SortCreated, Descending: true, Limit: 4})
	})
	same(s, "all", seqs(all), "300 256 3 2")
	s.refused(model.KindInvalid, func(tx model.Tx) error {
		_, err := tx.AllEntries(model.PageRequest{Sort: model.SortName})
		return err
	})
}

func attempts(s *suite) {
	get := func(text string) model.Attempts {
		return see(s, func(tx model.Tx) (model.Attempts, error) { return tx.Attempts(hash(text)) })
	}
	put := func(text string, count int, until time.Time) {
		s.change(func(tx model.Tx) error {
			return tx.PutAttempts(hash(text), model.Attempts{Count: count, Last: at(0), Until: until})
		})
	}
	old := func(before time.Time, limit int) []model.Hash {
		return see(s, func(tx model.Tx) ([]model.Hash, error) { return tx.OldAttempts(before, limit) })
	}
	same(s, "none", get("ann"), model.Attempts{})
	s.change(func(tx model.Tx) error { return tx.DeleteAttempts(hash("ann")) })
	put("ann", 1, at(5))
	put("ann", 2, at(10))
	put("bob", 1, at(1))
	put("cid", 1, at(20))
	same(s, "two", get("ann"), model.Attempts{Count: 2, Last: at(0), Until: at(10)})
	same(s, "old ones", old(at(15), 10), []model.Hash{hash("bob"), hash("ann")})
	same(s, "up to a limit", old(at(15), 1), []model.Hash{hash("bob")})
	same(s, "not the instant itself", old(at(10), 10), []model.Hash{hash("bob")})
	same(s, "a nanosecond later", old(at(10).Add(1), 10), []model.Hash{hash("bob"), hash("ann")})
	s.change(func(tx model.Tx) error { return tx.DeleteAttempts(hash("bob")) })
	same(s, "gone", get("bob"), model.Attempts{})
	same(s, "gone", len(old(at(5), 10)), 0)
}
