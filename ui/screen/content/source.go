package content

import (
	"context"
	"strings"
	"sync/atomic"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// source gives the list its rows from the authority, in the order in which items
// were made, those of one organisation after those of another.
type source struct {
	session *kit.Session
	org     model.OrgID
	all     bool // all items of the org, for operators; else those that the person sees
	kind    model.ItemKind
	looks   bool                  // an operator looks, whose level in the details is not a member's
	known   atomic.Pointer[known] // written in commands
}

func newSource(s *kit.Session, kind model.ItemKind, all bool) *source {
	return &source{session: s, org: s.Org(), all: all, kind: kind, looks: s.Profile.Operator}
}

// known is how many items there are, as far as they were read.
type known struct {
	n    int
	more bool
}

func (s *source) Page(ctx context.Context, r model.PageRequest) (model.Page[model.ItemView], error) {
	r.Sort = model.SortCreated
	page, err := s.session.Authority.ListItems(ctx, s.session.Actor(), model.ItemQuery{Org: s.org, All: s.all, Kind: s.kind, Page: r})
	if err == nil && page.AtStart {
		s.known.Store(&known{len(page.Rows), !page.AtEnd})
	}
	return page, err
}

func (s *source) Names(ctx context.Context, from model.Cursor, limit int) ([]model.Named, model.Cursor, error) {
	return widget.NamesOf(ctx, s.Page, from, limit, func(v model.ItemView) model.Named {
		return model.Named{ID: id(v), Name: strings.TrimSpace(v.Name + " " + v.Ref)}
	})
}

func (s *source) Rows(ctx context.Context, ids []string) ([]model.ItemView, error) {
	var rows []model.ItemView
	for _, id := range ids {
		d, err := s.session.Authority.ItemDetails(ctx, s.session.Actor(), refOf(id), s.org)
		switch {
		case model.KindOf(err) == model.KindNotFound: // gone since
		case err != nil:
			return nil, err
		default:
			rows = append(rows, s.asListed(d))
		}
	}
	return rows, nil
}

// asListed is an item as the list has it: for an operator with what they have on
// it as a member.
func (s *source) asListed(d model.ItemDetails) model.ItemView {
	v := d.ItemView
	if s.looks {
		v.Level = model.LevelNone
		for _, w := range d.Ways {
			v.Level = max(v.Level, w.Level)
		}
	}
	return v
}

// count says how many items there are, as far as that is known.
func (s *source) count() string {
	k, noun := s.known.Load(), "item"
	if s.kind != "" {
		noun = string(s.kind)
	}
	switch {
	case k == nil || k.n == 0:
		return ""
	case k.more:
		return kit.Count(k.n) + "+ " + noun + "s"
	}
	return kit.Plural(k.n, noun)
}

// id names a row: items of several organisations can be in one list.
func id(v model.ItemView) string { return idOf(ref(v.Item)) }

func idOf(r model.ItemRef) string { return string(r.Org) + "/" + string(r.ID) }

func refOf(id string) model.ItemRef {
	org, item, _ := strings.Cut(id, "/")
	return model.ItemRef{Org: model.OrgID(org), ID: model.ItemID(item)}
}

func ref(i model.Item) model.ItemRef { return model.ItemRef{Org: i.Org, ID: i.ID} }

func name(i model.Item) string { return model.Printable(i.Name) }
