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
}
