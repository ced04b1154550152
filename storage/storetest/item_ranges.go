package storetest

import (
	"fmt"

	"example.com/latchkey/model"
)

// idsIn reads a range as keyset does.
func idsIn(s *suite, r model.ItemRange) func(from model.ItemID, backward bool, limit int) []model.ItemID {
	return func(from model.ItemID, backward bool, limit int) []model.ItemID {
		s.Helper()
		return see(s, func(tx model.Tx) ([]model.ItemID, error) { return tx.ItemIDs(r, from, backward, limit) })
	}
}

// keyset checks that read finds want from every place, in both directions and
// up to every limit. What from is given need not be there any more: the places
// are those of all, in their order.
func keyset[T comparable](s *suite, what string, read func(from T, backward bool, limit int) []T, want, all []T) {
	s.Helper()
	var none T
	position := map[T]int{}
	for i, place := range all {
		position[place] = i
	}
	for _, from := range append([]T{none}, all...) {
		var after, before []T
		for _, one := range want {
			if from == none || position[one] > position[from] {
				after = append(after, one)
			}
			if from == none || position[one] < position[from] {
				before = append([]T{one}, before...)
			}
		}
		for limit := range len(want) + 2 {
			place := fmt.Sprintf("%s, %d from %v", what, limit, from)
			same(s, place, read(from, false, limit), after[:min(limit, len(after))])
			same(s, place+" backward", read(from, true, limit), before[:min(limit, len(before))])
		}
	}
}

// placed are nine items: of two kinds, at two sites and nowhere, of three owners.
func placed() []model.Item {
	var list []model.Item
	for n := 1; n <= 9; n++ {
		i := item(1, n, fmt.Sprint("Item ", n))
		if n%2 == 0 {
			i.Kind = "asset.own" // begins like the other one
		}
		if n%3 > 0 {
			i.Site = siteID(n % 3)
		}
		i.Owner = []model.Owner{ownerUser(1, 1), ownerUser(1, 11), ownerService(1)}[n/2%3]
		list = append(list, i)
	}
	return list
}

func putItems(tx model.Tx, list []model.Item) error {
	for _, i := range list {
		if err := tx.PutItem(i); err != nil {
			return err
		}
	}
	return nil
}

// checkRanges compares every range of items with what a look at each finds.
func checkRanges(s *suite, list []model.Item) {
	s.Helper()
	var ranges []model.ItemRange
	for _, kind := range []model.ItemKind{"", model.KindAsset, "asset.own", "none"} {
		for _, where := range []model.SiteID{"", siteID(1), siteID(2), siteID(3)} {
			ranges = append(ranges, model.ItemRange{Kind: kind, Site: where})
		}
	}
	for _, o := range []model.Owner{ownerUser(1, 1), ownerUser(1, 11), ownerUser(1, 0), ownerService(1), ownerService(2)} {
		ranges = append(ranges, model.ItemRange{Owner: o}, model.ItemRange{Owner: o, Kind: "none", Site: siteID(3)})
	}
	for _, r := range ranges {
		var want, all []model.ItemID
		for _, i := range list {
			all = append(all, i.ID)
			if !i.Deleted && inRange(i, r) {
				want = append(want, i.ID)
			}
		}
		r.Org = orgID(1)
		keyset(s, fmt.Sprintf("%+v", r), idsIn(s, r), want, all)
	}
}

func inRange(i model.Item, r model.ItemRange) bool {
	if r.Owner != (model.Owner{}) {
		return i.Owner == r.Owner
	}
	return (r.Kind == "" || i.Kind == r.Kind) && (r.Site == "" || i.Site == r.Site)
}

func itemRanges(s *suite) {
	same(s, "none", len(idsIn(s, model.ItemRange{Org: orgID(1)})("", false, 10)), 0)
	far := item(2, 5, "Far")
	far.Site = siteID(1)
	s.change(func(tx model.Tx) error { return first(putItems(tx, placed()), tx.PutItem(far)) })
	checkRanges(s, placed())
	same(s, "another org's", idsIn(s, model.ItemRange{Org: orgID(2)})("", false, 10), []model.ItemID{far.ID})
	same(s, "an org without any", len(idsIn(s, model.ItemRange{Org: orgID(3)})("", false, 10)), 0)
	same(s, "less than none", len(idsIn(s, model.ItemRange{Org: orgID(1)})("", false, -1)), 0)
}

// itemsMove: a place in every list is left for another one, or for good.
func itemsMove(s *suite) {
	list := placed()
	s.change(func(tx model.Tx) error { return putItems(tx, list) })
	list[0].Site, list[0].Owner = siteID(2), ownerService(1)
	list[1].Site, list[1].Kind = "", model.KindAsset
	list[2].Site, list[2].Owner = siteID(1), ownerUser(1, 11)
	list[3].Deleted = true
	list[4].Deleted, list[4].Site = true, siteID(1)
	s.change(func(tx model.Tx) error { return putItems(tx, list) })
	checkRanges(s, list)
	list[4].Deleted = false
	s.change(func(tx model.Tx) error { return putItems(tx, list) })
	checkRanges(s, list)
}
