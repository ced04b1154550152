package uitest

import (
	"reflect"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// Driver runs a program as Bubble Tea does, but one message at a time and in
// the test's own goroutine.
type Driver struct {
	tb      testing.TB
	model   tea.Model
	alarms  []alarm
	holding bool
	held    []tea.Cmd
	quit    bool
}

// Drive starts a program on a screen of 80 by 24 cells.
func Drive(tb testing.TB, m tea.Model) *Driver {
	tb.Helper()
	return start(&Driver{tb: tb, model: m})
}

// DriveHeld is Drive with the commands kept back from the first one on.
func DriveHeld(tb testing.TB, m tea.Model) *Driver {
	tb.Helper()
	return start(&Driver{tb: tb, model: m, holding: true})
}

func start(d *Driver) *Driver {
	d.tb.Helper()
	d.run(d.model.Init())
	d.Resize(80, 24)
	return d
}

// Press presses keys one after the other. Each is a name of Bubble Tea's
// ("down", "enter", "ctrl+c", "shift+tab") or the character itself.
func (d *Driver) Press(keys ...string) {
	d.tb.Helper()
	for _, name := range keys {
		d.Send(Key(name))
	}
}

// Type types text, one key for each character.
func (d *Driver) Type(text string) {
	d.tb.Helper()
	for _, r := range text {
		d.Press(string(r))
	}
}

// Paste pastes text, as one bracketed paste.
func (d *Driver) Paste(text string) {
	d.tb.Helper()
	d.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
}

// Resize gives the screen another size.
func (d *Driver) Resize(width, height int) {
	d.tb.Helper()
	d.Send(tea.WindowSizeMsg{Width: width, Height: height})
}

// Send hands the program a message and runs what follows from it.
func (d *Driver) Send(msg tea.Msg) {
	d.tb.Helper()
	m, cmd := d.model.Update(msg)
	d.model = m
	d.run(cmd)
}

// Hold keeps back the commands from here on, until Release.
func (d *Driver) Hold() { d.holding = true }

// Release runs the commands that were kept back, in their order.
func (d *Driver) Release() {
	d.tb.Helper()
	d.holding = false
	held := d.held
	d.held = nil
	for _, cmd := range held {
		d.run(cmd)
	}
}

// Step runs the first of the commands that are kept back; what follows from it
// is kept back too.
func (d *Driver) Step() {
	d.tb.Helper()
	if len(d.held) == 0 {
		d.tb.Fatal("no command is kept back")
	}
	next := d.held[0]
	d.held = d.held[1:]
	d.follow(next)
}

// Held is how many commands are kept back.
func (d *Driver) Held() int { return len(d.held) }

// Ring lets the alarms ring that are set to go off within a time, those of
// alarms that follow from them left out.
func (d *Driver) Ring(within time.Duration) {
	d.tb.Helper()
	pending := d.alarms
	d.alarms = nil
	for _, a := range pending {
		if a.after <= within {
			d.Send(a.msg)
			continue
		}
		d.alarms = append(d.alarms, a)
	}
}

// Quit reports whether the program has ended itself.
func (d *Driver) Quit() bool { return d.quit }

// View returns what is seen.
func (d *Driver) View() string { return d.model.View() }

// Sees fails the test unless text is seen.
func (d *Driver) Sees(text string) {
	d.tb.Helper()
	if view := Plain(d.View()); !strings.Contains(view, text) {
		d.tb.Fatalf("%q is not on the screen:\n%s", text, view)
	}
}

// SeesNot fails the test when text is seen.
func (d *Driver) SeesNot(text string) {
	d.tb.Helper()
	if view := Plain(d.View()); strings.Contains(view, text) {
		d.tb.Fatalf("%q is on the screen:\n%s", text, view)
	}
}

// run runs a command and all that follows from it, in order.
func (d *Driver) run(cmd tea.Cmd) {
	d.tb.Helper()
	switch {
	case cmd == nil:
	case d.holding:
		d.held = append(d.held, cmd)
	default:
		d.follow(cmd)
	}
}

func (d *Driver) follow(cmd tea.Cmd) {
	d.tb.Helper()
	switch msg := cmd().(type) {
	case nil:
	case tea.QuitMsg:
		d.quit = true
	case alarm:
		d.alarms = append(d.alarms, msg)
	default:
		if cmds, ok := several(msg); ok {
			for _, c := range cmds {
				d.run(c)
			}
			return
		}
		d.Send(msg)
	}
}

// several returns the commands of a Batch or a Sequence, whose type Bubble Tea
// keeps to itself.
func several(msg tea.Msg) ([]tea.Cmd, bool) {
	v, want := reflect.ValueOf(msg), reflect.TypeFor[[]tea.Cmd]()
	if v.Kind() != reflect.Slice || !v.CanConvert(want) {
		return nil, false
	}
	return v.Convert(want).Interface().([]tea.Cmd), true
}
