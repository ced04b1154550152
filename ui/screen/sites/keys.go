package sites

import (
	"github.com/charmbracelet/bubbles/key"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/roster"
)

var (
	keyRename = kit.Bind("rename", "E")
	keyMove   = kit.Bind("move", "m")
	keyDelete = kit.Bind("delete", "x")
)

// Keys lists what works now.
func (l *List) Keys() []key.Binding {
	k := l.session.Keys
	if l.list.CapturesText() {
		return l.list.Keys()
	}
	r, selected := l.list.Selected()
	fold := folding(k, r, selected)
	switch {
	case !l.mayManage():
		return append(fold, l.list.Keys()...)
	case !selected:
		return append([]key.Binding{kit.Named(k.New, "create")}, l.list.Keys()...)
	}
	keys := append([]key.Binding{kit.Named(k.Open, "members"), kit.Named(k.New, "create")}, fold...)
	return append(append(keys, keyRename, keyMove, keyDelete, roster.KeyGives), l.list.Keys()...)
}

// folding is the key that shows or hides what lies below a site. Matches of a
// filter are no tree.
func folding(k kit.Keys, r row, selected bool) []key.Binding {
	switch {
	case !selected || r.found || r.Below == 0:
		return nil
	case r.closed:
		return []key.Binding{kit.Named(k.Right, "open")}
	}
	return []key.Binding{kit.Named(k.Left, "close")}
}

// mayManage reports whether the keys that change something are worth showing.
func (l *List) mayManage() bool { return l.session.Profile.Can(model.SitesManage) }
