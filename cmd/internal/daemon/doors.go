package daemon

import (
	"context"
	"errors"
	"time"
)

// closeWithin is how long the doors may take to close. With what the store may
// take after them (badgerdb.CloseWithin) that stays below the ten seconds that a
// machine which goes down gives.
const closeWithin = 6 * time.Second

// Door is a way in. It is open already, and Serve lets people or requests in.
type Door interface {
	// Serve serves until ctx is done, which is a good end, or the door fails.
	Serve(ctx context.Context) error
	// Shutdown ends what came in through the door, in a friendly way while ctx
	// lasts. It is called once, after Serve or instead of it.
	Shutdown(ctx context.Context) error
}

// Serve serves all doors until ctx is done or one of them fails, and closes them
// again, all at the same time: none waits for what another lets finish. The store
// stays open: Close is next.
func (d *Daemon) Serve(ctx context.Context, doors ...Door) error {
	serving, stop := context.WithCancel(ctx)
	defer stop()
	d.tasks.Go(func() { d.rest(serving) })
	ended := make(chan error)
	for _, door := range doors {
		go func() {
			err := door.Serve(serving)
			stop() // one that fails takes the others along: half a latchkey helps nobody
			ended <- errors.Join(err, shut(ctx, door))
		}()
	}
	var errs []error
	for range doors {
		errs = append(errs, <-ended)
	}
	return errors.Join(errs...)
}

// shut closes a door. What does not end in time ends with the process.
func shut(ctx context.Context, door Door) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeWithin)
	defer cancel()
	if err := door.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}
