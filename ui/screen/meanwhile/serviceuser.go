package meanwhile

import (
	"context"
	"slices"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// ServiceUser watches a service user. It is gone when it was deleted; with
// ActDisableService or ActEnableService also when that was done to it, for a
// dialog that is about just that.
func ServiceUser(s *kit.Session, org model.OrgID, id model.ServiceUserID, name string, also ...model.Action) kit.Watch {
	actor, log, name := s.Actor(), about(s, org, string(id)), model.Printable(name)
	return func(ctx context.Context) (kit.Gone, error) {
		rows, err := s.Authority.ServiceUsersByID(ctx, actor, org, []model.ServiceUserID{id})
		if err != nil {
			return kit.Gone{}, err
		}
		switch {
		case len(rows) == 0:
			e, err := log.last(ctx, model.ActDeleteService)
			it := gone(name, e, "deleted this service user", "This service user was deleted meanwhile")
			it.Note = "Its tokens were revoked with it."
			return it, err
		case rows[0].Disabled && slices.Contains(also, model.ActDisableService):
			e, err := log.last(ctx, model.ActDisableService)
			return gone(name, e, "disabled this service user", "This service user was disabled meanwhile"), err
		case !rows[0].Disabled && slices.Contains(also, model.ActEnableService):
			e, err := log.last(ctx, model.ActEnableService)
			return gone(name, e, "enabled this service user", "This service user was enabled meanwhile"), err
		}
		return kit.Gone{}, nil
	}
}
