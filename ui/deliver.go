package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
)

// broadcast gives a message to all that is open, seen or not: whom it is meant
// for knows it by its address.
func (r *Root) broadcast(msg tea.Msg) tea.Cmd {
	cmds := []tea.Cmd{r.toDialogs(msg)}
	for i := range r.covered {
		cmds = append(cmds, updateDialog(r.covered, i, msg))
	}
	if r.gate != nil {
		cmds = append(cmds, updateScreen(&r.gate, msg))
	}
	r.tabs.each(func(s *kit.Screen) { cmds = append(cmds, updateScreen(s, msg)) })
	return tea.Batch(cmds...)
}

// toDialogs gives a message to every dialog that can be seen.
func (r *Root) toDialogs(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for i := range r.dialogs {
		cmds = append(cmds, updateDialog(r.dialogs, i, msg))
	}
	return tea.Batch(cmds...)
}

// toScreen gives a message to the screen that is seen.
func (r *Root) toScreen(msg tea.Msg) tea.Cmd {
	if r.gate != nil {
		return updateScreen(&r.gate, msg)
	}
	return r.toTabs(msg)
}

// toTabs gives a message to the screen of the tabs, seen or not.
func (r *Root) toTabs(msg tea.Msg) tea.Cmd { return updateScreen(r.tabs.slot(), msg) }

func updateScreen(s *kit.Screen, msg tea.Msg) tea.Cmd {
	next, cmd := (*s).Update(msg)
	*s = next
	return cmd
}

func updateDialog(stack []kit.Dialog, at int, msg tea.Msg) tea.Cmd {
	next, cmd := stack[at].Update(msg)
	stack[at] = next
	return cmd
}

// ownTimers takes the rings of Root's own timers.
func (r *Root) ownTimers(msg tea.Msg) tea.Cmd {
	if r.notice.timer.Rang(msg) {
		r.notice.clear()
	}
	due, again := r.idle.ring(msg)
	if due && r.gate == nil && r.options.OnIdle != nil {
		return tea.Batch(again, r.options.OnIdle())
	}
	return again
}
