package widget

import (
	"strings"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// View draws the form in width by height cells; a form that is taller shows
// the part around the cursor.
func (f *Form) View(width, height int) string {
	body, at := f.body(width)
	foot := f.foot(width, height-len(body))
	body = scroll(append(body, ""), at, max(height-len(foot), 1))
	return strings.Join(append(body, foot...), "\n")
}

// body draws the fields and says in which line the cursor is.
func (f *Form) body(width int) (lines []string, at int) {
	t := f.session.Theme
	if f.options.Intro != "" {
		lines = append(paragraph(t, kit.Plain, f.options.Intro, width), "")
	}
	column := f.column(width)
	for i, c := range f.controls {
		values, line := c.view(t, width-column-gap)
		if i == f.at {
			at = len(lines) + line
		}
		label := f.label(i, column)
		for _, value := range values {
			lines = append(lines, label+blanks(gap)+value)
			label = blanks(column)
		}
		if i == f.culprit() {
			for _, line := range f.complaint(width - column - gap) {
				lines = append(lines, blanks(column+gap)+line)
			}
			if i == f.at {
				at = len(lines) - 1
			}
		}
	}
	if f.at == len(f.controls) {
		at = len(lines)
	}
	return lines, at
}

// foot draws what stands under the fields: the help of the one with the cursor,
// an error that is about none of them, and the buttons. With room lines to
// spare an empty help has its line too, so that nothing moves.
func (f *Form) foot(width, room int) []string {
	t := f.session.Theme
	var lines []string
	help := ""
	if f.at < len(f.controls) {
		help = f.controls[f.at].label().Help
	}
	if help != "" || f.helps() && room > footLines {
		lines = append(lines, t.Paint(kit.Muted, Truncate(model.Printable(help), width)))
	}
	if f.err != nil && f.culprit() < 0 {
		lines = append(lines, f.complaint(width)...)
	}
	if f.busy {
		return append(lines, PadLeft(t.Paint(kit.Muted, f.options.Busy), width))
	}
	return append(lines, f.buttons.view(t, width, f.at == len(f.controls)))
}

// footLines is what help and buttons take with the lines around them.
const footLines = 5

// helps reports whether any field has a help line.
func (f *Form) helps() bool {
	for _, c := range f.controls {
		if c.label().Help != "" {
			return true
		}
	}
	return false
}

func (f *Form) complaint(width int) []string {
	return paragraph(f.session.Theme, kit.Bad, "✗ "+model.Sentence(f.err), width)
}

func (f *Form) label(i, column int) string {
	t, text := f.session.Theme, model.Printable(f.controls[i].label().Label)
	if i == f.at {
		return t.Paint(kit.Current, "› "+Fit(text, column-2))
	}
	return "  " + t.Paint(kit.Muted, Fit(text, column-2))
}

// column is the room for the labels and the cursor before them.
func (f *Form) column(width int) int {
	var facts []Fact
	for _, c := range f.controls {
		facts = append(facts, Fact{Label: c.label().Label})
	}
	return labelWidth(facts, width) + 2
}
