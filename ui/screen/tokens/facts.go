package tokens

import (
	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// besideFacts is what stands beside a wide list.
func besideFacts(s *kit.Session, v model.TokenView) []widget.Fact {
	facts := []widget.Fact{{Value: v.Name, Tone: kit.Strong}, {}}
	if v.Note != "" {
		facts = append(facts, widget.Fact{Value: v.Note}, widget.Fact{})
	}
	return append(facts, commonFacts(s, v)...)
}

// commonFacts is what is known of a token without counting its uses.
func commonFacts(s *kit.Session, v model.TokenView) []widget.Fact {
	stateCell := state(s, v)
	facts := []widget.Fact{
		{Label: "State", Value: stateCell.Text, Tone: stateCell.Tone},
		{Label: "Secret", Value: secretHint(v)},
		{Label: "Created", Value: s.Exact(v.CreatedAt) + " by " + v.CreatedBy},
	}
	if v.Alive() {
		facts = append(facts, widget.Fact{Label: "Ends", Value: ends(s, v)})
	} else {
		facts = append(facts, widget.Fact{Label: "Ended", Value: ended(s, v)})
	}
	if !v.RegeneratedAt.IsZero() {
		facts = append(facts, widget.Fact{Label: "Regenerated", Value: regenerated(s, v)})
	}
	return append(facts,
		widget.Fact{Label: "Last used", Value: lastUsed(s, v)},
		widget.Fact{Label: "Uses", Value: kit.Count(int(v.Use.Count)) + " in all"},
	)
}

func secretHint(v model.TokenView) string {
	prefix := model.PrefixUser
	if v.Subject.IsServiceUser() {
		prefix = model.PrefixServiceUser
	}
	return prefix + "…" + v.LastFour
}

func ends(s *kit.Session, v model.TokenView) string {
	if v.Expires.IsZero() {
		return "never"
	}
	text := s.Exact(v.Expires)
	if !v.Expires.Equal(v.EndsAt) {
		text += ", unless it is used before"
	}
	return text
}

func ended(s *kit.Session, v model.TokenView) string {
	text := s.Exact(v.EndedAt) + " · " + v.End.String()
	if v.EndedBy != "" {
		text += " by " + v.EndedBy
	}
	return text
}

func regenerated(s *kit.Session, v model.TokenView) string {
	text := s.Exact(v.RegeneratedAt)
	if v.Alive() && v.PreviousUntil.After(s.Now()) {
		text += " · the secret before it is good until " + s.Exact(v.PreviousUntil)
	}
	return text
}

// lastUsed says when, from where and with what.
func lastUsed(s *kit.Session, v model.TokenView) string {
	if v.Use.LastAt.IsZero() {
		return "never"
	}
	text := s.Ago(v.Use.LastAt) + " from " + v.Use.From
	if v.Use.Agent != "" {
		text += " (" + v.Use.Agent + ")"
	}
	return text
}

// detailFacts is all that is known of a token.
func detailFacts(s *kit.Session, d model.TokenDetails) []widget.Fact {
	facts := []widget.Fact{
		{Label: "Name", Value: d.Name, Tone: kit.Strong},
		{Label: "Note", Value: orDash(d.Note)},
		{Label: "Acts as", Value: d.Owner + ", in " + d.OrgName},
	}
	facts = append(facts, commonFacts(s, d.TokenView)...)
	facts[len(facts)-1].Value = uses(d)
	facts = append(facts, widget.Fact{Label: "Id", Value: string(d.ID), Tone: kit.Muted})
	if !d.SecretSeen && d.Alive() {
		facts = append(facts, widget.Fact{}, widget.Fact{Tone: kit.Warn, Value: "The secret was never seen to be copied or saved. If nobody has it, regenerate or revoke the token."})
	}
	return append(facts, usage(s, d)...)
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}
