package terminal

import (
	"fmt"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// tally shows how many messages it has had.
type tally struct {
	messages int
	drawn    *int
}

func (c tally) Init() tea.Cmd                       { return nil }
func (c tally) Update(tea.Msg) (tea.Model, tea.Cmd) { c.messages++; return c, nil }
func (c tally) View() string                        { *c.drawn++; return fmt.Sprint(c.messages) }

// TestABurstIsDrawnOnce: of messages that come at once the first is seen at once, and
// the state after the last one with the next frame.
func TestABurstIsDrawnOnce(t *testing.T) {
	drawn := 0
	p := newPace(tally{drawn: &drawn})
	p.every = time.Hour
	var m tea.Model = p
	waiting := 0
	for range 100 {
		next, cmd := m.Update("a message")
		if m = next; cmd != nil {
			waiting++
		}
		if got := m.View(); got != "1" {
			t.Fatalf("before the next frame %s messages are seen", got)
		}
	}
	if waiting != 1 || drawn != 1 {
		t.Errorf("%d frames are on their way, %d were drawn", waiting, drawn)
	}
	m, _ = m.Update(frameDue{})
	if got := m.View(); got != "100" || drawn != 2 {
		t.Errorf("the next frame shows %s messages, %d were drawn", got, drawn)
	}
}

// TestWhatComesAfterAPauseIsDrawnAtOnce: a key is not held up.
func TestWhatComesAfterAPauseIsDrawnAtOnce(t *testing.T) {
	drawn := 0
	p := newPace(tally{drawn: &drawn})
	p.every = 0
	var m tea.Model = p
	for want := 1; want < 4; want++ {
		next, cmd := m.Update("a message")
		if m = next; m.View() != fmt.Sprint(want) || cmd != nil {
			t.Errorf("after %d messages %s are seen", want, m.View())
		}
	}
}
