package bench

import (
	"context"
	"fmt"

	"example.com/latchkey/model"
)

// warm verifies every token once, as a daemon has that runs for a while: what
// decisions are made from is in memory then, as far as there is room.
func (w *world) warm(ctx context.Context, a *model.Authority) error {
	for token := range w.Tokens {
		secret, err := w.secret(token)
		if err != nil {
			return err
		}
		d, err := a.Verify(ctx, secret, here)
		if err != nil {
			return err
		}
		if !d.OK() {
			return fmt.Errorf("token %d of the store is answered %s", token, d.Reason)
		}
	}
	return nil
}
