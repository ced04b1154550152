// Package daemon owns the store and the authority over it, for as long as one
// process has the data directory: it opens them, writes down uses and ends of
// tokens as time goes by, and closes them in order.
package daemon

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

// sweepEvery is how late the activity log may tell that time has ended a token.
// The end itself is never late.
const sweepEvery = time.Minute

// Options says what to open.
type Options struct {
	Dir     string       // the data directory
	KeyFile string       // "" is the one in the data directory
	Log     *slog.Logger // nil is none
}

// Daemon is an open store with its authority.
type Daemon struct {
	Authority *model.Authority

	data *datadir.Opened
	free func() (uint64, bool) // bytes on the disk
	low  atomic.Pointer[string]
	log  *slog.Logger
	stop context.CancelFunc
	done chan struct{}
}

// Open opens the data directory, making what is missing, and begins to look
// after it. The errors are datadir.Open's.
func Open(ctx context.Context, o Options) (*Daemon, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	data, err := datadir.Open(ctx, datadir.Options{Dir: o.Dir, KeyFile: o.KeyFile, Logger: o.Log})
	if err != nil {
		return nil, err
	}
	return over(ctx, data, model.Options{Log: o.Log}, nil)
}

// over returns the Daemon of an open store. Fill, unless it is nil, puts into it
// what it begins with, before anything looks after it.
func over(ctx context.Context, data *datadir.Opened, o model.Options, fill func(context.Context, *model.Authority) error) (*Daemon, error) {
	o.Pepper, o.LogChain = data.Keys.Pepper, data.Keys.LogChain
	authority, err := model.New(ctx, data.Store, o)
	if err == nil && fill != nil {
		err = fill(ctx, authority)
	}
	if err != nil {
		return nil, errors.Join(err, data.Close())
	}
	d := &Daemon{Authority: authority, data: data, free: data.Free, log: o.Log, done: make(chan struct{})}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	d.stop = stop
	go d.look(background)
	return d, nil
}

// Fresh reports whether the store was made by Open.
func (d *Daemon) Fresh() bool { return d.data.Fresh }

// look writes down uses and ends until ctx is done.
func (d *Daemon) look(ctx context.Context) {
	defer close(d.done)
	flush, sweep := time.NewTicker(model.FlushEvery), time.NewTicker(sweepEvery)
	defer flush.Stop()
	defer sweep.Stop()
	d.watchSpace()
	d.sweep(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-flush.C:
			if err := d.Authority.FlushUses(ctx); err != nil && ctx.Err() == nil {
				d.log.Error("uses could not be written; they are kept and tried again", "error", err)
			}
		case <-sweep.C:
			d.watchSpace()
			d.sweep(ctx)
		}
	}
}

func (d *Daemon) sweep(ctx context.Context) {
	if _, err := d.Authority.Sweep(ctx); err != nil && ctx.Err() == nil {
		d.log.Error("ended tokens could not be swept", "error", err)
	}
}

// Close writes what is not written yet and lets the data directory go.
func (d *Daemon) Close() error {
	d.stop()
	<-d.done
	return errors.Join(d.Authority.FlushUses(context.Background()), d.data.Close())
}
