package uitest

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
)

// Size is that of a screen, in cells.
type Size struct{ Width, Height int }

// Sizes are those of golden views: home, a wide terminal, the smallest one.
var Sizes = []Size{{80, 24}, {120, 40}, {40, 10}}

// View returns what a program shows on a screen of a size.
func View(m tea.Model, width, height int) string {
	m, _ = m.Update(tea.WindowSizeMsg{Width: width, Height: height})
	return m.View()
}

// Plain returns a view without colours and without blanks at the ends of its
// lines.
func Plain(view string) string {
	lines := strings.Split(ansi.Strip(view), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// Golden compares a view with testdata/TEST/NAME.golden, as plain text. With
// -update it writes that file.
func Golden(t *testing.T, name, view string) {
	t.Helper()
	t.Run(name, func(t *testing.T) { golden.RequireEqual(t, Plain(view)+"\n") })
}

// Golden compares what is seen with golden files, in all of Sizes.
func (d *Driver) Golden(t *testing.T, name string) {
	t.Helper()
	for _, size := range Sizes {
		d.Resize(size.Width, size.Height)
		Golden(t, fmt.Sprintf("%s_%dx%d", name, size.Width, size.Height), d.View())
	}
	d.Resize(80, 24)
}

// CheckLayout fails the test when the view is larger than the screen, at any of
// many sizes.
func (d *Driver) CheckLayout() {
	d.tb.Helper()
	for width := 40; width <= 130; width += 6 {
		for height := 10; height <= 45; height += 5 {
			d.Resize(width, height)
			d.fits(width, height)
		}
	}
	d.Resize(80, 24)
}

func (d *Driver) fits(width, height int) {
	d.tb.Helper()
	lines := strings.Split(d.View(), "\n")
	if len(lines) > height {
		d.tb.Fatalf("%d lines on a screen of %d×%d:\n%s", len(lines), width, height, Plain(d.View()))
	}
	for i, line := range lines {
		if got := ansi.StringWidth(line); got > width {
			d.tb.Fatalf("line %d has %d cells on a screen of %d×%d:\n%s", i+1, got, width, height, Plain(d.View()))
		}
	}
}
