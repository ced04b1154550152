package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"example.com/latchkey/model"
)

// Begins is how long before now the world begins.
const Begins = 46 * day

// Hashing is a cost of passwords at which twenty of them are quickly made.
// What they guard is not worth more.
var Hashing = model.HashCost{Memory: 64, Passes: 1, Threads: 1}

// Seed fills an empty store, by an authority whose clock is clock and stands
// Begins before now. At the end the clock stands at now; whoever called Seed
// makes it run.
func Seed(ctx context.Context, a *model.Authority, clock *Clock, now time.Time) error {
	w := &world{
		authority: a, clock: clock, now: now, random: rand.New(rand.NewPCG(11, 7)),
		actors: map[string]model.Actor{}, users: map[string]model.UserID{}, orgs: map[string]model.OrgID{},
		sets: map[place]model.SetID{}, systems: map[string]model.ServiceUserID{}, made: map[place]*made{},
		groups: map[place]model.GroupID{}, sites: map[place]model.SiteID{}, items: map[place]model.ItemID{},
	}
	w.foundation()
	w.arrivals()
	w.content()
	w.story()
	w.traffic()
	w.logIns()
	if err := w.run(ctx); err != nil {
		return fmt.Errorf("the demo at %v before now: %w", now.Sub(clock.Now()).Round(time.Minute), err)
	}
	return nil
}

// world is what Seed has made so far.
type world struct {
	authority *model.Authority
	clock     *Clock
	now       time.Time
	random    *rand.Rand
	plan      []step

	actors  map[string]model.Actor // by e-mail, as logged in last
	users   map[string]model.UserID
	orgs    map[string]model.OrgID
	sets    map[place]model.SetID
	systems map[string]model.ServiceUserID
	made    map[place]*made
	groups  map[place]model.GroupID
	sites   map[place]model.SiteID
	items   map[place]model.ItemID
}

// place is a name within another: a set in its organisation, a token of its
// owner.
type place struct{ in, name string }

// made is a token with its secrets, the present one last.
type made struct {
	ref     model.TokenRef
	secrets []model.Secret
}

var password = model.NewSecret(Password)

// seat is where people sit when they log in.
func seat(email string) model.Origin {
	n := 0
	for _, r := range email {
		n = (n*31 + int(r)) % 200
	}
	return model.Origin{Address: fmt.Sprintf("10.20.1.%d", 20+n), Agent: "latchkey over ssh"}
}
