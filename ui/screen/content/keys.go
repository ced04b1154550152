package content

import (
	"github.com/charmbracelet/bubbles/key"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

var (
	keyKind    = kit.Bind("kind", "f")
	keyAll     = kit.Bind("what you see", "a")
	keyNewKind = kit.Bind("add a kind", "K")
	keyShare   = kit.Bind("share", "s")
	keyEdit    = kit.Bind("edit", "E")
	keyHand    = kit.Bind("hand over", "h")
	keyDelete  = kit.Bind("delete", "x")
	keyLevel   = kit.Bind("level", "enter")
	keyTake    = kit.Bind("take back", "x")
	keyDestroy = kit.Bind("delete the item", "D")
	keyAddRule = kit.Bind("add", "n")
	keyEvery   = kit.Bind("all items", "a")
)

// Keys lists what works now.
func (l *List) Keys() []key.Binding {
	k := l.session.Keys
	if l.list.CapturesText() {
		return l.list.Keys()
	}
	row, selected := l.list.Selected()
	var keys []key.Binding
	if selected {
		keys = append(keys, kit.Named(k.Open, "details"))
	}
	keys = append(keys, kit.Named(k.New, "add"), keyKind)
	if selected {
		keys = append(keys, l.deeds.keys(row)...)
		if level(l.session, row) >= model.LevelDelete {
			keys = append(keys, keyDelete)
		}
	}
	if l.twoSights() {
		keys = append(keys, l.sight())
	}
	keys = append(keys, l.list.Keys()...)
	if l.mayNameKinds() {
		keys = append(keys, keyNewKind)
	}
	return keys
}

// sight is the key for the other of two sights.
func (l *List) sight() key.Binding {
	if l.source.all {
		return keyAll
	}
	return keyEvery
}
