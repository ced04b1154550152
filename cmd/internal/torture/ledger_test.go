//go:build torture && linux

package torture

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"sync"

	"example.com/latchkey/model"
)

// ledger is what was acknowledged. Each service user has at most one token, and
// is what the token is known by here.
type ledger struct {
	mu      sync.Mutex
	made    map[string]bool         // service users, by name
	items   map[string]bool         // items, by reference
	secrets map[string]model.Secret // tokens, by their service user
	revoked map[string]bool         // tokens that were revoked
	count   int
	grown   chan struct{} // closed and made anew whenever it grows
}

func newLedger() *ledger {
	return &ledger{made: map[string]bool{}, items: map[string]bool{}, secrets: map[string]model.Secret{}, revoked: map[string]bool{}, grown: make(chan struct{})}
}

// note takes down one line: made NAME, item REF, token NAME SECRET, revoked NAME.
// Whatever else there is in it is an error.
func (l *ledger) note(line string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	words := strings.Fields(line)
	switch {
	case len(words) == 2 && words[0] == "made":
		l.made[words[1]] = true
	case len(words) == 2 && words[0] == "item":
		l.items[words[1]] = true
	case len(words) == 2 && words[0] == "revoked":
		l.revoked[words[1]] = true
	case len(words) == 3 && words[0] == "token":
		l.secrets[words[1]] = model.NewSecret(words[2])
	default:
		return fmt.Errorf("%q is no line of a ledger", line)
	}
	l.count++
	close(l.grown)
	l.grown = make(chan struct{})
	return nil
}

// lines is a writer that hands on what is written to it line by line.
type lines struct {
	rest []byte
	each func(line string)
}

func (l *lines) Write(p []byte) (int, error) {
	l.rest = append(l.rest, p...)
	for {
		line, rest, whole := bytes.Cut(l.rest, []byte("\n"))
		if !whole {
			return len(p), nil
		}
		l.each(string(line))
		l.rest = rest
	}
}

// reaches returns a channel that is closed once so many further lines are noted,
// or over is closed.
func (l *ledger) reaches(more int, over <-chan struct{}) <-chan struct{} {
	reached := make(chan struct{})
	want := l.size() + more
	go func() {
		defer close(reached)
		for {
			l.mu.Lock()
			enough, grown := l.count >= want, l.grown
			l.mu.Unlock()
			if enough {
				return
			}
			select {
			case <-grown:
			case <-over:
				return
			}
		}
	}()
	return reached
}

func (l *ledger) size() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.count
}

// soFar is a copy of what is noted by now.
func (l *ledger) soFar() *ledger {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := newLedger()
	c.made, c.items, c.secrets, c.revoked, c.count = maps.Clone(l.made), maps.Clone(l.items), maps.Clone(l.secrets), maps.Clone(l.revoked), l.count
	return c
}
