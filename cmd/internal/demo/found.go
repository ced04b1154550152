package demo

import (
	"context"

	"example.com/latchkey/model"
)

// foundation plans the organisations and their permission sets.
func (w *world) foundation() {
	w.at(45, w.setUp)
	w.at(integratorsSoFar, w.ownSet)
	w.at(43, func(ctx context.Context) error { return w.createOrg(ctx, globex) })
	w.at(42, func(ctx context.Context) error { return w.createOrg(ctx, initech) })
	w.at(41.5, func(ctx context.Context) error { // each has an Administrator of its own by now
		if err := w.authority.SetMemberSet(ctx, w.actors[mei], w.orgs[globex], w.users[ada], w.sets[place{globex, model.SetStandard}]); err != nil {
			return err
		}
		return w.authority.LeaveOrg(ctx, w.actors[ada], w.orgs[initech], model.Subject{})
	})
	w.at(41.2, func(ctx context.Context) error {
		_, err := w.authority.SetServiceTokenInactivity(ctx, w.actors[mei], w.orgs[globex], 31*day)
		return err
	})
}

func (w *world) setUp(ctx context.Context) error {
	actor, org, err := w.authority.SetUp(ctx, model.SetUpRequest{Org: acme, Name: "Ada Ashby", Email: ada, Password: password}, seat(ada))
	if err != nil {
		return err
	}
	w.actors[ada], w.users[ada], w.orgs[acme] = actor, actor.User(), org
	return w.knowSets(ctx, acme)
}

func (w *world) knowSets(ctx context.Context, org string) error {
	sets, err := w.authority.PermissionSets(ctx, w.actors[ada], w.orgs[org])
	for _, s := range sets {
		w.sets[place{org, s.Name}] = s.ID
	}
	return err
}

func (w *world) ownSet(ctx context.Context) error {
	if _, err := w.authority.AddPermission(ctx, w.actors[ada], w.orgs[acme], string(reportsExport)); err != nil {
		return err
	}
	_, err := w.authority.CreatePermissionSet(ctx, w.actors[ada], w.orgs[acme], model.SetRequest{
		Name: integrator, Seat: model.SeatLite,
		Permissions: []model.Permission{"templates.view", "templates.edit", "inspections.view", reportsExport},
	})
	if err != nil {
		return err
	}
	return w.knowSets(ctx, acme)
}

func (w *world) createOrg(ctx context.Context, name string) error {
	org, err := w.authority.CreateOrg(ctx, w.actors[ada], name, "")
	if err != nil {
		return err
	}
	w.orgs[name] = org.ID
	return w.knowSets(ctx, name)
}
