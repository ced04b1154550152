package meanwhile

import (
	"context"

	"example.com/latchkey/ui/kit"
)

// every watches several things at once, and says of each what became of it. They
// are gone, in the words of all, when the last of them is.
func every(each []kit.Watch, all kit.Gone) kit.Watch {
	return func(ctx context.Context) (kit.Gone, error) {
		said, left := all, 0
		said.Each = make([]kit.Gone, len(each))
		for i, watch := range each {
			gone, err := watch(ctx)
			if err != nil {
				return kit.Gone{}, err
			}
			if !gone.Is() {
				left++
			}
			if gone.At.After(said.At) {
				said.At = gone.At
			}
			said.Each[i] = gone
		}
		if left > 0 {
			return kit.Gone{Each: said.Each}, nil
		}
		return said, nil
	}
}
