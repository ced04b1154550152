// Package demo fills a store with a small made-up world, so that the screens
// can be looked at: three organisations, twenty people, eight service users,
// tokens in every state, and two weeks of work with them.
//
// It goes through the same use cases as everybody, by a clock that it moves
// from six weeks ago to now, so that nothing in the store is there by another
// way than it would be. Names and uses come from a fixed seed: the world is the
// same each time, but for ids and secrets.
package demo
