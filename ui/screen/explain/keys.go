package explain

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

var (
	keyWhose      = kit.Bind("token", "t")
	keyPermission = kit.Bind("permission", "p")
	keyItem       = kit.Bind("item", "i")
	keyLevel      = kit.Bind("level", "l")
)

// Keys lists what works now.
func (e *Explain) Keys() []key.Binding {
	k := e.session.Keys
	if e.nobody() {
		return []key.Binding{kit.Named(keyWhose, "whose request")}
	}
	var keys []key.Binding
	if step, ok := e.step(); ok && step.Mend != (model.Place{}) {
		keys = append(keys, kit.Named(k.Open, "to the "+kind(step.Mend)))
	}
	if e.passing() {
		keys = append(keys, k.Retry)
	}
	keys = append(keys, keyWhose, keyPermission, keyItem)
	if e.mayLevel() {
		keys = append(keys, keyLevel)
	}
	return keys
}

// kind names what there is at a place.
func kind(p model.Place) string {
	if p.Kind == "org" {
		return "organisation"
	}
	return strings.ReplaceAll(p.Kind, "_", " ")
}

// mayLevel reports whether a level can be asked for: it is one on an item.
func (e *Explain) mayLevel() bool { return !e.request.Ask.Item.IsZero() }

// passing reports whether asking again may bring another answer than an error.
func (e *Explain) passing() bool {
	switch model.KindOf(e.err) {
	case model.KindUnavailable, model.KindInternal:
		return true
	}
	return false
}

// press answers to the keys that are shown, and to those that move the cursor.
func (e *Explain) press(msg tea.KeyMsg) tea.Cmd {
	k := e.session.Keys
	step, any := e.step()
	switch {
	case key.Matches(msg, keyWhose):
		return e.dialog.Ask(e.whose())
	case e.nobody():
		return nil
	case key.Matches(msg, k.Open) && any && step.Mend != (model.Place{}):
		return kit.Send(kit.Visit{Place: step.Mend})
	case key.Matches(msg, k.Retry) && e.passing():
		return e.Init()
	case key.Matches(msg, keyPermission):
		return e.dialog.Ask(e.permission())
	case key.Matches(msg, keyItem):
		return e.dialog.Ask(e.items())
	case key.Matches(msg, keyLevel) && e.mayLevel():
		return kit.Open(e.levelForm())
	case any:
		e.move(msg)
	}
	return nil
}

// move moves the cursor over the steps, and first through one that is taller
// than what is seen.
func (e *Explain) move(msg tea.KeyMsg) {
	k, room := e.session.Keys, e.stepRoom()
	_, first, last := e.body(e.leftRoom())
	switch {
	case key.Matches(msg, k.Down) && last >= e.top+room:
		e.top++
	case key.Matches(msg, k.Up) && first < e.top:
		e.top--
	default:
		e.at = widget.Scrolled(k, msg, e.at, len(e.have.Steps), len(e.have.Steps)-1)
	}
	e.scroll()
}
