package seats

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

var keyLimit = kit.Bind("set limit", "l")

// Seats is what seats the current organisation has: the types, and under them
// who takes those of the type under the cursor.
type Seats struct {
	session       *kit.Session
	list          *widget.List[model.SeatCount]
	ready         *kit.Question[model.SeatCount]
	width, height int
}

// New returns the seats of the session's current organisation.
func New(s *kit.Session) kit.Screen {
	return &Seats{
		session: s,
		ready:   kit.NewQuestion[model.SeatCount](s),
		list: widget.NewList(s, widget.ListOptions[model.SeatCount]{
			Source:   source{s, s.Org()},
			ID:       func(c model.SeatCount) string { return string(c.Type) },
			Columns:  columns(),
			Empty:    "There are no types of seat.",
			NoFilter: true,
		}),
	}
}

// Init loads the counts.
func (v *Seats) Init() tea.Cmd { return v.list.Init() }

// Update takes a message.
func (v *Seats) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if row, ok := v.limitable(); ok && key.Matches(msg, keyLimit) {
			return v, v.ready.Ask(prepare(v.session, row))
		}
	case limited:
		return v, tea.Batch(kit.Say(kit.Done, msg.text), v.Init())
	}
	if a, ok := v.ready.Answer(msg); ok {
		if a.Err != nil {
			return v, kit.Say(kit.Failed, model.Sentence(a.Err))
		}
		return v, kit.Open(limitForm(v.session, a.Value))
	}
	return v, v.list.Update(msg)
}

// limitable returns the type under the cursor for who may limit it.
func (v *Seats) limitable() (model.SeatCount, bool) {
	row, selected := v.list.Selected()
	return row, selected && v.session.Profile.Operator
}

// listLines is what the types take: a header, one line each, and one for an
// error.
func listLines() int { return len(model.SeatTypes()) + 2 }

// View draws the types and, under them, the one under the cursor.
func (v *Seats) View() string {
	row, ok := v.list.Selected()
	if !ok || v.height <= listLines() {
		return v.list.View()
	}
	lines := strings.Split(v.list.View(), "\n")
	below := widget.Facts(v.session.Theme, v.below(row), min(v.width, readable))
	below = below[:min(len(below), v.height-len(lines))]
	return strings.Join(append(lines, below...), "\n")
}

// readable is where lines of text end on a wide screen.
const readable = 90

// below is what stands under the types: no more sets than there is room for.
func (v *Seats) below(row model.SeatCount) []widget.Fact {
	list := facts(row)
	none := widget.Fact{Value: "Deactivated people and service users take no seat.", Tone: kit.Muted}
	full := append(list, widget.Fact{}, none)
	room := v.height - listLines()
	need := len(widget.Facts(v.session.Theme, full, min(v.width, readable)))
	if need <= room {
		return full
	}
	if fewer := len(list) - (need - room) + 1; fewer > 3 && fewer < len(list) {
		more := kit.Plural(len(list)-fewer, "more set")
		return append(list[:fewer:fewer], widget.Fact{Value: "and " + more, Tone: kit.Muted})
	}
	return list
}

// SetSize says how many cells there are.
func (v *Seats) SetSize(width, height int) {
	v.width, v.height = width, height
	v.list.SetSize(width, min(height, listLines()))
}

// Title names the place.
func (v *Seats) Title() string { return "Seats" }

// Status is empty: the numbers are the list.
func (v *Seats) Status() string { return "" }

// Keys lists what works now.
func (v *Seats) Keys() []key.Binding {
	if _, ok := v.limitable(); ok {
		return append([]key.Binding{keyLimit}, v.list.Keys()...)
	}
	return v.list.Keys()
}

// CapturesText is false: there is nothing to type.
func (v *Seats) CapturesText() bool { return v.list.CapturesText() }

// Help says what the place is for.
func (v *Seats) Help() string {
	return "Every active person takes a seat of the type that their permission set has: full, lite or guest. Deactivated people and service users take none. " +
		"Where an operator has set a limit, nobody can be added, reactivated or given a set of another type once all seats of the type are taken."
}

var (
	_ kit.Screen = (*Seats)(nil)
	_ kit.Helper = (*Seats)(nil)
)
