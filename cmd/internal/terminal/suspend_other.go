//go:build !unix

package terminal

import (
	"context"
	"os"
)

// StopProcess does nothing: there is no job control on this system.
func StopProcess(context.Context, *os.File) {}
