package storetest

import (
	"fmt"
	"strings"

	"example.com/latchkey/model"
)

func getItem(ref model.ItemRef) func(model.Tx) (model.Item, error) {
	return func(tx model.Tx) (model.Item, error) { return tx.Item(ref) }
}

func items(s *suite) {
	pump := item(1, 1, "Pump")
	pump.Ref, pump.Site, pump.Owner = "P-1", siteID(1), ownerUser(2, 3)
	missing(s, getItem(refOf(pump)))
	s.change(func(tx model.Tx) error { return tx.PutItem(pump) })
	same(s, "item", see(s, getItem(refOf(pump))), pump)
	missing(s, getItem(model.ItemRef{Org: orgID(2), ID: pump.ID}))

	pump.Owner, pump.Ref, pump.Site, pump.Name = ownerService(4), "", "", "Old pump"
	s.change(func(tx model.Tx) error { return tx.PutItem(pump) })
	same(s, "changed", see(s, getItem(refOf(pump))), pump)
	pump.Deleted = true
	s.change(func(tx model.Tx) error { return tx.PutItem(pump) })
	same(s, "a deleted one's record stays", see(s, getItem(refOf(pump))), pump)

	for _, spoil := range []func(*model.Item){
		func(i *model.Item) { i.Org = "" },
		func(i *model.Item) { i.ID = "a\x00b" },
		func(i *model.Item) { i.Kind = "" },
		func(i *model.Item) { i.Kind = "a\x00b" },
		func(i *model.Item) { i.Kind = model.ItemKind(strings.Repeat("k", 41)) },
		func(i *model.Item) { i.Site = "a\x00b" },
		func(i *model.Item) { i.Owner = model.Owner{} },
	} {
		bad := item(1, 9, "Bad")
		spoil(&bad)
		s.refused(model.KindInternal, func(tx model.Tx) error { return tx.PutItem(bad) })
	}
}

// itemReferences: unique in an org and kind, byte for byte.
func itemReferences(s *suite) {
	with := func(orgNo, n int, kind model.ItemKind, reference string) model.Item {
		i := item(orgNo, n, "Pump")
		i.Kind, i.Ref = kind, reference
		return i
	}
	by := func(reference string) func(model.Tx) (model.Item, error) {
		return func(tx model.Tx) (model.Item, error) { return tx.ItemByRef(orgID(1), model.KindAsset, reference) }
	}
	put := func(i model.Item) func(model.Tx) error { return func(tx model.Tx) error { return tx.PutItem(i) } }
	pump := with(1, 1, model.KindAsset, "P-1")
	missing(s, by("P-1"))
	s.change(put(pump))
	same(s, "by reference", see(s, by("P-1")), pump)
	for _, other := range []string{"p-1", "Ｐ-1", "P-1 ", ""} {
		missing(s, by(other))
	}
	e := s.refused(model.KindConflict, put(with(1, 2, model.KindAsset, "P-1")))
	same(s, "field", e.Field, model.FieldReference)

	long := strings.Repeat("x", 1000)
	for n, fits := range []model.Item{
		with(1, 10, model.KindAsset, "p-1"), with(1, 11, model.KindTemplate, "P-1"), with(2, 12, model.KindAsset, "P-1"),
		with(1, 13, model.KindAsset, ""), with(1, 14, model.KindAsset, ""),
		with(1, 15, model.KindAsset, long+"1"), with(1, 16, model.KindAsset, long+"2"),
	} {
		s.change(put(fits))
		if fits.Org == orgID(1) && fits.Kind == model.KindAsset && fits.Ref != "" {
			same(s, fmt.Sprint("another one, ", n), see(s, by(fits.Ref)), fits)
		}
	}
	same(s, "the first is the same", see(s, by("P-1")), pump)

	pump.Deleted = true
	s.change(put(pump))
	missing(s, by("P-1"))
	second := with(1, 2, model.KindAsset, "P-1")
	s.change(put(second))
	same(s, "freed by the deletion", see(s, by("P-1")), second)
	second.Ref = "P-2"
	s.change(put(second))
	missing(s, by("P-1"))
	same(s, "another reference", see(s, by("P-2")), second)
}

func itemsNamed(s *suite) {
	long := strings.Repeat("é", 80)
	deleted := item(1, 8, "Pump")
	deleted.Deleted = true
	s.change(func(tx model.Tx) error {
		return first(tx.PutItem(item(1, 1, "Pump")), tx.PutItem(item(1, 2, "ＰUMP")), tx.PutItem(item(1, 3, "Pump 2")),
			tx.PutItem(item(1, 4, long+"1")), tx.PutItem(item(1, 5, long+"2")), tx.PutItem(item(1, 6, strings.ToUpper(long)+"1")),
			tx.PutItem(item(2, 7, "Pump")), tx.PutItem(deleted))
	})
	for _, c := range []struct {
		name  string
		limit int
		want  string
	}{
		{"pump", 10, "1 2"}, {"PUMP 2", 10, "3"}, {"pum", 10, ""}, {"", 10, ""}, {"pump", 1, "1"}, {"pump", 0, ""},
		{long + "1", 10, "4 6"}, {long + "1", 1, "4"}, {long + "2", 1, "5"}, {long, 10, ""},
	} {
		found := see(s, func(tx model.Tx) ([]model.Item, error) { return tx.ItemsNamed(orgID(1), c.name, c.limit) })
		same(s, fmt.Sprintf("%q, %d", c.name, c.limit), ids(found, func(i model.Item) string { return lastOf(i.ID) }), c.want)
	}
}
