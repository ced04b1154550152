package explain

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// The cells of the cursor and of a glyph, each with the blank after it, and of
// the names of the checks. Where there are few cells notes begin under the names.
const (
	markRoom = 4
	nameRoom = 14
	fewCells = 60
)

// look is how a step is drawn: its glyph, and the tones of its parts.
type look struct {
	glyph             string
	mark, name, words kit.Tone
}

// looks returns the look of a step. The first that fails stands out, those after
// it do not.
func (e *Explain) looks(at int) look {
	switch e.have.Steps[at].State {
	case model.StepPassed:
		return look{"✓", kit.Good, kit.Plain, kit.Plain}
	case model.StepFailed:
		if at == e.culprit() {
			return look{"✗", kit.Bad, kit.Strong, kit.Bad}
		}
		return look{"✗", kit.Muted, kit.Muted, kit.Muted}
	}
	return look{"·", kit.Muted, kit.Muted, kit.Muted}
}

// lines draws a step: its words beside its name, its notes under them.
func (e *Explain) lines(at, width int) []string {
	t, step, l := e.session.Theme, e.have.Steps[at], e.looks(at)
	room := max(width-markRoom-nameRoom, 8)
	cursor := " "
	if at == e.at {
		cursor, l.name = t.Paint(kit.Current, "›"), kit.Current
	}
	lead := cursor + " " + t.Paint(l.mark, l.glyph) + " " + t.Paint(l.name, widget.Pad(step.Check.Name(), nameRoom))
	var lines []string
	add := func(indent int, tone kit.Tone, text string) {
		for _, part := range widget.Wrap(text, width-indent) {
			lines = append(lines, lead+t.Paint(tone, part))
			lead = strings.Repeat(" ", indent)
		}
	}
	add(markRoom+nameRoom, l.words, e.words(step, room))
	indent := markRoom + nameRoom
	if width < fewCells {
		indent = markRoom
	}
	lead = strings.Repeat(" ", indent)
	for _, note := range step.Notes {
		add(indent, noteTone(l), note)
	}
	return lines
}

// noteTone is that of what stands under a step: never louder than plain.
func noteTone(l look) kit.Tone {
	if l.words == kit.Bad {
		return kit.Plain
	}
	return kit.Muted
}

// words says what decided a step, and when where that says something: to the
// second too when there is room for it in the line.
func (e *Explain) words(step model.Step, room int) string {
	if step.At.IsZero() {
		return step.Text
	}
	text := step.Text + " · " + e.when(step.At)
	if exact := text + " · " + e.session.Exact(step.At); ansi.StringWidth(exact) <= room {
		return exact
	}
	return text
}

// when says how long ago a time was, or how long it is to it: in the days that
// the lists of tokens show.
func (e *Explain) when(at time.Time) string {
	switch left := at.Sub(e.session.Now()); {
	case left <= 0:
		return e.session.Ago(at)
	case left <= 24*time.Hour:
		return e.session.Until(at)
	default:
		return kit.Plural(int((left+24*time.Hour-1)/(24*time.Hour)), "day") + " left"
	}
}

// answer is the line under the checks.
func (e *Explain) answer() string {
	t, reason := e.session.Theme, e.have.Reason
	tone := kit.Bad
	if reason == model.ReasonOK {
		tone = kit.Good
	}
	name := widget.Pad("Answer", nameRoom)
	if e.width < fewCells {
		name = "Answer  "
	}
	return "  " + t.Paint(kit.Muted, "·") + " " + name + t.Paint(tone, fmt.Sprintf("%d %s", reason.Status(), reason))
}

// body draws all steps, and says in which lines the one with the cursor is.
func (e *Explain) body(width int) (lines []string, first, last int) {
	for at := range e.have.Steps {
		step := e.lines(at, width)
		if at == e.at {
			first, last = len(lines), len(lines)+len(step)-1
		}
		lines = append(lines, step...)
	}
	return lines, first, last
}

// stepRoom is how many lines the steps have: the answer always has the last one.
func (e *Explain) stepRoom() int { return max(e.height-1, 1) }

// scroll brings the step with the cursor into what is seen.
func (e *Explain) scroll() {
	if e.have == nil {
		return
	}
	lines, first, last := e.body(e.leftRoom())
	end := last - e.stepRoom() + 1 // what shows the step's last line
	e.top = min(max(e.top, min(first, end)), max(first, end))
	e.top = max(min(e.top, len(lines)-e.stepRoom()), 0)
}

// View draws the checks and the answer, or what to do where there are none.
func (e *Explain) View() string {
	switch {
	case e.err != nil:
		return strings.Join(e.failure(), "\n")
	case e.nobody():
		return strings.Join(e.empty(), "\n")
	case e.have == nil:
		return ""
	}
	width := e.leftRoom()
	lines, _, _ := e.body(width)
	top := min(e.top, len(lines)-1)
	lines = lines[top:min(top+e.stepRoom(), len(lines))]
	if len(lines)+1 < e.height {
		lines = append(lines, "")
	}
	return strings.Join(e.spread(append(lines, e.answer()), width), "\n")
}

const emptyText = "Why is a request refused, or let through? Here stands every check that it goes through, with what decides it.\n\n" +
	"Press t to say whose request is meant: a token, a person, a service user or a secret that you found."

func (e *Explain) empty() []string { return e.paragraph(kit.Muted, emptyText) }

// failure says why there is no explanation.
func (e *Explain) failure() []string {
	lines := e.paragraph(kit.Bad, "✗ "+model.Sentence(e.err))
	hint := ""
	switch {
	case e.passing():
		hint = "r try again"
	case model.FieldOf(e.err) == model.FieldLevel:
		hint = "l level"
	default:
		return lines
	}
	k, what, _ := strings.Cut(hint, " ")
	return append(lines, e.session.Theme.Key.Render(k)+" "+e.session.Theme.Paint(kit.Muted, what))
}

func (e *Explain) paragraph(tone kit.Tone, text string) []string {
	lines := widget.Wrap(text, e.width)
	for i := range lines {
		lines[i] = e.session.Theme.Paint(tone, lines[i])
	}
	return lines
}
