package daemon

import (
	"context"
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
	d, err := over(ctx, o.Dir, data, model.Options{Log: o.Log, ToExamine: true}, func(ctx context.Context, d *Daemon) error {
		troubles = d.beforeExamining(ctx)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	d.begin(ctx)
	return d, troubles, nil
}

// beforeExamining finds out whether Open would take the store. A head of its own
// that cannot be read is not told of: an examination finds it.
func (d *Daemon) beforeExamining(ctx context.Context) (troubles []string) {
	m, err := d.compareHead(ctx)
	d.kept, d.asIs = m.was, err != nil || m.facts != ""
	if m.facts == "" {
		return nil
	}
	return []string{m.facts + " " + m.wayOut}
}

// Troubles says what is wrong with the data directory of a store that is open: in a
// sentence each, what the next Open would refuse it for, and why it takes no
// changes. An examination does not see that.
func (d *Daemon) Troubles(ctx context.Context) (troubles []string) {
	if d.gone() {
		return []string{goneText}
	}
	switch m, err := d.compareHead(ctx); {
	case err != nil: // an examination finds it
	case m.cause != nil:
		troubles = append(troubles, model.Sentence(m.cause)+" It is written anew with the next change, and when latchkey ends.")
	case m.facts != "":
		troubles = append(troubles, m.facts)
	}
	return troubles
}
