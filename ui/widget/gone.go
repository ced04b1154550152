package widget

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
)

// GoneNotice stands where a dialog was whose subject has gone. It offers nothing
// but closing it. Enter does not: whoever was typing into the dialog when it went
// would close it unread.
type GoneNotice struct {
	session *kit.Session
	gone    kit.Gone
	room    tea.WindowSizeMsg
	top     int // the first line that is seen
}

// NewGoneNotice returns the notice of what has gone.
func NewGoneNotice(s *kit.Session, gone kit.Gone) *GoneNotice {
	return &GoneNotice{session: s, gone: gone}
}

// Init has nothing to load.
func (n *GoneNotice) Init() tea.Cmd { return nil }

// Update closes, and scrolls where there are few lines.
func (n *GoneNotice) Update(msg tea.Msg) (kit.Dialog, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		n.room = msg
	case tea.KeyMsg:
		if key.Matches(msg, n.session.Keys.Back) {
			return n, kit.Close(n, nil)
		}
		n.top = Scrolled(n.session.Keys, msg, n.top, 1, n.hidden())
	}
	return n, nil
}

// View draws the box, no larger than width by height cells.
func (n *GoneNotice) View(width, height int) string {
	body := n.body(BoxInside(width))
	page := len(body) - hiddenLines(body, nil, height)
	return boxed(n.session.Theme, n.gone.Name, body, nil, page-1+n.top, width, height)
}

func (n *GoneNotice) hidden() int {
	return hiddenLines(n.body(BoxInside(n.room.Width)), nil, n.room.Height)
}

func (n *GoneNotice) body(width int) []string {
	t := n.session.Theme
	lines := paragraph(t, kit.Bad, "✗ "+n.gone.Says(n.session), width)
	if n.gone.Note == "" {
		return lines
	}
	return append(append(lines, ""), paragraph(t, kit.Plain, n.gone.Note, width)...)
}

// Keys lists the bindings that work in the notice.
func (n *GoneNotice) Keys() []key.Binding {
	keys := []key.Binding{kit.Named(n.session.Keys.Back, "close")}
	if n.hidden() > 0 {
		keys = append(keys, kit.Named(n.session.Keys.Down, "read on"))
	}
	return keys
}

var _ kit.Dialog = (*GoneNotice)(nil)
