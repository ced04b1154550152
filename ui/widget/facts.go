package widget

import (
	"github.com/charmbracelet/x/ansi"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// Fact is a label and its value. Without a label the value is a paragraph over
// the whole width; without either it is an empty line.
type Fact struct {
	Label, Value string
	Tone         kit.Tone // of the value
}

// Facts draws facts in lines of at most width cells: labels in a column of
// their own, values beside them, wrapped.
func Facts(t kit.Theme, facts []Fact, width int) []string {
	column := labelWidth(facts, width)
	var lines []string
	for _, f := range facts {
		if f.Label == "" {
			lines = append(lines, paragraph(t, f.Tone, f.Value, width)...)
			continue
		}
		label := t.Paint(kit.Muted, Fit(model.Printable(f.Label), column))
		for _, value := range paragraph(t, f.Tone, f.Value, width-column-gap) {
			lines = append(lines, label+blanks(gap)+value)
			label = blanks(column)
		}
	}
	return lines
}

// labelWidth is the room for labels: the longest one's, up to two fifths.
func labelWidth(facts []Fact, width int) int {
	column := 0
	for _, f := range facts {
		column = max(column, ansi.StringWidth(f.Label))
	}
	return max(min(column, width*2/5), 1)
}
