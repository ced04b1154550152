package ui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// The smallest screen that the frame fits on, the height below which it does
// without rules and empty lines, and the blanks at either side of it.
const (
	leastWidth  = 40
	leastHeight = 10
	calmHeight  = 16
	margin      = 1
)

// View draws the whole screen.
func (r *Root) View() string {
	switch {
	case r.width == 0 || r.height == 0:
		return ""
	case r.width < leastWidth || r.height < leastHeight:
		text := fmt.Sprintf("%s needs %d×%d cells; here are %d×%d.", r.options.Program, leastWidth, leastHeight, r.width, r.height)
		return widget.Truncate(text, r.width)
	}
	screen := strings.Join(r.frame(), "\n")
	room := r.dialogRoom()
	for _, d := range r.dialogs {
		screen = widget.Overlay(r.session.Theme, screen, d.View(room.Width, room.Height), room.Width, room.Height)
	}
	return screen
}

// dialogRoom returns the room for dialogs: all but the notice and the keys, or
// all but the keys where there are few lines.
func (r *Root) dialogRoom() tea.WindowSizeMsg {
	if r.compact() {
		return tea.WindowSizeMsg{Width: r.width, Height: r.height - 1}
	}
	return tea.WindowSizeMsg{Width: r.width, Height: r.height - 2}
}

// compact reports whether the frame has to do with few lines.
func (r *Root) compact() bool { return r.height < calmHeight }

// room returns the size of the screen inside the frame. It is asked for with each
// message, and draws nothing.
func (r *Root) room() (width, height int) {
	return r.width - 2*margin, max(r.height-len(r.top())-len(r.bottom()), 1)
}

// frame draws all lines of the screen without dialogs.
func (r *Root) frame() []string {
	width, height := r.room()
	lines := strings.Split(r.screen().View(), "\n")
	lines = lines[:min(len(lines), height)]
	for len(lines) < height {
		lines = append(lines, "")
	}
	lines = slices.Concat(drawn(r.top(), width), lines, drawn(r.bottom(), width))
	r.putNotice(lines, width)
	for i, line := range lines {
		if line = widget.Truncate(line, width); line != "" {
			lines[i] = strings.Repeat(" ", margin) + line
		}
	}
	return lines
}

// line draws one line of the frame in a width.
type line func(width int) string

func blank(int) string { return "" }

// top returns the lines above the screen.
func (r *Root) top() []line {
	lines := []line{r.header}
	if r.gate == nil {
		lines = append(lines, r.tabLine)
	}
	if r.compact() {
		return append(lines, r.titleLine)
	}
	if r.gate == nil && len(r.tabs.tab().places) > 1 {
		lines = append(lines, r.placeLine)
	}
	return append(lines, r.rule, r.titleLine, blank)
}

// bottom returns the lines under the screen; the notice has its line kept free.
func (r *Root) bottom() []line {
	if r.compact() {
		return []line{blank, r.keyBar}
	}
	return []line{r.rule, blank, r.keyBar}
}

func drawn(lines []line, width int) []string {
	texts := make([]string, len(lines))
	for i, draw := range lines {
		texts[i] = draw(width)
	}
	return texts
}

// putNotice puts the notice, or the command line, where it belongs.
func (r *Root) putNotice(lines []string, width int) {
	last := len(lines) - 1
	if r.command.open {
		lines[last-1], lines[last] = r.commandLines(width)
		return
	}
	said := r.notice.lines(r.session.Theme, width)
	copy(lines[last-len(said):], said)
}

func (r *Root) header(width int) string {
	t := r.session.Theme
	org, who := r.options.Header()
	left := t.Paint(kit.Current, r.options.Program)
	if org != "" {
		left += "  " + t.Paint(kit.Strong, widget.Truncate(model.Printable(org), width/2))
	}
	room := width - ansi.StringWidth(left) - 2
	return widget.Spread(left, t.Paint(kit.Muted, widget.Truncate(model.Printable(who), room)), width)
}

func (r *Root) titleLine(width int) string {
	t, s := r.session.Theme, r.screen()
	status := t.Paint(kit.Muted, model.Printable(s.Status()))
	title := widget.Truncate(model.Printable(s.Title()), width)
	return widget.Spread(t.Paint(kit.Strong, title), status, width)
}

func (r *Root) rule(width int) string {
	return r.session.Theme.Border.Render(strings.Repeat("─", width))
}

// keyBar draws the keys that work now, whole entries only. Help and the way
// back are always among them.
func (r *Root) keyBar(width int) string {
	t, k := r.session.Theme, r.session.Keys
	if n := len(r.dialogs); n > 0 {
		line, _ := widget.Whole(widget.KeyEntries(t, r.dialogs[n-1].Keys()), 2, width)
		return line
	}
	keys := r.screen().Keys()
	if r.screen().CapturesText() {
		line, _ := widget.Whole(widget.KeyEntries(t, keys), 2, width)
		return line
	}
	fixed := widget.KeyEntries(t, []key.Binding{k.Help})
	if r.gate == nil && r.tabs.depth() > 0 {
		fixed = widget.KeyEntries(t, []key.Binding{k.Back, k.Help})
	}
	tail := strings.Join(fixed, "  ")
	line, _ := widget.Whole(widget.KeyEntries(t, keys), 2, width-ansi.StringWidth(tail)-2)
	if line == "" {
		return tail
	}
	return line + "  " + tail
}
