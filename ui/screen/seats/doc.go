// Package seats has the screen for an organisation's seats: how many of each
// type are taken, by the holders of which permission sets, and the limits that
// an operator sets.
package seats
