package bench

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

// here is where whoever acts comes from.
var here = model.Origin{Address: "127.0.0.1", Agent: "latchkey bench"}

// operator acts where nobody has to have logged in.
var operator = model.SystemOperator("bench", here)

// world is a data directory with a store of a plan. Nobody has it open between
// rows.
type world struct {
	plan
	seed  uint64
	dir   string
	orgs  []model.OrgID
	built time.Duration // how long that took
	added int           // tokens, beyond the plan
}

// build makes a world in a directory, which it makes. Its store is written without
// waiting for the disk, and put in order.
func build(ctx context.Context, dir string, p plan, seed uint64, tell func(done int)) (*world, error) {
	begin := time.Now()
	w := &world{plan: p, seed: seed, dir: dir}
	err := datadir.Fill(ctx, datadir.Options{Dir: dir}, func(data *datadir.Opened) (err error) {
		b := &builder{plan: p, seed: seed, store: data.Store, keys: data.Keys, tell: tell}
		w.orgs, err = b.run(ctx)
		return err
	})
	w.built = time.Since(begin)
	return w, err
}

// open opens the world as latchkey does, with all that runs beside.
func (w *world) open(ctx context.Context) (*daemon.Daemon, error) {
	return daemon.Open(ctx, daemon.Options{Dir: w.dir})
}

// bare is a world whose records can be written one by one, with nothing running
// beside.
type bare struct {
	*model.Authority
	data *datadir.Opened
}

// openBare opens it so.
func (w *world) openBare(ctx context.Context) (*bare, error) {
	data, err := datadir.Open(ctx, datadir.Options{Dir: w.dir})
	if err != nil {
		return nil, err
	}
	a, err := model.New(ctx, data.Store, model.Options{Pepper: data.Keys.Pepper, LogChain: data.Keys.LogChain})
	if err != nil {
		return nil, errors.Join(err, data.Close())
	}
	return &bare{Authority: a, data: data}, nil
}

// ref names a token of the plan.
func (w *world) ref(token int) model.TokenRef {
	return model.TokenRef{Org: w.orgs[w.org(token)], ID: tokenID(token)}
}

// secret makes the secret of a token again.
func (w *world) secret(token int) (model.Secret, error) {
	secret, _, err := w.secretOf(w.seed, token, nil)
	return secret, err
}

// base is the world that most rows are measured on. It is built when the first
// one wants it.
func (r *run) base(ctx context.Context) (*world, error) {
	return r.world(ctx, "store", plan{Tokens: r.Tokens, People: peopleOfOrg})
}

// list is a world of one org, with a list of so many tokens.
func (r *run) list(ctx context.Context, rows int) (*world, error) {
	return r.world(ctx, fmt.Sprintf("list-%d", rows), plan{Tokens: rows})
}

func (r *run) world(ctx context.Context, name string, p plan) (*world, error) {
	if w := r.worlds[name]; w != nil {
		return w, nil
	}
	r.say("building a store of %s", counted(p.Tokens, "token"))
	tenth := 0
	w, err := build(ctx, filepath.Join(r.dir, name), p, r.seed, func(done int) {
		if now := done * 10 / p.Tokens; now > tenth && now < 10 && p.Tokens >= 100_000 {
			tenth = now
			r.say("  %d %%", now*10)
		}
	})
	if err != nil {
		return nil, fmt.Errorf("building the store: %w", err)
	}
	r.say("  built in %.1f s", w.built.Seconds())
	r.worlds[name] = w
	return w, nil
}
