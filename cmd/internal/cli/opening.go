package cli

import (
	"context"
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/ui"
	"example.com/latchkey/ui/kit"
)

// openingStore is the store of this process's own screens on its way: it is opened,
// and the socket beside it served, while somebody looks at the log-in already.
type openingStore struct {
	done chan struct{} // closed when the rest is known

	err      error // why it cannot be opened
	daemon   *daemon.Daemon
	others   *others
	firstRun bool
}

// beginOpening begins to open a store. It is not called off: a store that is
// opened half is left no faster than one that is opened and closed again.
func (c *call) beginOpening(ctx context.Context, held *daemon.Held) *openingStore {
	o := &openingStore{done: make(chan struct{})}
	go func() {
		defer close(o.done)
		o.err = o.open(context.WithoutCancel(ctx), c, held)
	}()
	return o
}

func (o *openingStore) open(ctx context.Context, c *call, held *daemon.Held) error {
	d, err := openHeld(ctx, held)
	if err != nil {
		return err
	}
	if o.firstRun, err = d.Authority.NeedsSetUp(ctx); err != nil {
		return errors.Join(err, d.Close())
	}
	o.daemon, o.others = d, c.serveSocket(ctx, d, held.Dir())
	return nil
}

// wait waits until the store is open, or cannot be opened.
func (o *openingStore) wait() error {
	<-o.done
	return o.err
}

// isOpen reports whether the store is open by now.
func (o *openingStore) isOpen() bool {
	select {
	case <-o.done:
		return o.err == nil
	default:
		return false
	}
}

// screens returns the screens on a store that is open.
func (o *openingStore) screens(s *kit.Session) tea.Model {
	s.Authority = o.daemon.Authority
	return ui.NewApp(s, o.firstRun, changesFor(s.Context, s.Authority))
}

// screensAhead returns the screens before the store is open.
func (o *openingStore) screensAhead(s *kit.Session) tea.Model {
	return ui.NewAppAhead(s, func(ctx context.Context) (ui.Store, error) {
		if err := o.wait(); err != nil {
			return ui.Store{}, err
		}
		a := o.daemon.Authority
		return ui.Store{Authority: a, FirstRun: o.firstRun, Changes: changesFor(ctx, a)}, nil
	})
}

// note says what else quitting would end.
func (o *openingStore) note() string {
	if !o.isOpen() {
		return ""
	}
	return o.others.note()
}

// warning says what an operator has to know of the machine.
func (o *openingStore) warning() string {
	if !o.isOpen() {
		return ""
	}
	return o.daemon.Warning()
}

// close ends it all. The error is also why the store could not be opened.
func (o *openingStore) close() error {
	if err := o.wait(); err != nil {
		return err
	}
	o.others.close()
	return o.daemon.Close()
}
