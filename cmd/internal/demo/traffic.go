package demo

import (
	"context"

	"example.com/latchkey/model"
)

// traffic plans the uses of tokens. What was revoked or suspended meanwhile is
// tried all the same, as integrations do.
func (w *world) traffic() {
	for _, t := range tokens {
		since := t.use.since
		if since == 0 {
			since = min(14, t.made-0.05)
		}
		for day := t.use.until; day < since; day++ {
			w.usesOf(t, day, min(since-day, 1))
		}
	}
	for i := range 9 { // somebody has found it in a log
		w.at(5.9-float64(i)/7, func(ctx context.Context) error { return w.use(ctx, place{ada, leaked}, thief, true) })
	}
}

// usesOf plans the uses of one day, which begins some days ago and of which the
// part is wanted.
func (w *world) usesOf(t token, ago, part float64) {
	n := t.use.perDay
	if n > 2 {
		n += w.random.IntN(n/2+1) - n/4
	}
	for range n {
		where := t.use.from[0]
		if w.random.IntN(5) == 0 {
			where = t.use.from[w.random.IntN(len(t.use.from))]
		}
		late := w.random.IntN(8) == 0 // still with the secret before
		w.at(ago+w.random.Float64()*part, func(ctx context.Context) error { return w.use(ctx, place{t.owner, t.name}, where, !late) })
	}
}

func (w *world) use(ctx context.Context, what place, from model.Origin, present bool) error {
	m := w.made[what]
	secret := m.secrets[0]
	if present {
		secret = m.secrets[len(m.secrets)-1]
	}
	d, err := w.authority.Verify(ctx, secret, from)
	if err != nil || d.OK() {
		return err
	}
	return w.authority.FlushUses(ctx) // the entry of a refusal is of the moment that it is written
}

// logIns plans who came in the last two weeks. Whoever was shut out stays away.
func (w *world) logIns() {
	gone := map[string]float64{grace: 10, jonas: 9, liam: 8, kira: 14, rosa: 3.4, sven: 3.4, "tara@initech.example": 3.4}
	seen := map[string]bool{ada: true}
	for _, p := range append([]person{{email: ada}}, people...) {
		if p.email != ada && seen[p.email] {
			continue
		}
		seen[p.email] = true
		for day := 13.0; day >= gone[p.email]; day-- {
			if w.random.IntN(5) > 2 && p.email != ada {
				continue
			}
			w.at(day+0.05+w.random.Float64()/3, func(ctx context.Context) error { return w.logIn(ctx, p.email) })
		}
	}
}

func (w *world) logIn(ctx context.Context, email string) (err error) {
	w.actors[email], _, err = w.authority.LogIn(ctx, email, password, seat(email))
	return err
}
