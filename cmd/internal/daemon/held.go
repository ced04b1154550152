package daemon

import (
	"context"
	"log/slog"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

// Held is a data directory that this process has, with a store that is not open
// yet: what can be wrong with the directory has been found out by then, which
// takes no time.
type Held struct {
	options Options
	data    *datadir.Held
}

// Hold takes the data directory, making what is missing. The errors are
// datadir.Hold's.
func Hold(o Options) (*Held, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	data, err := datadir.Hold(datadir.Options{Dir: o.Dir, KeyFile: o.KeyFile, Logger: o.Log, VerifyAtOnce: o.VerifyAtOnce})
	if err != nil {
		return nil, err
	}
	return &Held{o, data}, nil
}

// Dir returns the data directory.
func (h *Held) Dir() string { return h.options.Dir }

// WasUsed reports whether the store was in use before, as far as that is known
// without opening it: something is in its activity log.
func (h *Held) WasUsed() bool {
	head, found, err := h.data.KeptHead()
	return err == nil && found && head.Seq > 0
}

// Open opens the store, and begins to look after it. When it cannot, the
// directory is let go. The errors are those of Open.
func (h *Held) Open(ctx context.Context) (*Daemon, error) {
	data, err := h.data.Open(ctx)
	if err != nil {
		return nil, err
	}
	check := func(ctx context.Context, d *Daemon) error { return d.checkHead(ctx, h.options.Accept) }
	d, err := over(ctx, h.options.Dir, data, model.Options{Log: h.options.Log, Known: KnownTokens()}, check)
	if err != nil {
		return nil, err
	}
	d.watchDisk() // before anybody asks for the Warning
	d.begin(ctx, d.look, d.writeUses, d.keepHeads, d.verifyFiles)
	return d, nil
}

// Release lets the directory go without having opened the store.
func (h *Held) Release() error { return h.data.Release() }
