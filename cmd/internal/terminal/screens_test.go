package terminal

import (
	"fmt"
	"testing"
	"testing/synctest"

	"example.com/latchkey/ui"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

// shot is what is to be seen on a screen of some size.
type shot struct {
	width, height int
	view          string
}

// visitor goes through latchkey's screens, in colour, and keeps what is to be seen.
type visitor struct {
	*uitest.Driver
	width, height int
	shots         []shot
}

// visit is Ada in an org with service users, tokens and names of all kinds.
func visit(t *testing.T) *visitor {
	t.Helper()
	w := world.New(t)
	for i := range 9 {
		w.Generate(fmt.Sprintf("nightly-export-%d", i))
	}
	w.Join("bob@acme.example", "Bób Bïrch", "Standard")
	w.Join("mei@acme.example", "王芳", "Standard")
	w.Join("dana@acme.example", "דנה", "Standard")
	w.Serve("名前-sync", "", 3, "Standard")
	w.Serve("party-🎉", "", 2, "Standard")
	changes := make(chan struct{})
	close(changes)
	v := &visitor{Driver: uitest.Drive(t, ui.NewApp(w.As(uitest.Colored(true), w.Ada, w.Acme), false, changes))}
	v.sized(120, 40)
	return v
}

func (v *visitor) sized(width, height int) {
	v.width, v.height = width, height
	v.Resize(width, height)
	v.keep()
}

// press presses keys, and keeps what is to be seen after each.
func (v *visitor) press(keys ...string) {
	for _, key := range keys {
		v.Press(key)
		v.keep()
	}
}

func (v *visitor) keep() { v.shots = append(v.shots, shot{v.width, v.height, v.View()}) }

// around goes to every place, and opens what can be opened there.
func (v *visitor) around() {
	for _, tab := range []string{"1", "2", "3", "4", "5"} {
		v.press(tab, "down", "down", "j", "k", "space", "G", "g", "?", "esc", "/", "a", "n", "backspace", "esc", "n", "x", "y", "tab", "esc", "esc",
			"enter", "down", "x", "right", "esc", "esc", "tab", "down", "s", "tab", "down", "pgdown", ":", "t", "o", "tab", "esc", "e", "esc")
	}
}

// TestOurScreensAreTheSame: what is seen of latchkey is the same through a Writer, and
// hardly any frame is sent whole.
func TestOurScreensAreTheSame(t *testing.T) {
	v := visit(t)
	for _, size := range [][2]int{{120, 40}, {80, 24}, {60, 15}, {40, 10}, {39, 9}, {200, 50}} {
		v.sized(size[0], size[1])
		v.around()
	}
	synctest.Test(t, func(t *testing.T) {
		d := draw(120, 40)
		defer d.end()
		last := shot{}
		for _, s := range v.shots {
			if s.width != last.width || s.height != last.height {
				d.resize(s.width, s.height)
			}
			d.send(sheet(s.view))
			if problem := d.said(); problem != "" {
				t.Fatalf("%s\non the way from\n%s\nto\n%s", problem, last.view, s.view)
			}
			last = s
		}
		frames, shorter := d.counts()
		if t.Logf("%d frames of %d were shortened", shorter, frames); shorter < frames/3 {
			t.Error("that is hardly any")
		}
	})
}

// TestAMoveIsAFewBytes: of the cursor, in a list on a large screen with the details
// beside it.
func TestAMoveIsAFewBytes(t *testing.T) {
	v := visit(t)
	v.press("down", "down", "down", "up", "down", "up")
	synctest.Test(t, func(t *testing.T) {
		d := draw(v.width, v.height)
		defer d.end()
		d.resize(v.width, v.height)
		for i, s := range v.shots {
			before := d.bytes()
			d.send(sheet(s.view))
			if n := d.bytes() - before; i > 0 && (n == 0 || n > 400) {
				t.Errorf("a move is %d bytes", n)
			}
		}
	})
}
