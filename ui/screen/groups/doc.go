// Package groups has the screen for an organisation's groups: the list, from
// where the members of each can be reached, and the pop-ups that create, rename
// and delete one.
package groups
