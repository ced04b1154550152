package meanwhile

import (
	"context"

	"example.com/latchkey/ui/kit"
)

// every watches several things at once. They are gone, in the words of all, when
// the last of them is. Before that, whoever acts on them is told how many were.
func every(each []kit.Watch, all kit.Gone) kit.Watch {
	return func(ctx context.Context) (kit.Gone, error) {
		said := all
		for _, watch := range each {
			gone, err := watch(ctx)
			if err != nil || !gone.Is() {
				return kit.Gone{}, err
			}
			if gone.At.After(said.At) {
				said.At = gone.At
			}
		}
		return said, nil
	}
}
