package ui

import (
	"reflect"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
)

// TestOneWaitsForChanges: what somebody changes in this session is told to its
// screens without one more who waits for what others change.
func TestOneWaitsForChanges(t *testing.T) {
	a := NewApp(uitest.Session(), false, make(chan struct{}))
	for want, msg := range []tea.Msg{kit.Changed{}, committed{}} {
		_, cmd := a.Update(msg)
		if got := waiting(a, cmd); got != want {
			t.Errorf("after %T %d more wait for changes, not %d", msg, got, want)
		}
	}
}

// waiting counts the commands that wait for changes.
func waiting(a *App, cmd tea.Cmd) (n int) {
	watch := reflect.ValueOf(a.watch).Pointer()
	if cmd == nil {
		return 0
	}
	if reflect.ValueOf(cmd).Pointer() == watch {
		return 1
	}
	if batch, ok := cmd().(tea.BatchMsg); ok {
		for _, one := range batch {
			n += waiting(a, one)
		}
	}
	return n
}
