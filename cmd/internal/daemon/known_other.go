//go:build !linux

package daemon

import "example.com/latchkey/model"

// KnownTokens is how many tokens may be kept in memory.
func KnownTokens() int { return model.DefaultKnown }
