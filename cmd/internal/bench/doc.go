// Package bench measures what latchkey can carry on the machine that it runs on.
//
// It builds stores of as many tokens as are asked for in a directory of its own,
// and measures one row of a table after the other: what latchkey takes for
// something, beside a yardstick that does as little as that can be done with, on
// the same machine in the same run. So the figures of two machines, or of two
// days, can be compared. A row says what is to be reached and what limits it.
//
// Each row has a file; rows.go lists them. What has to be a process of its own
// (the one that sends requests, the one that is killed) is the same program,
// called again: see child.go.
package bench
