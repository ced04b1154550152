package ui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// quit ends the program. It asks first when something would be lost, and not a
// second time while that question is open.
func (r *Root) quit() tea.Cmd {
	losses := r.losses()
	if len(losses) == 0 || r.quitting != nil && slices.Contains(r.dialogs, r.quitting) {
		return tea.Quit
	}
	r.quitting = widget.NewConfirm(r.session, widget.ConfirmOptions[struct{}]{
		Title:  "Quit " + r.options.Program + "?",
		Text:   strings.Join(losses, " "),
		Action: "Quit",
		Danger: true,
		Done:   func(struct{}) tea.Msg { return tea.Quit() },
	})
	return r.openDialog(r.quitting)
}

// losses says what quitting would lose, in sentences.
func (r *Root) losses() []string {
	var losses []string
	if r.unsaved() {
		losses = append(losses, "What is open and not saved is lost.")
	}
	if r.options.QuitNote != nil {
		if note := r.options.QuitNote(); note != "" {
			losses = append(losses, note)
		}
	}
	return losses
}

func (r *Root) unsaved() bool {
	lost := r.gate != nil && isUnsaved(r.gate)
	for _, d := range slices.Concat(r.dialogs, r.covered, r.waiting) {
		lost = lost || isUnsaved(d)
	}
	r.tabs.each(func(s *kit.Screen) { lost = lost || isUnsaved(*s) })
	return lost
}

func isUnsaved(holder any) bool {
	u, ok := holder.(kit.Unsaved)
	return ok && u.Unsaved()
}
