package uitest

import (
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
)

// Widget is what a Host shows: a list, a block of details.
type Widget interface {
	Init() tea.Cmd
	Update(tea.Msg) tea.Cmd
	SetSize(width, height int)
	View() string
}

// Host is a program that shows one widget or one dialog, on the whole screen
// and without a frame.
type Host struct {
	widget  Widget
	dialog  kit.Dialog
	size    tea.WindowSizeMsg
	Closed  bool    // the dialog has closed
	Outcome tea.Msg // with this
}

// HostWidget returns a program that shows a widget.
func HostWidget(w Widget) *Host { return &Host{widget: w} }

// HostDialog returns a program that shows a dialog. What the dialog closed with
// is kept; after that it gets nothing more.
func HostDialog(d kit.Dialog) *Host { return &Host{dialog: d} }

// Init starts what is shown.
func (h *Host) Init() tea.Cmd {
	if h.widget != nil {
		return h.widget.Init()
	}
	return h.dialog.Init()
}

// Update hands every message on.
func (h *Host) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		h.size = size
	}
	if h.widget != nil {
		h.widget.SetSize(h.size.Width, h.size.Height)
		return h, h.widget.Update(msg)
	}
	if end, ok := msg.(kit.CloseDialog); ok {
		h.Closed, h.Outcome = true, end.Outcome
	}
	if h.Closed {
		return h, nil
	}
	var cmd tea.Cmd
	h.dialog, cmd = h.dialog.Update(msg)
	return h, cmd
}

// View draws what is shown.
func (h *Host) View() string {
	if h.widget != nil {
		return h.widget.View()
	}
	return h.dialog.View(h.size.Width, h.size.Height)
}
