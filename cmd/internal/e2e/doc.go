// Package e2e has no code of its own: its tests build the real binary and drive
// it, by scripts (testdata/script) and as a person at a terminal.
package e2e
