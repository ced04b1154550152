package terminal

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
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
	"\x1b[31m", "\x1b[48;5;9m", "\x1b[4:3m", "\x1b[0m", "\x1b[m", "\x1b[0;1m", "\t", "\x1b[3C", "\x1b[2A", "\x1b[1K", "\x1b[?25h", "\r", "\x80", "\xff", "\u009b1m",
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

// fresh is a first frame of lines that are shorter than the screen is wide.
func fresh(lines ...string) string {
	return ansi.CursorHomePosition + "\r" + strings.Join(lines, "\x1b[K\r\n") + "\x1b[K" + ansi.CursorPosition(0, len(lines))
}

// sends returns what a Writer sends of the last text, after it has written those
// before.
func sends(t *testing.T, texts ...string) string {
	t.Helper()
	var out bytes.Buffer
	w := NewWriter(&out)
	for _, text := range texts {
		out.Reset()
		if n, err := io.WriteString(w, text); n != len(text) || err != nil {
			t.Errorf("%d bytes of %d were written, %v", n, len(text), err)
		}
	}
	return out.String()
}

func TestWhatIsSentOfALine(t *testing.T) {
	const red, bold, reset = "\x1b[31m", "\x1b[1m", "\x1b[0m"
	for name, test := range map[string]struct{ before, after, sent string }{
		"a letter":                     {"a long name", "a long nome", "\x1b[2;9Ho"},
		"more at the end":              {"one", "one two", "\x1b[2;5Htwo"},
		"less at the end":              {"one two", "one", "\x1b[2;5H\x1b[K"},
		"less, and another letter":     {"a long one two", "a long ore", "\x1b[2;9Hre\x1b[K"},
		"blanks at the end":            {"one   ", "one", ""},
		"two that are near":            {"a long name here", "b long nome here", "\x1b[2;1Hb long no"},
		"two that are far apart":       {"a very long name here", "b very long name hera", "\x1b[2;1Hb\x1b[2;21Ha"},
		"a style":                      {"one two", "one " + red + "two" + reset, "\x1b[2;5H" + red + "two\x1b[m"},
		"the same style in pieces":     {red + "one" + reset, red + "o" + reset + red + "ne" + reset, ""},
		"a blank that has a style":     {"one", "one\x1b[41m  " + reset, "\x1b[2;4H\x1b[41m  \x1b[m"},
		"a style within a style":       {"a long one two", "a long one " + red + "t" + bold + "wo" + reset, "\x1b[2;12H" + red + "t\x1b[m" + red + bold + "wo\x1b[m"},
		"a wide letter for another":    {"名b", "前b", "\x1b[2;1H前"},
		"a wide letter's style":        {"名b", bold + "名" + reset + "b", "\x1b[2;1H" + bold + "名\x1b[m"},
		"wide letters that have moved": {"a名名b", "名名ab", "\x1b[2;1H名名a"},
	} {
		t.Run(name, func(t *testing.T) {
			got := sends(t, fresh("a title", test.before), "\x1b[H\n"+test.after+"\x1b[K\x1b[2;H")
			if want := test.sent + "\x1b[2;H"; got != want {
				t.Errorf("sent %q, want %q", got, want)
			}
		})
	}
}

