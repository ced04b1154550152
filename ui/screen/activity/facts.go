package activity

import (
	"strconv"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// detailsOf is all that an entry holds.
func detailsOf(s *kit.Session, v model.EntryView) []widget.Fact {
	return append(append(facts(s, v), widget.Fact{}), idFacts(v)...)
}

// facts is what an entry says, without what programs know it by.
func facts(s *kit.Session, v model.EntryView) []widget.Fact {
	what := widget.Fact{Label: "What", Value: v.Actor.Name + " " + words(v.Action, v.Refused)}
	if v.Refused {
		what.Value, what.Tone = "✗ "+what.Value, kit.Bad
	}
	facts := []widget.Fact{
		what,
		{Label: "When", Value: s.Exact(v.At)},
		{Label: "Who", Value: named(v.Actor.Name, kind(v.Actor.Kind))},
		{Label: "Target", Value: target(v.Target)},
		{Label: "From", Value: orDash(v.From)},
	}
	if v.Refused {
		facts = append(facts, widget.Fact{Label: "Reason", Value: orDash(v.Reason), Tone: kit.Bad})
	}
	if v.Count > 1 {
		facts = append(facts, widget.Fact{Label: "Stands for", Value: kit.Plural(v.Count, "refused log-in") + " from there within one hour"})
	}
	return append(facts, detailFacts(v.Details)...)
}

// detailFacts is what changed, from what to what.
func detailFacts(details []model.Detail) []widget.Fact {
	if len(details) == 0 {
		return nil
	}
	facts := []widget.Fact{{}}
	for _, d := range details {
		value := orDash(d.After)
		if d.Before != "" {
			value = d.Before + " → " + value
		}
		facts = append(facts, widget.Fact{Label: d.Field, Value: value})
	}
	return facts
}

// idFacts is what other programs know the entry and its parts by.
func idFacts(v model.EntryView) []widget.Fact {
	facts := []widget.Fact{
		{Label: "Entry", Value: "number " + strconv.FormatUint(v.Seq, 10), Tone: kit.Muted},
		{Label: "Action", Value: string(v.Action), Tone: kit.Muted},
	}
	for _, id := range []widget.Fact{
		{Label: "Who (id)", Value: v.Actor.ID, Tone: kit.Muted},
		{Label: "With token", Value: v.Actor.Token, Tone: kit.Muted},
		{Label: "Target (id)", Value: v.Target.ID, Tone: kit.Muted},
	} {
		if id.Value != "" {
			facts = append(facts, id)
		}
	}
	return facts
}

func target(t model.TargetRef) string {
	if t.Kind == "" {
		return orDash(t.Name)
	}
	return named(t.Name, kind(t.Kind))
}

func named(name, kind string) string { return orDash(name) + " · " + kind }

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}
