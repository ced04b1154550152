// Package gate has the screens that stand before the program's tabs: the first
// run, the log-in, the choice of a password with a one-time code, and the lock.
package gate
