package bench

import "context"

// row is one line of the table.
type row struct {
	name      string
	what      string // what is measured
	yardstick string // beside what; "" for nothing
	measure   func(context.Context, *run) (Report, error)
}

// rows are all of them, in the order in which they are measured and shown.
var rows = []row{
	{"verify-http", "verify over HTTP, 32 connections, random tokens", "a handler that returns the same bytes and does nothing", verifyHTTP},
	{"verify-process", "verify within the process, random tokens", "one SHA-256 and one look-up in a map of as many", verifyProcess},
	{"generate-one", "generate tokens one at a time", "write 4 KiB and sync, on the same disk", generateOne},
	{"generate-32", "generate 32 tokens at once", "the same, one at a time", generateMany},
	{"revoke-race", "revoke a token that is being verified", "", revokeRace},
	{"start", "start the screens, log in and see one's tokens", "an empty Bubble Tea program", start},
	{"open-after-kill", "open the store after kill -9 while it was written", "a clean opening", openAfterKill},
	{"dumb-terminal", "a subcommand on a terminal that never answers", "the same without a terminal", dumbTerminal},
	{"key-press", "a key press in a list of so many rows, to the frame", "the same with 100 rows", keyPress},
	{"filter", "a key press in the filter of up to 100,000 rows, until it is known what matches", "strings.Contains over the same names", filter},
	{"cursor-bytes", "bytes to the terminal for a cursor move, 120 by 40 cells", "", cursorBytes},
	{"idle-memory", "memory of a daemon that has just started", "", idleMemory},
	{"sweep", "write down the ends of up to 10,000 tokens", "the same in a store of twice as many", sweep},
}
