package daemon

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"example.com/latchkey/model"
)

// TestWarning: an operator is told once at each step down, and once when there is
// room again.
func TestWarning(t *testing.T) {
	d, err := Temporary(t.Context(), model.Options{Hashing: model.HashCost{Memory: 8, Passes: 1, Threads: 1}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	d.stop()
	d.tasks.Wait()
	d.stop = func() {}
	if got := d.Warning(); got != "" {
		t.Errorf("in memory there is a warning: %s", got)
	}
	var said bytes.Buffer
	d.log = slog.New(slog.NewTextHandler(&said, nil))
	for _, c := range []struct {
		free uint64
		says string
		logs int
	}{
		{10 << 30, "", 0}, {511 << 20, "filling up", 1}, {300 << 20, "filling up", 0},
		{255 << 20, "changes are refused until", 1}, {1 << 30, "", 1},
	} {
		said.Reset()
		d.free = func() (uint64, bool) { return c.free, true }
		for range 2 {
			d.watchDisk()
		}
		if got := d.Warning(); c.says == "" && got != "" || !strings.Contains(got, c.says) {
			t.Errorf("with %d MiB: %q", c.free>>20, got)
		}
		if n := strings.Count(said.String(), "\n"); n != c.logs {
			t.Errorf("with %d MiB the log got %d lines: %s", c.free>>20, n, said.String())
		}
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

// TestServe: a door that fails takes the others along, and each is shut once.
func TestServe(t *testing.T) {
	d, err := Temporary(t.Context(), model.Options{Hashing: model.HashCost{Memory: 8, Passes: 1, Threads: 1}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	good, bad := &door{}, &door{fails: context.DeadlineExceeded}
	if err := d.Serve(t.Context(), good, bad); err == nil || good.shut != 1 || bad.shut != 1 {
		t.Errorf("got %v; shut %d and %d times", err, good.shut, bad.shut)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	good = &door{}
	if err := d.Serve(ctx, good, &door{}); err != nil || good.shut != 1 {
		t.Errorf("got %v; shut %d times", err, good.shut)
	}
}

// door is one that serves until it is told to stop, or fails.
type door struct {
	fails error
	shut  int
}

func (d *door) Serve(ctx context.Context) error {
	if d.fails != nil {
		return d.fails
	}
	<-ctx.Done()
	return nil
}

func (d *door) Shutdown(ctx context.Context) error {
	d.shut++
	return ctx.Err()
}
