package cli

import (
	"context"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"example.com/latchkey/model"
)

// figuresKept is for how long a figure that takes a walk through the store is
// told again.
const figuresKept = time.Minute

// activeTokens returns what counts the active tokens, at most once a minute
// however often it is asked.
func activeTokens(ctx context.Context, a *model.Authority) func() (int, error) {
	var mu sync.Mutex
	var count int
	var at time.Time
	return func() (int, error) {
		mu.Lock()
		defer mu.Unlock()
		if !at.IsZero() && time.Since(at) < figuresKept {
			return count, nil
		}
		n, err := a.ActiveTokens(ctx)
		if err == nil {
			count, at = n, time.Now()
		}
		return n, err
	}
}

// storeSize returns what sums up the files of a data directory, in bytes.
func storeSize(dir string) func() (int64, error) {
	return func() (int64, error) {
		var sum int64
		err := filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return nil // a file may go while it is looked at
			}
			if info, err := entry.Info(); err == nil {
				sum += info.Size()
			}
			return nil
		})
		return sum, err
	}
}
