package ui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
)

// press gives a key to the first that wants it: the dialog on top, the command
// line, a screen that takes text, Root itself, and the screen at last.
func (r *Root) press(msg tea.KeyMsg) tea.Cmd {
	k := r.session.Keys
	r.idle.touch()
	switch {
	case key.Matches(msg, k.Interrupt):
		return r.quit()
	case key.Matches(msg, k.Redraw):
		return tea.ClearScreen
	case len(r.dialogs) > 0:
		return updateDialog(r.dialogs, len(r.dialogs)-1, msg)
	case r.command.open:
		return r.pressCommand(msg)
	case r.screen().CapturesText():
		return r.toScreen(msg)
	case key.Matches(msg, k.Help):
		return r.openDialog(r.help())
	case key.Matches(msg, k.Quit):
		return r.quit()
	case key.Matches(msg, k.Back):
		return r.back(msg)
	case r.gate != nil:
		return r.toScreen(msg)
	}
	return r.pressTabs(msg)
}

// pressTabs answers to the keys that lead from place to place.
func (r *Root) pressTabs(msg tea.KeyMsg) tea.Cmd {
	k := r.session.Keys
	switch {
	case key.Matches(msg, k.Command):
		return r.command.start()
	case key.Matches(msg, k.Next):
		r.tabs.step(1)
	case key.Matches(msg, k.Previous):
		r.tabs.step(-1)
	case digit(msg) > 0:
		if !r.tabs.choose(digit(msg) - 1) {
			return nil
		}
	default:
		return r.toScreen(msg)
	}
	return r.enter()
}

// back is esc: it dismisses a failure, then the screen clears what it has to
// clear, then it is left.
func (r *Root) back(msg tea.KeyMsg) tea.Cmd {
	if r.notice.dismiss() {
		return nil
	}
	if b, ok := r.screen().(kit.Backer); ok {
		if cmd, did := b.Back(); did {
			return cmd
		}
	}
	if r.gate == nil && r.tabs.pop(r.tabs.top()) {
		return r.enter()
	}
	return r.toScreen(msg)
}

// digit returns the number of a digit key, 0 for every other key.
func digit(msg tea.KeyMsg) int {
	if text := msg.String(); len(text) == 1 && text[0] >= '1' && text[0] <= '9' {
		return int(text[0] - '0')
	}
	return 0
}
