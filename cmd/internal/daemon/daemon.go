// Package daemon owns the store and the authority over it, for as long as one
// process has the data directory: it opens them, writes down uses and ends of
// tokens as time goes by, keeps the head of the activity log beside the store so
// that an older store is noticed, and closes them in order.
package daemon

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
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

	// Accept is asked about a store that is not the one that it was (rule 9.4);
	// nil refuses it.
	Accept Accept

	// VerifyAtOnce is how much of the files, in bytes, is read through before
	// anything is answered from them; see datadir.Options.
	VerifyAtOnce int64
}

// Daemon is an open store with its authority.
type Daemon struct {
	Authority *model.Authority

	data  *datadir.Opened
	dir   string
	free  func() (uint64, bool)  // bytes on the disk
	gone  func() bool            // the data directory is not there
	room  int                    // for so many tokens in memory
	low   atomic.Pointer[string] // what is wrong with the disk
	log   *slog.Logger
	kept  model.Head // as it is kept beside the store
	asIs  bool       // nothing is kept beside the store: it is not the one that it was
	stop  context.CancelFunc
	tasks sync.WaitGroup
}

// Open opens the data directory, making what is missing, and begins to look
// after it. The errors are datadir.Open's, and of KindUnavailable for a store
// that is not the one that it was.
func Open(ctx context.Context, o Options) (*Daemon, error) {
	h, err := Hold(o)
	if err != nil {
		return nil, err
	}
	return h.Open(ctx)
}

// over returns the Daemon of an open store in dir, which nothing looks after yet.
// First is done with it before anything else is, unless it is nil.
func over(ctx context.Context, dir string, data *datadir.Opened, o model.Options, first func(context.Context, *Daemon) error) (*Daemon, error) {
	o.Pepper, o.LogChain = data.Keys.Pepper, data.Keys.LogChain
	authority, err := model.New(ctx, data.Store, o)
	d := &Daemon{Authority: authority, dir: dir, data: data, free: data.Free, gone: data.Gone, room: cmp.Or(o.Known, model.DefaultKnown), log: o.Log}
	if err == nil && first != nil {
		err = first(ctx, d)
	}
	if err != nil {
		return nil, errors.Join(err, data.Discard())
	}
	return d, nil
}

// begin runs tasks until Close.
func (d *Daemon) begin(ctx context.Context, tasks ...func(context.Context)) {
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	d.stop = stop
	for _, task := range tasks {
		d.tasks.Go(func() { task(background) })
	}
}

// look writes down ends, and looks at the disk, until ctx is done.
func (d *Daemon) look(ctx context.Context) {
	for {
		d.sweep(ctx)
		if !pause(ctx, sweepEvery) {
			return
		}
		d.watchDisk()
	}
}

func (d *Daemon) sweep(ctx context.Context) {
	if _, err := d.Authority.Sweep(ctx); err != nil && ctx.Err() == nil {
		d.log.Error("ended tokens could not be swept", "error", err)
	}
}

// Discard closes a store that Open made, and takes away what was made with it. One
// that was there before is closed as Close does it.
func (d *Daemon) Discard() error {
	if !d.data.Fresh() {
		return d.Close()
	}
	d.stop()
	d.tasks.Wait()
	return d.data.Discard()
}

// Close writes what is not written yet and lets the data directory go.
func (d *Daemon) Close() error {
	d.stop()
	d.tasks.Wait()
	err := d.writeAll(context.Background())
	if !d.asIs {
		d.keepLastHead(context.Background())
	}
	return errors.Join(err, d.data.Close())
}
