package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
)

// showGate puts a gate before the tabs, or in the place of the gate there is.
func (r *Root) showGate(msg kit.ShowGate) tea.Cmd {
	switch {
	case msg.Ended:
		r.dialogs, r.covered, r.waiting, r.tabs = nil, nil, nil, tabs{}
	case r.gate == nil:
		r.covered, r.dialogs = r.dialogs, nil
	}
	r.gate = msg.Screen
	return r.enter()
}

// endGate takes the gate away when it is the one that says so itself, and
// reports whether it was. Nothing else ends a gate.
func (r *Root) endGate(from kit.Screen) bool {
	if r.gate == nil || r.gate != from {
		return false
	}
	r.gate, r.dialogs = nil, nil
	return true
}

// resume goes on with the tabs as they were, and opens what was asked for
// meanwhile.
func (r *Root) resume(msg kit.Resume) tea.Cmd {
	if !r.endGate(msg.From) {
		return nil
	}
	waiting := r.waiting
	r.dialogs, r.covered, r.waiting = r.covered, nil, nil
	cmds := []tea.Cmd{r.toDialogs(r.dialogRoom()), r.look()}
	for _, d := range waiting {
		cmds = append(cmds, r.openDialog(d))
	}
	return tea.Batch(append(cmds, r.enter())...)
}

// showTabs builds the tabs anew, under the gate unless that ends with it. Of
// what belonged to the tabs nothing stays open.
func (r *Root) showTabs(msg kit.ShowTabs) {
	r.endGate(msg.From)
	if r.gate == nil {
		r.dialogs = nil
	}
	r.covered, r.waiting = nil, nil
	r.tabs = newTabs(r.options.Tabs())
}
