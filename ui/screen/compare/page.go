package compare

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// Key leads to the page from a list of tokens.
var Key = kit.Bind("which token?", "w")

// Open returns the command that shows the page on top of the current screen.
func Open(s *kit.Session) tea.Cmd { return kit.Show(New(s)) }

// Page compares the two kinds of API tokens.
type Page struct {
	session       *kit.Session
	top           int
	width, height int
}

// New returns the page.
func New(s *kit.Session) kit.Screen { return &Page{session: s} }

// Init has nothing to load.
func (p *Page) Init() tea.Cmd { return nil }

// Update scrolls.
func (p *Page) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	if press, ok := msg.(tea.KeyMsg); ok {
		p.top = widget.Scrolled(p.session.Keys, press, p.top, p.height, p.most())
	}
	return p, nil
}

// View draws the lines that fit.
func (p *Page) View() string {
	lines := p.lines()
	top := min(p.top, p.most())
	return strings.Join(lines[top:min(top+p.height, len(lines))], "\n")
}

// most is the last line that can be on top.
func (p *Page) most() int { return max(len(p.lines())-p.height, 0) }

// SetSize says how many cells there are.
func (p *Page) SetSize(width, height int) { p.width, p.height = width, height }

// Title asks what the page answers.
func (p *Page) Title() string { return "Which token do I need?" }

// Status is empty.
func (p *Page) Status() string { return "" }

// Keys lists what works now.
func (p *Page) Keys() []key.Binding {
	k := p.session.Keys
	if p.most() == 0 {
		return nil
	}
	return []key.Binding{kit.Named(k.Down, "scroll"), k.PageDown}
}

// CapturesText is false: there is nothing to type.
func (p *Page) CapturesText() bool { return false }

// Help says what the page is for.
func (p *Page) Help() string {
	return "The differences between the token of a service user and a token of your own, to choose the one that an integration should have."
}

var (
	_ kit.Screen = (*Page)(nil)
	_ kit.Helper = (*Page)(nil)
)
