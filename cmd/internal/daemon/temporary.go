package daemon

import (
	"context"
	"log/slog"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

// Temporary opens a store in memory, of which nothing is left after Close, with
// an authority of the given options: the keys in them are the store's own. Fill
// puts into it what it begins with; its error is returned. Other errors are
// datadir.Temporary's.
func Temporary(ctx context.Context, o model.Options, fill func(context.Context, *model.Authority) error) (*Daemon, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	data, err := datadir.Temporary(ctx, datadir.Options{Logger: o.Log})
	if err != nil {
		return nil, err
	}
	d, err := over(ctx, "", data, o, func(ctx context.Context, d *Daemon) error {
		if fill == nil {
			return nil
		}
		return fill(ctx, d.Authority)
	})
	if err != nil {
		return nil, err
	}
	d.begin(ctx, d.look, d.writeUses)
	return d, nil
}
