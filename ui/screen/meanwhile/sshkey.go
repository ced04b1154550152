package meanwhile

import (
	"context"
	"slices"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// SSHKey watches one of the keys that keys reads.
func SSHKey(k model.SSHKey, keys func(context.Context) ([]model.SSHKey, error)) kit.Watch {
	return func(ctx context.Context) (kit.Gone, error) {
		now, err := keys(ctx)
		if err != nil || slices.ContainsFunc(now, func(o model.SSHKey) bool { return o.Fingerprint == k.Fingerprint }) {
			return kit.Gone{}, err
		}
		return kit.Gone{Name: model.Printable(k.Name), Text: "This key was removed meanwhile", Note: "Nobody logs in with it any more."}, nil
	}
}
