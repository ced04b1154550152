// Package explain has the screen that says how a request would be answered and
// why: the chain of checks, each with what decided it, and a way from each that
// fails to where that can be changed.
package explain
