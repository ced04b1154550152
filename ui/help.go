package ui

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// helpDialog says where the person is and what can be done there.
type helpDialog struct {
	session  *kit.Session
	title    string
	about    string
	here     []key.Binding
	always   []key.Binding
	commands []widget.Fact
	top      int
	room     tea.WindowSizeMsg
}

// help makes the help of the screen that is seen.
func (r *Root) help() kit.Dialog {
	s := r.screen()
	h := &helpDialog{session: r.session, title: "Help · " + s.Title(), here: s.Keys(), always: r.always()}
	if about, ok := s.(kit.Helper); ok {
		h.about = about.Help()
	}
	if r.gate != nil {
		return h
	}
	for _, c := range r.commands() {
		h.commands = append(h.commands, widget.Fact{Label: ":" + c.Name, Value: c.Summary})
	}
	return h
}

// always lists the keys that work everywhere.
func (r *Root) always() []key.Binding {
	k := r.session.Keys
	if r.gate != nil {
		return []key.Binding{kit.Named(k.Interrupt, "quit"), k.Redraw}
	}
	return []key.Binding{
		kit.Bind("up, down", "↑↓ k j"), kit.Bind("by the page", "pgup pgdn"), kit.Bind("top, bottom", "g G"),
		k.Back, kit.Named(k.Next, "next place"), kit.Named(k.Previous, "previous place"),
		kit.Bind("choose a tab", "1-9"), k.Command, k.Redraw, k.Quit,
	}
}

// Init has nothing to load.
func (h *helpDialog) Init() tea.Cmd { return nil }

// Update scrolls, and closes with the keys that one would try.
func (h *helpDialog) Update(msg tea.Msg) (kit.Dialog, tea.Cmd) {
	k := h.session.Keys
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		h.room = msg
		h.top = min(h.top, h.most())
	case tea.KeyMsg:
		if key.Matches(msg, k.Back, k.Help, k.Quit, k.Submit) {
			return h, kit.Close(h, nil)
		}
		h.top = widget.Scrolled(k, msg, h.top, h.page(), h.most())
	}
	return h, nil
}

// page is how many lines are seen, and most the last one that can be on top.
func (h *helpDialog) page() int { return max(h.room.Height-2, 1) }

func (h *helpDialog) most() int {
	return max(len(h.lines(widget.BoxInside(h.room.Width)))-h.page(), 0)
}

// View draws the part of the help that fits.
func (h *helpDialog) View(width, height int) string {
	lines := h.lines(widget.BoxInside(width))
	page := max(min(len(lines), height-2), 1)
	top := min(h.top, len(lines)-page)
	return widget.Box(h.session.Theme, h.title, lines[top:top+page], width)
}

func (h *helpDialog) lines(width int) []string {
	t := h.session.Theme
	var lines []string
	if h.about != "" {
		lines = append(widget.Wrap(h.about, width), "")
	}
	lines = append(lines, h.section("Here", h.here, width)...)
	lines = append(lines, h.section("Everywhere", h.always, width)...)
	if len(h.commands) > 0 {
		lines = append(lines, t.Paint(kit.Muted, "Commands"))
		lines = append(lines, widget.Facts(t, h.commands, width)...)
	}
	return lines
}

// section draws bindings in as many columns as there is room for.
func (h *helpDialog) section(title string, keys []key.Binding, width int) []string {
	const column = 29
	t := h.session.Theme
	lines := []string{t.Paint(kit.Muted, title)}
	var row strings.Builder
	at := 0
	for _, b := range keys {
		if !b.Enabled() {
			continue
		}
		if at > 0 && (at+1)*column > width {
			lines, at = append(lines, row.String()), 0
			row.Reset()
		}
		row.WriteString(widget.Fit(t.Key.Render(widget.Fit(b.Help().Key, 9))+"  "+b.Help().Desc, column))
		at++
	}
	if at > 0 {
		lines = append(lines, row.String())
	}
	return append(lines, "")
}

// Keys lists the bindings that work in the help.
func (h *helpDialog) Keys() []key.Binding {
	k := h.session.Keys
	if h.most() > 0 {
		return []key.Binding{kit.Named(k.Down, "scroll"), k.PageDown, kit.Named(k.Back, "close")}
	}
	return []key.Binding{kit.Named(k.Back, "close")}
}
