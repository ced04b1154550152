package roster

import (
	"context"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// members gives a list the members of a place from the authority, in the order
// in which people came to latchkey.
type members struct {
	session *kit.Session
	place   Place
}

func memberID(m model.Membership) string { return string(m.User) }

func (s members) Page(ctx context.Context, r model.PageRequest) (model.Page[model.Membership], error) {
	r.Sort = model.SortCreated
	return s.place.members(ctx, asking(s.session), r)
}

func (s members) Names(ctx context.Context, from model.Cursor, limit int) ([]model.Named, model.Cursor, error) {
	return widget.NamesOf(ctx, s.Page, from, limit, func(m model.Membership) model.Named {
		return model.Named{ID: memberID(m), Name: m.Name + " " + m.Email}
	})
}

// Rows reads the list until all that are asked for were found: there is no
// look-up of a member by id.
func (s members) Rows(ctx context.Context, ids []string) ([]model.Membership, error) {
	found := map[string]model.Membership{}
	for _, id := range ids {
		found[id] = model.Membership{}
	}
	missing := len(ids)
	err := eachMember(ctx, s, func(m model.Membership) bool {
		if was, asked := found[memberID(m)]; asked && was.User == "" {
			found[memberID(m)] = m
			missing--
		}
		return missing > 0
	})
	var rows []model.Membership
	for _, id := range ids {
		if m := found[id]; m.User != "" {
			rows = append(rows, m)
		}
	}
	return rows, err
}

// eachMember tells fn the members of a place until it has had enough.
func eachMember(ctx context.Context, s members, fn func(model.Membership) (more bool)) error {
	r := model.PageRequest{Limit: 1000}
	for {
		page, err := s.Page(ctx, r)
		if err != nil {
			return err
		}
		for _, m := range page.Rows {
			if !fn(m) {
				return nil
			}
		}
		if page.AtEnd {
			return nil
		}
		r.From = page.End
	}
}

// people gives a list the people of an organisation from the authority.
type people struct {
	session *kit.Session
	org     model.OrgID
}

func (s people) Page(ctx context.Context, r model.PageRequest) (model.Page[model.MemberView], error) {
	return s.session.Authority.ListMembers(ctx, s.session.Actor(), s.org, r)
}

func (s people) Names(ctx context.Context, from model.Cursor, limit int) ([]model.Named, model.Cursor, error) {
	return s.session.Authority.MemberNames(ctx, s.session.Actor(), s.org, from, limit)
}

func (s people) Rows(ctx context.Context, ids []string) ([]model.MemberView, error) {
	return s.session.Authority.MembersByID(ctx, s.session.Actor(), s.org, widget.IDs[model.UserID](ids))
}

// given gives a list what a place gives to its members.
type given struct {
	session *kit.Session
	place   Place
}

func (s given) Page(ctx context.Context, r model.PageRequest) (model.Page[model.GivenView], error) {
	return s.session.Authority.GivenTo(ctx, s.session.Actor(), s.place.Grantee, r)
}

// Names and Rows are for a filter, which this list does not have.
func (s given) Names(context.Context, model.Cursor, int) ([]model.Named, model.Cursor, error) {
	return nil, "", nil
}

func (s given) Rows(context.Context, []string) ([]model.GivenView, error) { return nil, nil }
