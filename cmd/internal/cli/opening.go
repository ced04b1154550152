package cli

import (
	"context"
	"errors"
	"runtime/debug"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/model"
	"example.com/latchkey/ui"
	"example.com/latchkey/ui/kit"
)

// openingStore is the store of this process's own screens on its way: it is
// opened, and the socket beside it served, while somebody looks at the log-in
// already.
type openingStore struct {
	opened   chan struct{} // closed when it is open, or cannot be opened
	err      error         // why it cannot
	daemon   *daemon.Daemon
	firstRun bool

	served chan struct{} // closed when others are let in too
	others *others
}

// beginOpening begins to open a store. It is not called off: a store that is
// opened half is left no faster than one that is opened and closed again.
func (c *call) beginOpening(ctx context.Context, held *daemon.Held) *openingStore {
	o := &openingStore{opened: make(chan struct{}), served: make(chan struct{})}
	ctx = context.WithoutCancel(ctx)
	go func() {
		defer close(o.served)
		o.err = o.open(ctx, held)
		close(o.opened)
		if o.err == nil {
			o.others = c.serveSocket(ctx, o.daemon, held.Dir())
		}
	}()
	return o
}

// open opens the store. A fault in that ends the screens as any other error does,
// which give the terminal back.
func (o *openingStore) open(ctx context.Context, held *daemon.Held) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			openLog(held.Dir()).Error("opening the store failed because of a fault in latchkey", "fault", fault, "stack", string(debug.Stack()))
			err = &model.Error{Kind: model.KindInternal, Message: "The store could not be opened because of a fault in latchkey. The log has the details."}
		}
	}()
	d, err := openHeld(ctx, held)
	if err != nil {
		return err
	}
	if o.firstRun, err = d.Authority.NeedsSetUp(ctx); err != nil {
		return errors.Join(err, d.Close())
	}
	o.daemon = d
	return nil
}

// wait waits until the store is open, or cannot be opened.
func (o *openingStore) wait() error {
	<-o.opened
	return o.err
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
	if !isClosed(o.served) || o.err != nil {
		return ""
	}
	return o.others.note()
}

// warning says what an operator has to know of the machine.
func (o *openingStore) warning() string {
	if !isClosed(o.opened) || o.err != nil {
		return ""
	}
	return o.daemon.Warning()
}

// close ends it all. The error is also why the store could not be opened.
func (o *openingStore) close() error {
	<-o.served
	if o.err != nil {
		return o.err
	}
	o.others.close()
	return o.daemon.Close()
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
