package demo

import (
	"context"

	"example.com/latchkey/model"
)

// arrivals plans when people, systems and tokens come.
func (w *world) arrivals() {
	for _, p := range people {
		w.at(p.joined, func(ctx context.Context) error { return w.addPerson(ctx, p) })
	}
	for _, s := range systems {
		w.at(s.made, func(ctx context.Context) error { return w.addSystem(ctx, s) })
	}
	for _, t := range tokens {
		w.at(t.made, func(ctx context.Context) error { return w.generate(ctx, t) })
	}
}

func (w *world) addPerson(ctx context.Context, p person) error {
	m, code, err := w.authority.AddMember(ctx, w.actors[ada], w.orgs[p.org], model.MemberRequest{
		Email: p.email, Name: p.name, Set: w.sets[place{p.org, p.set}],
	})
	if err != nil {
		return err
	}
	w.users[p.email] = m.User
	if code.IsZero() || p.email == kira { // she has not come yet
		return nil
	}
	w.actors[p.email], _, err = w.authority.ChoosePassword(ctx, p.email, code, password, seat(p.email))
	return err
}

func (w *world) addSystem(ctx context.Context, s system) error {
	r := model.ServiceUserRequest{Name: s.name, Description: s.description}
	for _, set := range s.sets {
		r.Sets = append(r.Sets, w.sets[place{s.org, set}])
	}
	u, err := w.authority.CreateServiceUser(ctx, w.actors[ada], w.orgs[s.org], r)
	w.systems[s.name] = u.ID
	return err
}

func (w *world) generate(ctx context.Context, t token) error {
	actor := w.actors[t.owner]
	r := model.TokenRequest{Org: w.orgs[t.org], Name: t.name, Note: t.note, Password: password}
	if id, ok := w.systems[t.owner]; ok {
		r.ServiceUser, actor = id, w.actors[ada]
	}
	if t.ends != 0 {
		r.EndsAt = w.now.Add(-span(t.ends))
	}
	g, err := w.authority.GenerateToken(ctx, actor, r)
	if err != nil {
		return err
	}
	ref := model.TokenRef{Org: g.Token.Org, ID: g.Token.ID}
	w.made[place{t.owner, t.name}] = &made{ref, []model.Secret{g.Secret}}
	if t.uncopied {
		return nil
	}
	return w.authority.MarkSecretSeen(ctx, actor, ref)
}
