package groups

import (
	"github.com/charmbracelet/bubbles/key"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/roster"
)

var (
	keyRename = kit.Bind("rename", "E")
	keyDelete = kit.Bind("delete", "x")
)

// Keys lists what works now.
func (l *List) Keys() []key.Binding {
	k := l.session.Keys
	if l.list.CapturesText() || !l.mayManage() {
		return l.list.Keys()
	}
	var keys []key.Binding
	_, selected := l.list.Selected()
	if selected {
		keys = append(keys, kit.Named(k.Open, "members"))
	}
	keys = append(keys, kit.Named(k.New, "create"))
	if selected {
		keys = append(keys, keyRename, keyDelete, roster.KeyGives)
	}
	return append(keys, l.list.Keys()...)
}

// mayManage reports whether the keys that change something are worth showing.
func (l *List) mayManage() bool { return l.session.Profile.Can(model.GroupsManage) }
