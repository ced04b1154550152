// Package users has the screen for an organisation's people: the list, the page
// of one person with their API tokens, and the pop-ups that add somebody, give
// another permission set, reset a password, and let somebody go, with a way to
// move an integration to a service user before its token ends.
package users
