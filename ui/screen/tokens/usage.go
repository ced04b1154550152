package tokens

import (
	"fmt"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// usage says how a token was used lately: day by day, what it was refused, and
// from where it is used.
func usage(s *kit.Session, d model.TokenDetails) []widget.Fact {
	facts := append([]widget.Fact{{}}, widget.Daily("Uses a day", d.Daily, s.Now())...)
	facts = append(facts, refusalFacts(d)...)
	return append(facts, callerFacts(s, d.Use.Recent)...)
}

func uses(d model.TokenDetails) string {
	return fmt.Sprintf("%s in 24 hours · %s in 30 days · %s in all",
		kit.Count(int(d.LastDay)), kit.Count(int(d.LastMonth)), kit.Count(int(d.Use.Count)))
}

// refusals are the reasons for which a token that there is can be refused, in
// the order of the checks, each with what it says of the requests.
var refusals = []struct {
	reason model.Reason
	words  string
}{
	{model.ReasonRevoked, "after it was revoked"},
	{model.ReasonExpired, "after it had expired"},
	{model.ReasonOrgSuspended, "while the organisation was suspended"},
	{model.ReasonSubjectInactive, "while its owner was not active"},
	{model.ReasonPermissionMissing, "without the permission for what they do"},
	{model.ReasonAccessMissing, "without access to the item"},
}

func refusalFacts(d model.TokenDetails) []widget.Fact {
	var facts []widget.Fact
	for _, r := range refusals {
		if n := d.Refusals[r.reason]; n > 0 {
			facts = append(facts, widget.Fact{Label: kit.Plural(int(n), "request"), Value: r.words, Tone: kit.Bad})
		}
	}
	if len(facts) == 0 {
		return nil
	}
	return append([]widget.Fact{{}, {Value: "Refused in 30 days", Tone: kit.Strong}}, facts...)
}

func callerFacts(s *kit.Session, callers []model.Caller) []widget.Fact {
	if len(callers) == 0 {
		return nil
	}
	facts := []widget.Fact{{}, {Value: "Used from", Tone: kit.Strong}}
	for _, c := range callers {
		value := s.Ago(c.At) + " · " + kit.Plural(int(c.Count), "time")
		if c.Agent != "" {
			value += " · " + c.Agent
		}
		facts = append(facts, widget.Fact{Label: c.From, Value: value})
	}
	return facts
}
