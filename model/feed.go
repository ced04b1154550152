package model

import "sync"

// feed tells who listens that something was committed. It merges and may lag:
// it is for drawing again, and nothing that decides listens to it.
type feed struct {
	mu        sync.Mutex
	listeners map[chan struct{}]struct{}
}

// Changes returns a channel that gets a value after something was committed,
// many changes perhaps as one, and a function that ends it. The sender never
// waits for the listener.
func (a *Authority) Changes() (<-chan struct{}, func()) {
	ch := make(chan struct{}, 1)
	a.feed.mu.Lock()
	defer a.feed.mu.Unlock()
	if a.feed.listeners == nil {
		a.feed.listeners = map[chan struct{}]struct{}{}
	}
	a.feed.listeners[ch] = struct{}{}
	return ch, func() {
		a.feed.mu.Lock()
		defer a.feed.mu.Unlock()
		delete(a.feed.listeners, ch)
	}
}

func (f *feed) tell() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for ch := range f.listeners {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}
