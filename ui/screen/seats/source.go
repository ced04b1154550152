package seats

import (
	"context"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// source gives the list its rows, one for each type of seat, from the
// authority.
type source struct {
	session *kit.Session
	org     model.OrgID
}

// Page reads all types: they are three.
func (s source) Page(ctx context.Context, _ model.PageRequest) (model.Page[model.SeatCount], error) {
	rows, err := s.session.Authority.Seats(ctx, s.session.Actor(), s.org)
	return model.Page[model.SeatCount]{Rows: rows, AtStart: true, AtEnd: true}, err
}

// Names is empty: there is nothing to search.
func (s source) Names(context.Context, model.Cursor, int) ([]model.Named, model.Cursor, error) {
	return nil, "", nil
}

// Rows is empty: there is nothing to search.
func (s source) Rows(context.Context, []string) ([]model.SeatCount, error) { return nil, nil }
