// Command latchkey is a terminal program, and a token authority, for the API
// tokens of organisations. Run it without arguments for the screens.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"example.com/latchkey/cmd/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends a process that does not find an end
	code := cli.Run(ctx, cli.FromProcess())
	stop()
	os.Exit(code)
}
