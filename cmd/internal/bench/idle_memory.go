package bench

import (
	"context"
	"errors"
	"fmt"
	"time"

	"example.com/latchkey/cmd/internal/daemon"
)

// loadLasts is how long a daemon is asked before it is looked at once more.
const loadLasts = 30 * time.Second

// idleMemory starts a daemon with its doors open, and looks how much memory it
// has when it has come to rest. What it has after load is in a note.
func idleMemory(ctx context.Context, r *run) (report Report, err error) {
	w, err := r.base(ctx)
	if err != nil {
		return report, err
	}
	var all, files []float64
	for range min(r.rounds(), 5) {
		m, err := r.idle(ctx, w)
		if err != nil {
			return report, err
		}
		all, files = append(all, m.all), append(files, m.files)
	}
	report.Figures = []Figure{value("resident memory", Bytes, all, atMost(40<<20))}
	report.LimitedBy = "The indexes of tables, which the engine keeps decrypted up to 16 MiB; the rest is the program itself."
	loaded, err := r.loaded(ctx, w)
	if err != nil {
		return report, err
	}
	report.Notes = append(report.Notes,
		fmt.Sprintf("Of that %s are pages of files. What starting read of the program and of tables is given back when it is over.", size(median(files))),
		fmt.Sprintf("After %s of load, %d connections that verify random tokens, it is %s and %s of pages of files: what was read of tokens that were used is kept, of %s at the most on this machine.",
			duration(seconds(r.lasting(loadLasts))), connections, size(loaded.all-loaded.files), size(loaded.files), counted(daemon.KnownTokens(), "token")))
	return report, nil
}

// idle returns the memory of a daemon that has just started.
func (r *run) idle(ctx context.Context, w *world) (m memory, err error) {
	s, err := r.serve(ctx, w)
	if err != nil {
		return m, err
	}
	m, err = s.atRest(ctx)
	return m, errors.Join(err, s.end())
}

// loaded returns the memory of a daemon that gateways have asked about tokens for a
// while.
func (r *run) loaded(ctx context.Context, w *world) (m memory, err error) {
	r.say("  under load")
	s, err := r.serve(ctx, w)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, s.end()) }()
	job := loadJob{Address: s.address, Connections: connections, Plan: w.plan, Seed: w.seed, Dice: 1, Time: r.lasting(loadLasts)}
	if err := r.child(ctx, "load", job, &loadResult{}); err != nil {
		return m, err
	}
	return s.memory()
}
