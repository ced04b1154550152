package cli

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"example.com/latchkey/model"
)

// written is what --json prints of a value.
func written(t *testing.T, value any) string {
	t.Helper()
	var out strings.Builder
	if err := (&call{env: Env{Stdout: &out}}).writeJSON(value); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestJSONIsFitForATerminal(t *testing.T) {
	for text, want := range map[string]string{
		"a\u009b31m":            `a\u009b31m`,
		"\u202egnp.exe":         `\u202egnp.exe`,
		"ad\u200bmin":           `ad\u200bmin`,
		"\ue000":                `\ue000`,
		"\U000f0000":            `\udb80\udc00`,
		"\U000e0041":            `\udb40\udc41`, // a tag
		"\x1b[2J\x7f":           `\u001b[2J\u007f`,
		"a\u00a0b\u2028\ufeff":  `a\u00a0b\u2028\ufeff`,
		"\x9b":                  `\ufffd`, // not UTF-8
		"\\u009b":               `\\u009b`,
		"Åse <é> & 組織 🔑 \ufffd": "Åse <é> & 組織 🔑 \ufffd",
	} {
		if got := written(t, text); got != `"`+want+`"`+"\n" {
			t.Errorf("%+q is written as %+q, not as %q", text, got, want)
		}
	}
}

func TestJSONStaysTheSameValue(t *testing.T) {
	var text strings.Builder
	for r, step := rune(0), rune(1); r <= unicode.MaxRune; r += step {
		text.WriteRune(r) // a surrogate becomes U+FFFD
		if r > 0xffff {
			step = 61 // some of each block
		}
	}
	value := map[string][]string{text.String(): {"line\nbreak", text.String()}}
	out := written(t, value)
	if lines := strings.ReplaceAll(out, "\n", ""); model.Printable(lines) != lines {
		t.Error("something unprintable is left")
	}
	var back map[string][]string
	if err := json.Unmarshal([]byte(out), &back); err != nil {
		t.Fatal(err)
	}
	if list := back[text.String()]; len(back) != 1 || len(list) != 2 || list[0] != "line\nbreak" || list[1] != text.String() {
		t.Error("it reads back as something else")
	}
}
