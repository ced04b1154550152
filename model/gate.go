package model

import (
	"context"
	"sync"
)

// gate lets those who give a password for the same e-mail in one after the
// other. An attempt is counted before it is compared, and taken back when the
// password was right: of several at once, the right ones would make each other
// meet the pause of rule 11.3.
type gate struct {
	mu    sync.Mutex
	doors map[string]*door
}

type door struct {
	inside chan struct{} // holds one value while somebody is inside
	users  int           // who is inside or waits
}

// enter waits until nobody else is inside for the e-mail, and returns how to
// leave. The error is of KindUnavailable: ctx has ended.
func (g *gate) enter(ctx context.Context, email string) (leave func(), err error) {
	d := g.come(email)
	select {
	case d.inside <- struct{}{}:
		return func() {
			<-d.inside
			g.goAway(email, d)
		}, nil
	case <-ctx.Done():
		g.goAway(email, d)
		return nil, &Error{Kind: KindUnavailable, Message: "That was cancelled; nothing was changed.", Err: ctx.Err()}
	}
}

func (g *gate) come(email string) *door {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.doors == nil {
		g.doors = map[string]*door{}
	}
	d := g.doors[email]
	if d == nil {
		d = &door{inside: make(chan struct{}, 1)}
		g.doors[email] = d
	}
	d.users++
	return d
}

func (g *gate) goAway(email string, d *door) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if d.users--; d.users == 0 {
		delete(g.doors, email)
	}
}