// TestWhatIsWrittenAsItCame: and what is on the screen after it is not known, so that
// a line that changes then is written whole.
func TestWhatIsWrittenAsItCame(t *testing.T) {
	const next = "\x1b[H\n\x1b[1mone\x1b[0m and four\x1b[K\x1b[2;H"
	shown := fresh("a title", "\x1b[1mone\x1b[0m and two")
	if got := sends(t, shown, next); got == next {
		t.Fatalf("nothing is shortened here: %q", got)
	}
	for name, text := range map[string]string{
		"the screen is cleared":        ansi.EraseEntireScreen,
		"the cursor is moved":          ansi.CursorHomePosition,
		"the alternate screen is left": "\x1b[?1049l",
		"the clipboard":                plainCopy,
		"the clipboard, through tmux":  plainCopy + tmuxCopy,
		"there are fewer lines":        "\x1b[Ha title\x1b[K\x1b[J\x1b[H",
		"a frame not in the alternate": "\x1b[1Aa title\x1b[K\r\none and three\x1b[K\r",
		"a line ends in another way":   "\x1b[Ha title\x1b[K\none and three\x1b[K\x1b[2;H",
		"the cursor ends elsewhere":    "\x1b[H\none and three\x1b[K\x1b[1;H",
		"no end":                       "\x1b[H\none and three\x1b[K",
		"a tab":                        "\x1b[H\none\tand three\x1b[K\x1b[2;H",
		"a movement":                   "\x1b[H\none\x1b[Cand three\x1b[K\x1b[2;H",
		"a link":                       "\x1b[H\n\x1b]8;;https://example.com\x07one\x1b]8;;\x07 and three\x1b[K\x1b[2;H",
		"no text":                      "\x1b[H\none \xff\x80\x1b[K\x1b[2;H",
		"a letter of two code points":  "\x1b[H\none e\u0301t trois\x1b[K\x1b[2;H",
		"an emoji":                     "\x1b[H\none 👍 three\x1b[K\x1b[2;H",
		"a script from right to left":  "\x1b[H\none שלום three\x1b[K\x1b[2;H",
		"a style that is left":         "\x1b[H\none and \x1b[41mthree\x1b[K\x1b[2;H",
	} {
		t.Run(name, func(t *testing.T) {
			if got := sends(t, shown, text); got != text {
				t.Errorf("of %q there was sent %q", text, got)
			}
			if got := sends(t, shown, text, next); got != next {
				t.Errorf("after it there was sent %q", got)
			}
		})
	}
}

// TestAFrameDrawnAnewIsWrittenAsItCame: the terminal may have another size, or be
// another one.
func TestAFrameDrawnAnewIsWrittenAsItCame(t *testing.T) {
	shown := fresh("a title", "one and two")
	if got := sends(t, shown, shown); got != shown {
		t.Errorf("there was sent %q", got)
	}
}

// TestALineBegunInAStyleIsNotKnown: one frame leaves a style, and a line of the next
// one begins with it.
func TestALineBegunInAStyleIsNotKnown(t *testing.T) {
	const (
		leaves = "\x1b[H\n\x1b[41mone and two\x1b[K\x1b[2;H"
		ends   = "\x1b[H\none and\x1b[0m three\x1b[K\x1b[2;H"
		next   = "\x1b[H\none and four\x1b[K\x1b[2;H"
		last   = "\x1b[H\none and five\x1b[K\x1b[2;H"
	)
	first := fresh("a title", "one and two")
	if got := sends(t, first, leaves, ends, next); got != next {
		t.Errorf("there was sent %q", got)
	}
	if got, want := sends(t, first, leaves, ends, next, last), "\x1b[2;10Hive\x1b[2;H"; got != want {
		t.Errorf("then there was sent %q, want %q", got, want)
	}
}

// broken is a terminal that takes a few bytes at a time.
type broken struct{ bytes.Buffer }

func (b *broken) Write(p []byte) (int, error) {
	n, _ := b.Buffer.Write(p[:min(len(p), 5)])
	return n, io.ErrShortWrite
}

// TestWhatFailedIsNotOnTheScreen: the frame after it is written whole.
func TestWhatFailedIsNotOnTheScreen(t *testing.T) {
	const next = "\x1b[H\none and four\x1b[K\x1b[2;H"
	b := &broken{}
	w := NewWriter(b)
	for _, text := range []string{fresh("a title", "one and two"), next} {
		if n, err := io.WriteString(w, text); n != 5 || err == nil {
			t.Errorf("%d bytes were written, %v", n, err)
		}
	}
	if got := b.String(); got[5:] != next[:5] {
		t.Errorf("there was sent %q", got)
	}
}
