package meanwhile

import (
	"context"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// Item watches an item that the person sees. To who sees it no more it is gone as
// well: nobody is told which of the two it is (rule 7.7), unless the log may be
// seen and says so.
func Item(s *kit.Session, i model.Item) kit.Watch {
	actor, as, ref := s.Actor(), s.Org(), model.ItemRef{Org: i.Org, ID: i.ID}
	log, name := about(s, i.Org, string(i.ID)), model.Printable(i.Name)
	return func(ctx context.Context) (kit.Gone, error) {
		_, err := s.Authority.ItemDetails(ctx, actor, ref, as)
		if model.KindOf(err) != model.KindNotFound {
			return kit.Gone{}, err
		}
		e, err := log.last(ctx, model.ActDeleteItem)
		return gone(name, e, "deleted this item", "This item was deleted meanwhile, or you do not see it any more"), err
	}
}
