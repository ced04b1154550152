package storetest

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"example.com/latchkey/model"
)

// listing is a list as the names of its rows.
type listing func(model.PageRequest) model.Page[string]

// listed makes one of what read returns.
func listed[T any](s *suite, read func(model.Tx, model.PageRequest) (model.Page[T], error), name func(T) string) listing {
	return func(req model.PageRequest) model.Page[string] {
		s.Helper()
		page := see(s, func(tx model.Tx) (model.Page[T], error) { return read(tx, req) })
		var names []string
		for _, row := range page.Rows {
			names = append(names, name(row))
		}
		return model.Page[string]{Rows: names, Start: page.Start, End: page.End, AtStart: page.AtStart, AtEnd: page.AtEnd}
	}
}

func orgPage(s *suite, req model.PageRequest) model.Page[model.Org] {
	s.Helper()
	return see(s, func(tx model.Tx) (model.Page[model.Org], error) { return tx.Orgs(req) })
}

func orgNames(page model.Page[model.Org]) []string {
	var names []string
	for _, o := range page.Rows {
		names = append(names, o.Name)
	}
	return names
}

// pages walks a list of seven rows in every order.
func pages(s *suite) {
	names := []string{"Delta", "alpha", "Echo", "bravo", "Foxtrot", "charlie", "golf"}
	s.change(func(tx model.Tx) error {
		for i, name := range names {
			if err := tx.PutOrg(org(i, name)); err != nil {
				return err
			}
		}
		return nil
	})
	sorted := slices.SortedFunc(slices.Values(names), func(a, b string) int {
		return strings.Compare(strings.ToLower(a), strings.ToLower(b))
	})
	list := listed(s, model.Tx.Orgs, func(o model.Org) string { return o.Name })
	walks(s, list, model.SortName, sorted)
	walks(s, list, model.SortCreated, names)
}

// walks goes through a list in both directions and pages of every size, and
// checks each page against the list as a whole.
func walks(s *suite, list listing, sort model.Sort, want []string) {
	s.Helper()
	for _, descending := range []bool{false, true} {
		want := slices.Clone(want)
		if descending {
			slices.Reverse(want)
		}
		for limit := 1; limit <= len(want)+1; limit++ {
			walk(s, list, model.PageRequest{Sort: sort, Descending: descending, Limit: limit}, want)
		}
	}
}

// walk goes through want forward and back again, page by page.
func walk(s *suite, list listing, req model.PageRequest, want []string) {
	s.Helper()
	var page model.Page[string]
	for begin := 0; begin < len(want); begin += req.Limit {
		page = list(req)
		checkPage(s, req, page, want, begin, min(begin+req.Limit, len(want)))
		req.From = page.End
	}
	checkPage(s, req, list(req), want, len(want), len(want))

	req.Backward, req.From = true, ""
	for end := len(want); end > 0; end -= req.Limit {
		page = list(req)
		checkPage(s, req, page, want, max(0, end-req.Limit), end)
		req.From = page.Start
	}
	checkPage(s, req, list(req), want, 0, 0)
}

// checkPage compares a page with want[begin:end].
func checkPage(s *suite, req model.PageRequest, page model.Page[string], want []string, begin, end int) {
	s.Helper()
	what := fmt.Sprintf("%+v", req)
	same(s, what, page.Rows, want[begin:end])
	same(s, what+" at start", page.AtStart, begin == 0)
	same(s, what+" at end", page.AtEnd, end == len(want))
}

func pageSizes(s *suite) {
	const entries = 1001
	for seq := uint64(1); seq <= entries; {
		s.change(func(tx model.Tx) error {
			for range 40 {
				if err := tx.AppendEntry(entry(seq, "")); err != nil {
					return err
				}
				seq++
			}
			return nil
		})
	}
	for limit, want := range map[int]int{0: 50, -1: 50, 1: 1, 999: 999, 1000: 1000, 5000: 1000} {
		page := see(s, func(tx model.Tx) (model.Page[model.Entry], error) {
			return tx.AllEntries(model.PageRequest{Sort: model.SortCreated, Limit: limit})
		})
		same(s, fmt.Sprint("rows for a limit of ", limit), len(page.Rows), want)
	}
}

func cursors(s *suite) {
	empty := orgPage(s, model.PageRequest{Sort: model.SortName, Backward: true})
	same(s, "an empty list", empty, model.Page[model.Org]{Rows: []model.Org{}, AtStart: true, AtEnd: true})

	s.change(func(tx model.Tx) error {
		return first(tx.PutOrg(org(1, "a")), tx.PutOrg(org(2, "b")), tx.PutOrg(org(3, "c")))
	})
	b := orgPage(s, model.PageRequest{Sort: model.SortName, Limit: 2}).End
	s.change(func(tx model.Tx) error { return tx.PutOrg(org(2, "x")) })
	same(s, "after a row that moved away", orgNames(orgPage(s, model.PageRequest{Sort: model.SortName, From: b})), []string{"c", "x"})
	same(s, "before it", orgNames(orgPage(s, model.PageRequest{Sort: model.SortName, From: b, Backward: true})), []string{"a"})

	for _, bad := range []model.PageRequest{
		{Sort: model.SortName, From: "?"},
		{Sort: model.SortName, From: "bg"}, // an n alone
		{Sort: model.SortName, From: model.Cursor(base64.RawURLEncoding.EncodeToString([]byte("n" + strings.Repeat("x", 300))))},
		{Sort: model.SortCreated, From: b},
		{Sort: model.SortLastUsed},
		{},
	} {
		s.refused(model.KindInvalid, func(tx model.Tx) error {
			_, err := tx.Orgs(bad)
			return err
		})
	}
}

// orderOfNames: names are told apart whole, and sorted by their folded first
// bytes, however long they are and whatever they are made of.
func orderOfNames(s *suite) {
	long := strings.Repeat("é", 63)
	names := []string{"Zebra", "ábel", "a", "A b", "ａ c", "a-b", long + "1", long + "2", "日本", "ﬁn"}
	s.change(func(tx model.Tx) error {
		for i, name := range names {
			if err := tx.PutOrg(org(i, name)); err != nil {
				return err
			}
		}
		return nil
	})
	page := orgPage(s, model.PageRequest{Sort: model.SortName})
	want := []string{"a", "A b", "ａ c", "a-b", "ﬁn", "Zebra", "ábel", long + "1", long + "2", "日本"}
	same(s, "names", orgNames(page), want)
	for i, name := range names {
		found := see(s, func(tx model.Tx) (model.Org, error) { return tx.OrgByName(strings.ToUpper(name)) })
		same(s, "by name", found.ID, orgID(i))
	}
}
