package cli

import (
	"fmt"

	"example.com/latchkey/model"
)

// explanationJSON is the answer of explain --json.
type explanationJSON struct {
	Reason      string           `json:"reason"`
	Status      int              `json:"status"`
	OK          bool             `json:"ok"`
	Org         string           `json:"org"`
	OrgName     string           `json:"org_name"`
	Kind        string           `json:"kind"`
	Subject     string           `json:"subject"`
	SubjectName string           `json:"subject_name"`
	Token       string           `json:"token"`
	TokenName   string           `json:"token_name"`
	Item        *askedItemJSON   `json:"item"`
	Steps       []explainingJSON `json:"steps"`
}

type askedItemJSON struct {
	ID        string `json:"id"`
	Org       string `json:"org"`
	Kind      string `json:"kind"`
	Name      string `json:"name"`
	Reference string `json:"reference"`
}

type explainingJSON struct {
	Check  string     `json:"check"`
	State  string     `json:"state"`
	Reason string     `json:"reason"`
	Text   string     `json:"text"`
	At     *string    `json:"at"`
	Notes  []string   `json:"notes"`
	Place  *placeJSON `json:"place"`
}

type placeJSON struct {
	Org  string `json:"org"`
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

// printExplanation prints the checks. Its exit code is that of token verify.
func (c *call) printExplanation(e model.Explanation) error {
	if err := c.writeExplanation(e); err != nil {
		return err
	}
	if e.Reason != model.ReasonOK {
		return exitError(exitDenied)
	}
	return nil
}

func (c *call) writeExplanation(e model.Explanation) error {
	if c.json {
		return c.writeJSON(asExplanationJSON(e))
	}
	var rows [][]string
	for _, step := range e.Steps {
		text := step.Text
		if !step.At.IsZero() {
			text += " · " + moment(step.At)
		}
		rows = append(rows, []string{step.Check.Name(), resultWord(step.State), text})
		for _, note := range step.Notes {
			rows = append(rows, []string{"", "", note})
		}
	}
	rows = append(rows, []string{"Answer", "", fmt.Sprintf("%d %s", e.Reason.Status(), e.Reason)})
	return c.table([]string{"CHECK", "RESULT", "WHY"}, rows)
}

func resultWord(s model.StepState) string {
	if s == model.StepPassed || s == model.StepFailed {
		return string(s)
	}
	return "-"
}

func asExplanationJSON(e model.Explanation) explanationJSON {
	out := explanationJSON{
		Reason: string(e.Reason), Status: e.Reason.Status(), OK: e.Reason == model.ReasonOK,
		Org: string(e.Org), OrgName: e.OrgName, Steps: []explainingJSON{},
	}
	if e.Subject != (model.Subject{}) {
		out.Kind, out.Subject, out.SubjectName = e.Subject.Kind(), e.Subject.ID(), e.Name
	}
	if e.Token != nil {
		out.Token, out.TokenName = string(e.Token.ID), e.Token.Name
	}
	if i := e.Item; i != nil {
		out.Item = &askedItemJSON{string(i.ID), string(i.Org), string(i.Kind), i.Name, i.Ref}
	}
	for _, s := range e.Steps {
		step := explainingJSON{
			Check: string(s.Check), State: string(s.State), Reason: string(s.Reason),
			Text: s.Text, At: stamp(s.At), Notes: append([]string{}, s.Notes...),
		}
		if s.Mend != (model.Place{}) {
			step.Place = &placeJSON{string(s.Mend.Org), s.Mend.Kind, s.Mend.ID}
		}
		out.Steps = append(out.Steps, step)
	}
	return out
}
