package cli

import "testing"

func TestTextForATerminalBreaksBetweenWords(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"Type yes to go on", 80, "Type yes to go on"},
		{"Type yes to go on", 8, "Type yes\nto go on"},
		{"Type yes to go on", 7, "Type\nyes to\ngo on"},
		{"say --key-file here", 8, "say\n--key-file\nhere"}, // to be copied
		{"日本語 の 文", 6, "日本語\nの 文"},
		{"Type yes to go on", 0, "Type yes to go on"}, // nobody knows how wide
		{"", 10, ""},
	} {
		if got := wrapped(c.text, c.width); got != c.want {
			t.Errorf("%q in %d cells: got %q, want %q", c.text, c.width, got, c.want)
		}
	}
}
