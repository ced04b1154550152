// Package architecture has no code of its own: its tests fail when an import
// runs the wrong way through the house, or when a file outgrows it.
package architecture
