package sets

import (
	"slices"
	"strings"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// facts says what an edit takes and gives, and to whom.
func (e edited) facts() []widget.Fact {
	p, d := e.preview, e.draft
	var facts []widget.Fact
	if d.before.Name != d.request.Name {
		facts = append(facts, widget.Fact{Label: "Name", Value: d.request.Name})
	}
	if len(p.Lost) > 0 {
		facts = append(facts, widget.Fact{Label: "Lost", Value: joined(p.Lost), Tone: kit.Strong})
	}
	if len(p.Gained) > 0 {
		facts = append(facts, widget.Fact{Label: "Gained", Value: joined(p.Gained), Tone: kit.Strong})
	}
	held := p.Holders.String()
	if len(p.Subjects) > 0 {
		held += ": " + who(p)
	}
	facts = append(facts, widget.Fact{Label: "Held by", Value: held})
	if p.Holders.Any() {
		facts = append(facts, widget.Fact{Label: "Tokens", Value: tokenCount(p)})
	}
	return facts
}

// text says when an edit counts, and where it does not.
func (e edited) text() string {
	switch p := e.preview; {
	case !p.Holders.Any():
		return "Nobody holds the set, so nothing changes for anybody now."
	case len(p.Lost) > 0 && p.Holders.ServiceUsers > 0:
		return "It counts from the very next request. A service user keeps what another of its sets allows."
	}
	return "It counts from the very next request."
}

func joined(list []model.Permission) string {
	texts := make([]string, len(list))
	for i, p := range list {
		texts[i] = string(p)
	}
	return strings.Join(texts, ", ")
}

// namesMost is how many holders are named before "and 12 more".
const namesMost = 6

// who names the first holders.
func who(p model.SetPreview) string {
	shown := p.Subjects[:min(len(p.Subjects), namesMost)]
	text := strings.Join(shown, ", ")
	if more := len(p.Subjects) - len(shown) + p.More; more > 0 {
		text += " and " + kit.Count(more) + " more"
	}
	return text
}

// tokenCount says how many tokens act with a set, as far as its holders are
// known by name.
func tokenCount(p model.SetPreview) string {
	text := kit.Plural(len(p.Tokens), "active token")
	if p.More > 0 {
		text = "at least " + text
	}
	return text
}

// tokenLines names tokens, the most recently used one first.
func tokenLines(s *kit.Session, list []model.TokenView) []string {
	var lines []string
	for _, v := range mostRecentFirst(list) {
		lines = append(lines, v.Name+" · "+v.Owner+" · "+used(s, v))
	}
	return lines
}

func mostRecentFirst(list []model.TokenView) []model.TokenView {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b model.TokenView) int { return b.Use.LastAt.Compare(a.Use.LastAt) })
	return sorted
}

func used(s *kit.Session, v model.TokenView) string {
	if v.Use.LastAt.IsZero() {
		return "never used"
	}
	return "used " + s.Ago(v.Use.LastAt)
}
