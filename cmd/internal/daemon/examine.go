package daemon

import (
	"context"
	"fmt"
	"log/slog"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

// OpenToExamine opens the data directory for its store to be examined and
// repaired, also where Open refuses the store. It says what Open would refuse it
// for, a sentence each: such a store is not to be changed. Nothing looks after the
// store meanwhile. The errors are those of datadir.Open.
func OpenToExamine(ctx context.Context, o Options) (*Daemon, []string, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	data, err := datadir.Open(ctx, datadir.Options{Dir: o.Dir, KeyFile: o.KeyFile, Logger: o.Log, ToExamine: true})
	if err != nil {
		return nil, nil, err
	}
	var troubles []string
	d, err := over(ctx, data, model.Options{Log: o.Log, ToExamine: true}, func(ctx context.Context, d *Daemon) error {
		troubles = d.troubles(ctx, o)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	d.asIs = d.asIs || len(troubles) > 0
	d.begin(ctx)
	return d, troubles, nil
}

// troubles compares the store with the head that was kept beside it. A head of its
// own that cannot be read is not among them: an examination finds it.
func (d *Daemon) troubles(ctx context.Context, o Options) []string {
	was, found, err := d.data.KeptHead(ctx)
	switch {
	case err != nil:
		return []string{model.Sentence(err) + " " + alteredWayOut}
	case !found:
		return nil
	}
	d.kept = was
	switch s, short, err := d.Authority.Setback(ctx, was); {
	case err != nil:
		d.asIs = true
	case short:
		return []string{fmt.Sprintf("The store in %s %s. %s", o.Dir, s, olderWayOut)}
	}
	return nil
}
