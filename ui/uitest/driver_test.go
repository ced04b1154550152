package uitest

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
)

// echo shows every message that it gets, and runs the command of "go".
type echo struct {
	run tea.Cmd
	got []string
}

func (e *echo) Init() tea.Cmd { return kit.Send("init") }
func (e *echo) View() string  { return strings.Join(e.got, " ") }

func (e *echo) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case string:
		e.got = append(e.got, msg)
	case tea.KeyMsg:
		e.got = append(e.got, msg.String())
		return e, e.run
	}
	return e, nil
}

func TestDriverRunsAllThatFollows(t *testing.T) {
	s := Session()
	d := Drive(t, &echo{run: tea.Sequence(
		kit.Send("a"),
		tea.Batch(kit.Send("b"), s.After(time.Minute, "later"), nil),
		kit.Send("c"),
	)})
	d.Press("enter")
	d.Sees("init enter a b c")
	d.SeesNot("later")
	d.Ring(time.Second)
	d.SeesNot("later")
	d.Ring(time.Minute)
	d.Sees("a b c later")
}

func TestDriverHoldsCommandsBack(t *testing.T) {
	d := Drive(t, &echo{run: tea.Batch(kit.Send("a"), kit.Send("b"))})
	d.Hold()
	d.Press("x")
	d.Step() // the batch
	d.Step()
	d.Sees("x a")
	d.SeesNot("b")
	d.Release()
	d.Sees("x a b")
}

func TestKeysHaveTheNamesOfBubbleTea(t *testing.T) {
	for _, name := range []string{"up", "enter", "esc", "tab", "shift+tab", "ctrl+c", "pgdown", "home", " ", "x", "G", "ä"} {
		if got := Key(name).String(); got != name {
			t.Errorf("%q is %q", name, got)
		}
	}
}

func TestDriverNoticesTheEnd(t *testing.T) {
	d := Drive(t, &echo{run: tea.Quit})
	d.Press("q")
	if !d.Quit() {
		t.Error("the end was not noticed")
	}
}
