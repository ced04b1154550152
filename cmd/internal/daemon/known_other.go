//go:build !linux

package daemon

import "example.com/latchkey/model"

func knownTokens() int { return model.DefaultKnown }
