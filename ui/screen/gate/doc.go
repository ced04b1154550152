// Package gate has the screens that stand before the program's tabs: the first
// run, the log-in and the lock.
package gate
