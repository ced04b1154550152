package demo

import (
	"context"
	"time"

	"example.com/latchkey/model"
)

// story plans what happened in the last two weeks beside the daily work.
func (w *world) story() {
	a := w.authority
	w.at(13.6, func(ctx context.Context) error { return w.limitSeats(ctx) })
	w.at(13, func(ctx context.Context) error {
		_, err := a.DeleteServiceUser(ctx, w.actors[ada], w.orgs[acme], w.systems[scanner], model.Subject{})
		return err
	})
	w.at(12.3, w.editIntegrator)
	w.at(11.1, func(ctx context.Context) error {
		return a.SetMemberSet(ctx, w.actors[ben], w.orgs[acme], w.users[hugo], w.sets[place{acme, model.SetBasic}])
	})
	w.at(10, func(ctx context.Context) error {
		return a.DeactivateMember(ctx, w.actors[ben], w.orgs[acme], w.users[grace])
	})
	w.at(9.5, func(ctx context.Context) error { return w.revoke(ctx, ben, "ci-deploy", "gitlab") })
	w.at(9, func(ctx context.Context) error {
		return a.RemoveMember(ctx, w.actors[ada], w.orgs[acme], w.users[jonas], model.Subject{User: w.users[ben]}) // who gets his report
	})
	w.at(8, func(ctx context.Context) error { return a.DisableAccount(ctx, w.actors[ada], w.users[liam]) })
	w.at(6, func(ctx context.Context) error { return w.revoke(ctx, ada, ada, leaked) })
	w.at(5, func(ctx context.Context) error {
		_, err := a.DisableServiceUser(ctx, w.actors[ben], w.orgs[acme], w.systems[erp])
		return err
	})
	w.at(3.4, func(ctx context.Context) error {
		_, err := a.SuspendOrg(ctx, w.actors[ada], w.orgs[initech])
		return err
	})
	w.at(2, func(ctx context.Context) error { return w.regenerate(ctx, ada, ada, terraform, 7*day) })
	w.at(0.3, func(ctx context.Context) error { return w.regenerate(ctx, ada, "bi-dashboard", "tableau", day) })
	w.refusals()
}

func (w *world) limitSeats(ctx context.Context) error {
	for _, l := range []struct {
		org  string
		seat model.SeatType
		most int
	}{{acme, model.SeatFull, 8}, {acme, model.SeatLite, 5}, {globex, model.SeatFull, 5}, {initech, model.SeatFull, 3}} {
		if _, err := w.authority.SetSeatLimit(ctx, w.actors[ada], w.orgs[l.org], l.seat, l.most); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) editIntegrator(ctx context.Context) error {
	set, err := w.authority.FindPermissionSet(ctx, w.actors[ada], w.orgs[acme], integrator)
	if err != nil {
		return err
	}
	_, err = w.authority.EditPermissionSet(ctx, w.actors[ada], set, model.SetRequest{
		Name: set.Name, Permissions: append(set.Permissions, "assets.view"),
	})
	return err
}

func (w *world) revoke(ctx context.Context, by, owner, name string) error {
	_, err := w.authority.RevokeToken(ctx, w.actors[by], w.made[place{owner, name}].ref)
	return err
}

func (w *world) regenerate(ctx context.Context, by, owner, name string, overlap time.Duration) error {
	m := w.made[place{owner, name}]
	g, err := w.authority.RegenerateToken(ctx, w.actors[by], m.ref, overlap, password)
	if err != nil {
		return err
	}
	m.secrets = append(m.secrets, g.Secret)
	return w.authority.MarkSecretSeen(ctx, w.actors[by], m.ref)
}

// refusals plans what was tried in vain.
func (w *world) refusals() {
	refused := func(days float64, try func(context.Context) error) {
		w.at(days, func(ctx context.Context) error {
			switch err := try(ctx); model.KindOf(err) {
			case model.KindForbidden, model.KindUnauthenticated:
				return nil
			default:
				return err
			}
		})
	}
	refused(6.6, func(ctx context.Context) error {
		return w.authority.DeactivateMember(ctx, w.actors[chloe], w.orgs[acme], w.users[hugo])
	})
	refused(3.1, func(ctx context.Context) error {
		_, err := w.authority.SuspendOrg(ctx, w.actors[mei], w.orgs[globex])
		return err
	})
	for i := range 4 {
		refused(4.2-float64(i)/2000, func(ctx context.Context) error {
			_, _, err := w.authority.LogIn(ctx, ben, model.NewSecret("correct horse battery"), thief)
			return err
		})
	}
}
