// Package activity has the screens for the activity log: the list of what
// happened in the current organisation, and one entry with all that it holds.
package activity
