package model

// Two people who change the same thing at once must not undo each other without
// a word. Use cases that set a value take what the actor saw of it, as a last
// argument that scripts leave out: when it is something else by now, the change
// is refused.

// stale is of KindConflict when what the actor saw, if anything, is not what is
// there now.
func stale[T comparable](name string, now T, seen []T) error {
	if len(seen) == 0 || seen[0] == now {
		return nil
	}
	return conflict("", "Somebody changed %s in the meantime; look at it again.", Printable(name))
}
