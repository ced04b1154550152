//go:build !unix

package terminal

import (
	"context"
	"os"
)

// stopProcess does nothing: there is no job control on this system.
func stopProcess(context.Context, *os.File) {}
