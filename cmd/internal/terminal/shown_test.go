package terminal

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
	"pgregory.net/rapid"
)

// usual is what most lines are made of: letters that change into each other, blanks
// that end lines and do not, and letters of two columns.
var usual = []string{"a", "b", "ab", "active", "never", " ", "   ", "          ", "│", "─", "●", "…", "ä", "名", "前", "Ａ", "한"}

// strange is what terminals do not agree on, and what no screen of ours has in it:
// styles that are left to the next line, tabs, movements, bytes that are no text.
var strange = []string{
	"e\u0301", "👍", "👍🏽", "🇩🇪", "⌚", "☀️", "\u200b", "\u00ad", "กำ", "ำ", "ﾞ", "\u0600", "שלום",
	"\x1b[31m", "\x1b[48;5;9m", "\x1b[4:3m", "\x1b[0m", "\x1b[m", "\x1b[0;1m", "\t", "\x1b[3C", "\x1b[2A", "\x1b[Kx", "\x1b[?25h", "\r", "\x80", "\xff", "\u009b1m",
}

// styles are what a piece of a line can look like.
func styles() []func(...string) string {
	r := lipgloss.NewRenderer(nil)
	r.SetColorProfile(termenv.TrueColor)
	s := r.NewStyle()
	red := lipgloss.Color("9")
	return []func(...string) string{
		func(s ...string) string { return strings.Join(s, "") },
		s.Bold(true).Render, s.Foreground(red).Render, s.Bold(true).Foreground(lipgloss.Color("#10ff80")).Render,
		s.Background(red).Render, s.Underline(true).Render, s.Reverse(true).Faint(true).Render,
	}
}

// page is a text that changes a little at a time: the pieces of its lines.
type page [][]string

func (p page) String() string {
	var lines []string
	for _, pieces := range p {
		lines = append(lines, strings.Join(pieces, ""))
	}
	return strings.Join(lines, "\n")
}

// pieces makes pieces of lines, of which one in so many is strange; 0 for none.
func pieces(oneIn int) *rapid.Generator[string] {
	looks := styles()
	return rapid.Custom(func(t *rapid.T) string {
		if oneIn > 0 && rapid.IntRange(1, oneIn).Draw(t, "strange") == oneIn {
			return rapid.SampledFrom(strange).Draw(t, "piece")
		}
		text := rapid.SliceOfN(rapid.SampledFrom(usual), 0, 4).Draw(t, "words")
		return rapid.SampledFrom(looks).Draw(t, "style")(strings.Join(text, ""))
	})
}

// change changes a page, which may become longer or shorter.
func (p page) change(t *rapid.T, piece *rapid.Generator[string], longest int) page {
	line := rapid.SliceOfN(piece, 0, 6)
	for range rapid.IntRange(1, 4).Draw(t, "changes") {
		at := rapid.IntRange(0, max(len(p)-1, 0)).Draw(t, "line")
		what := rapid.IntRange(0, 20).Draw(t, "change")
		switch {
		case len(p) == 0 || what == 20:
			p = slices.Insert(p, at, rapid.SliceOfN(line, 1, 8).Draw(t, "new lines")...)
		case what == 19:
			p = slices.Delete(p, at, at+1)
		case len(p[at]) == 0 || what == 18:
			p[at] = line.Draw(t, "other line")
		default:
			p[at][rapid.IntRange(0, len(p[at])-1).Draw(t, "piece")] = piece.Draw(t, "other piece")
		}
	}
	return p[:min(len(p), longest)]
}

func size(t *rapid.T) (width, height int) {
	return rapid.SampledFrom([]int{100, 70, 40, 3, 1}).Draw(t, "width"), rapid.SampledFrom([]int{12, 8, 5, 1}).Draw(t, "height")
}

// plan returns what is done to a terminal, one after the other: pages that change, and
// all that Bubble Tea, the clipboard and the person do between. Small numbers are
// drawn more often.
func plan(t *rapid.T, piece *rapid.Generator[string], width, height int) (steps []func(*drawn)) {
	var p page
	for range rapid.IntRange(5, 30).Draw(t, "steps") {
		var step func(*drawn)
		switch rapid.IntRange(0, 40).Draw(t, "step") {
		case 36:
			step = func(d *drawn) { d.send(tea.ClearScreen()) }
		case 37:
			step = func(d *drawn) { _, _ = d.Write([]byte(plainCopy + tmuxCopy)) }
		case 38:
			step = func(d *drawn) { _, _ = d.ReleaseTerminal(), d.RestoreTerminal() }
		case 39:
			width, height = size(t)
			fallthrough
		case 40:
			w, h := width, height
			step = func(d *drawn) { d.resize(w, h) }
		default:
			p = p.change(t, piece, height+1)
			view := sheet(p.String())
			step = func(d *drawn) { d.send(view) }
		}
		steps = append(steps, step)
	}
	return steps
}

// TestTheScreenIsTheSame: a terminal shows through a Writer what it would show
// without.
func TestTheScreenIsTheSame(t *testing.T) {
	pages := []*rapid.Generator[string]{pieces(0), pieces(50), pieces(500)}
	var frames, shorter int
	rapid.Check(t, func(r *rapid.T) {
		width, height := size(r)
		told := rapid.IntRange(0, 3).Draw(r, "told") < 3 // what size it has
		steps := plan(r, rapid.SampledFrom(pages).Draw(r, "pages"), width, height)
		problem := ""
		synctest.Test(t, func(t *testing.T) {
			d := draw(width, height)
			defer d.end()
			if told {
				d.resize(width, height)
			}
			for i := 0; i < len(steps) && problem == ""; i++ {
				steps[i](d)
				problem = d.said()
			}
			f, n := d.counts()
			frames, shorter = frames+f, shorter+n
		})
		if problem != "" {
			r.Fatal(problem)
		}
	})
	if t.Logf("%d frames of %d were shortened", shorter, frames); shorter < frames/4 {
		t.Error("that is hardly any")
	}
}
