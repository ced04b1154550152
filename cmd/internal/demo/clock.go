package demo

import (
	"sync/atomic"
	"time"
)

// Clock is a clock that Seed moves. It stands still until Run; from then on it
// is the machine's.
type Clock struct{ at atomic.Pointer[time.Time] }

// NewClock returns a clock that stands at a time.
func NewClock(at time.Time) *Clock {
	c := &Clock{}
	c.set(at)
	return c
}

// Now returns the clock's time.
func (c *Clock) Now() time.Time {
	if at := c.at.Load(); at != nil {
		return *at
	}
	return time.Now()
}

// Run makes it the machine's clock.
func (c *Clock) Run() { c.at.Store(nil) }

func (c *Clock) set(at time.Time) { c.at.Store(&at) }
