package widget_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/widget"
)

func same(text string) string { return text }

func TestPageOfPagesThereAndBack(t *testing.T) {
	rows := strings.Split("abcdefg", "")
	for _, backward := range []bool{false, true} {
		var got []string
		r := model.PageRequest{Limit: 3, Backward: backward}
		for range 3 {
			page := widget.PageOf(slices.Clone(rows), same, r)
			if r.From = page.End; backward {
				r.From = page.Start
				got = append(page.Rows, got...)
			} else {
				got = append(got, page.Rows...)
			}
			if done := page.AtEnd; !backward && done != (len(got) == len(rows)) {
				t.Errorf("after %v the end is reached: %v", got, done)
			}
		}
		if !slices.Equal(got, rows) {
			t.Errorf("backward %v: %v", backward, got)
		}
	}
	page := widget.PageOf(slices.Clone(rows), same, model.PageRequest{Limit: 2, Descending: true})
	if !slices.Equal(page.Rows, []string{"g", "f"}) {
		t.Errorf("descending: %v", page.Rows)
	}
}

func TestPageOfGoesOnWhereARowWasThatIsGone(t *testing.T) {
	rows := strings.Split("abcdefg", "")
	at := widget.PageOf(slices.Clone(rows), same, model.PageRequest{Limit: 3}).End
	left := strings.Split("abdefg", "") // c is gone
	page := widget.PageOf(slices.Clone(left), same, model.PageRequest{From: at, Limit: 2})
	if !slices.Equal(page.Rows, []string{"d", "e"}) {
		t.Errorf("after it: %v", page.Rows)
	}
	page = widget.PageOf(slices.Clone(left), same, model.PageRequest{From: at, Limit: 2, Backward: true})
	if !slices.Equal(page.Rows, []string{"a", "b"}) {
		t.Errorf("before it: %v", page.Rows)
	}
	page = widget.PageOf([]string{}, same, model.PageRequest{From: at, Limit: 2})
	if len(page.Rows) != 0 || !page.AtStart || !page.AtEnd {
		t.Errorf("of none: %+v", page)
	}
	if page = widget.PageOf(slices.Clone(rows), same, model.PageRequest{From: "no such place", Limit: 1}); page.Rows[0] != "a" {
		t.Errorf("from a place that never was: %v", page.Rows)
	}
}
