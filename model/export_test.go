package model

import "context"

// Append writes entries to the log as use cases do, in one transaction.
func Append(ctx context.Context, a *Authority, entries ...Entry) error {
	return a.commit(ctx, func(c *change) error {
		for _, e := range entries {
			if err := c.append(e); err != nil {
				return err
			}
		}
		return nil
	})
}

// Forge chains entries on with a key of one's own, as somebody does who can write
// into the store but has no key file.
func Forge(key []byte, before Hash, entries []Entry) {
	for i := range entries {
		entries[i].Chain = newChainer(key).next(before, entries[i])
		before = entries[i].Chain
	}
}

// Reread has the authority read everything again, after records were written
// behind its back.
func Reread(a *Authority) {
	a.freshness.over.Add(1)
	for i := range a.freshness.counters {
		a.freshness.counters[i].Add(counterOver)
	}
}

// KnownTokens returns how many tokens are in memory.
func KnownTokens(a *Authority) int {
	a.uses.mu.RLock()
	defer a.uses.mu.RUnlock()
	return len(a.uses.live)
}
