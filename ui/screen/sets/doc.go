// Package sets has the screens for an organisation's permission sets: the list,
// what a set allows and who holds it, and the pop-ups that create, copy, edit
// and delete one. Saving an edit shows first who would lose or gain what.
package sets
