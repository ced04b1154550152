package activity

import (
	"context"
	"strconv"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// source gives the list its rows from the authority. Commands read it, so it is
// replaced and never changed.
type source struct {
	session *kit.Session
	org     model.OrgID
	filter  model.ActivityFilter
}

func (s source) Page(ctx context.Context, r model.PageRequest) (model.Page[model.EntryView], error) {
	return s.session.Authority.ListActivity(ctx, s.session.Actor(), s.org, s.filter, r)
}

// Names has none: the log is not searched by name.
func (s source) Names(context.Context, model.Cursor, int) ([]model.Named, model.Cursor, error) {
	return nil, "", nil
}

func (s source) Rows(ctx context.Context, ids []string) ([]model.EntryView, error) {
	numbers := make([]uint64, 0, len(ids))
	for _, id := range ids {
		if n, err := strconv.ParseUint(id, 10, 64); err == nil {
			numbers = append(numbers, n)
		}
	}
	return s.session.Authority.Activity(ctx, s.session.Actor(), s.org, numbers)
}

func id(v model.EntryView) string { return strconv.FormatUint(v.Seq, 10) }
