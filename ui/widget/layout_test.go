package widget

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"example.com/latchkey/ui/uitest"
)

func TestColumnsFallAwayByPriority(t *testing.T) {
	spans := []span{
		{min: 10, ideal: 20, flex: true},
		{min: 8, ideal: 8, priority: 3},
		{min: 6, ideal: 12, priority: 1},
		{min: 5, ideal: 5, priority: 2},
	}
	for width, want := range map[int][]int{
		100: {48, 8, 12, 5},
		51:  {20, 8, 12, 5},
		35:  {10, 8, 6, 5},
		34:  {19, 0, 6, 5},
		18:  {10, 0, 6, 0},
		17:  {17, 0, 0, 0},
		6:   {6, 0, 0, 0},
	} {
		if got := layout(spans, width); !slices.Equal(got, want) {
			t.Errorf("%d cells: %v, want %v", width, got, want)
		}
	}
}

func TestTextIsCutAtGraphemes(t *testing.T) {
	for text, want := range map[string]string{
		"abc":                                 "abc",
		"abcdef":                              "abc…",
		"日本語":                                 "日…",
		"e\u0301e\u0301e\u0301e\u0301e\u0301": "e\u0301e\u0301e\u0301…",
	} {
		got := Truncate(text, 4)
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if w := ansi.StringWidth(Fit(text, 4)); w != 4 {
			t.Errorf("%q fitted has %d cells", text, w)
		}
	}
}

func TestWholeEntriesOnly(t *testing.T) {
	for width, want := range map[int]string{4: "", 5: "12345", 11: "12345", 12: "12345  12345"} {
		if got, _ := Whole([]string{"12345", "12345", "1"}, 2, width); got != want {
			t.Errorf("%d cells: %q, want %q", width, got, want)
		}
	}
}

func TestSpread(t *testing.T) {
	if got := Spread("left", "right", 11); got != "left  right" {
		t.Errorf("%q", got)
	}
	if got := Spread("left", "right", 10); got != "left" {
		t.Errorf("without room: %q", got)
	}
}

func TestDaysBar(t *testing.T) {
	for left, want := range map[int]string{
		30: "▰▰▰▰▰▰▰▰▰▰ 30", 4: "▰▱▱▱▱▱▱▱▱▱  4", 1: "▰▱▱▱▱▱▱▱▱▱  1", 0: "▱▱▱▱▱▱▱▱▱▱  0", -1: "▱▱▱▱▱▱▱▱▱▱  0", 45: "▰▰▰▰▰▰▰▰▰▰ 45",
	} {
		if got := DaysBar(left, 30).Text; got != want {
			t.Errorf("%d days: %q, want %q", left, got, want)
		}
	}
}

func TestOverlayKeepsWidths(t *testing.T) {
	theme := uitest.Colored(true).Theme
	screen := strings.TrimSuffix(strings.Repeat("日本語日本語日本語日\n", 9), "\n")
	box := "╭──╮\n│ab│\n╰──╯"
	for width := 20; width < 24; width++ {
		for _, line := range strings.Split(Overlay(theme, screen, box, width, 8), "\n") {
			if got := ansi.StringWidth(line); got > 22 {
				t.Errorf("on %d cells a line has %d", width, got)
			}
		}
	}
	lines := strings.Split(ansi.Strip(Overlay(theme, screen, box, 20, 8)), "\n")
	if lines[3] != "日本語日│ab│日本語日" {
		t.Errorf("the middle of the box is %q", lines[3])
	}
	if !strings.HasPrefix(lines[8], "日本語日本") {
		t.Errorf("the line below is %q", lines[8])
	}
}

func TestFactsWrapBesideTheirLabels(t *testing.T) {
	theme := uitest.Session().Theme
	lines := Facts(theme, []Fact{{Label: "Uses", Value: "412 in 24 hours"}, {}, {Value: "A paragraph that goes on."}}, 18)
	want := []string{"Uses  412 in 24", "      hours", "", "A paragraph that", "goes on."}
	if got := uitest.Plain(strings.Join(lines, "\n")); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s", got)
	}
}
