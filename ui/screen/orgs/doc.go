// Package orgs has the screens for organisations: the list of those that a
// person can work in, with the key that switches to one, and the settings of
// the current one.
package orgs
