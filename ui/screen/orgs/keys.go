package orgs

import (
	"github.com/charmbracelet/bubbles/key"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

var (
	keyRename     = kit.Bind("rename", "e")
	keySuspend    = kit.Bind("suspend", "x")
	keyRevive     = kit.Bind("revive", "v")
	keySSO        = kit.Bind("how people log in", "o")
	keyInactivity = kit.Bind("inactivity limit", "l")
)

// Keys lists what works now.
func (l *List) Keys() []key.Binding {
	if l.list.CapturesText() {
		return l.list.Keys()
	}
	return append(l.actions(), l.list.Keys()...)
}

// actions lists what can be done with the row under the cursor.
func (l *List) actions() []key.Binding {
	s, k := l.session, l.session.Keys
	row, selected := l.list.Selected()
	var keys []key.Binding
	if selected && row.ID != s.Org() {
		keys = append(keys, kit.Named(k.Open, "switch to it"))
	}
	if s.Profile.Operator {
		keys = append(keys, kit.Named(k.New, "create"))
	}
	if selected && mayManage(s, row.ID) {
		keys = append(keys, keyRename)
	}
	switch {
	case !selected || !s.Profile.Operator:
	case row.Suspended:
		keys = append(keys, keyRevive)
	default:
		keys = append(keys, keySuspend)
	}
	return keys
}

// mayManage reports whether the keys that change an org are worth showing. Of
// other orgs than the current one a person's permissions are not known here.
func mayManage(s *kit.Session, id model.OrgID) bool {
	return s.Profile.Operator || id == s.Org() && s.Profile.Can(model.OrgManage)
}
