package serviceusers

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/compare"
)

var (
	keyEdit    = kit.Bind("edit", "E")
	keyDisable = kit.Bind("disable", "d")
	keyEnable  = kit.Named(keyDisable, "enable")
	keyDelete  = kit.Bind("delete", "x")
)

// Keys lists what works now.
func (l *List) Keys() []key.Binding {
	k := l.session.Keys
	if l.list.CapturesText() {
		return l.list.Keys()
	}
	var keys []key.Binding
	row, selected := l.list.Selected()
	if selected {
		keys = append(keys, kit.Named(k.Open, "tokens"), k.Explain)
	}
	if l.mayManage() {
		keys = append(keys, kit.Named(k.New, "create"))
	}
	if selected && l.mayManage() {
		able := keyDisable
		if row.Disabled {
			able = keyEnable
		}
		keys = append(keys, keyEdit, able, keyDelete)
	}
	return append(append(keys, l.list.Keys()...), compare.Key)
}

// mayManage reports whether the keys that change something are worth showing.
func (l *List) mayManage() bool { return l.session.Profile.Can(model.ServiceUsersManage) }

// askQuota counts the tokens of all service users.
func (l *List) askQuota() tea.Cmd {
	s, actor, org := l.session, l.session.Actor(), l.org
	return l.quota.Ask(func(ctx context.Context) (model.Quota, error) {
		return s.Authority.TokenQuota(ctx, actor, org, true)
	})
}
