package cli

import (
	"context"

	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/cmd/internal/sshserver"
	"example.com/latchkey/model"
)

// makeHostKey makes the key that clients know the machine by, unless there is one.
// It is there before anybody can log in: from then on another one would look like
// another machine.
func makeHostKey(ctx context.Context, a *model.Authority, dir string) error {
	fresh, err := a.NeedsSetUp(ctx)
	if err != nil || !fresh {
		return err
	}
	_, err = sshserver.HostKey(dir, fresh)
	return err
}

// hostKeyTroubles says what is wrong with that key.
func hostKeyTroubles(ctx context.Context, a *model.Authority, dir string) []string {
	if fresh, err := a.NeedsSetUp(ctx); err != nil || fresh {
		return nil
	}
	if _, err := sshserver.HostKey(dir, false); err != nil {
		return []string{model.Sentence(err)}
	}
	return nil
}

// hostKey returns the key that clients know the machine by. Without SSH from
// elsewhere nobody looks at it.
func hostKey(dir string, fresh, elsewhere bool) (gossh.Signer, error) {
	if elsewhere {
		return sshserver.HostKey(dir, fresh)
	}
	return sshserver.TemporaryHostKey()
}
