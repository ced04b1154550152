// Package uitest drives screens in tests: it presses keys by name, runs the
// commands that follow until none is left, and compares what is seen with
// golden files. Nothing in it waits: alarms ring when a test says so.
package uitest
