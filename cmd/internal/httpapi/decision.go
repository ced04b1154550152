package httpapi

import (
	"net/http"

	"example.com/latchkey/model"
)

// decisionJSON is an answer about a token.
type decisionJSON struct {
	OK          bool              `json:"ok"`
	Reason      model.Reason      `json:"reason"`
	Token       model.TokenID     `json:"token,omitempty"`
	TokenName   string            `json:"token_name,omitempty"`
	Org         model.OrgID       `json:"org,omitempty"`
	OrgName     string            `json:"org_name,omitempty"`
	Kind        string            `json:"kind,omitempty"`
	Subject     string            `json:"subject,omitempty"`
	SubjectName string            `json:"subject_name,omitempty"`
	ExpiresAt   string            `json:"expires_at,omitempty"`
	Permissions []string          `json:"permissions,omitempty"`
	Item        string            `json:"item,omitempty"`
	Explanation []explanationStep `json:"explanation,omitempty"`
}

func asJSON(d model.Decision) decisionJSON {
	out := decisionJSON{OK: d.OK(), Reason: d.Reason}
	if d.Token.ID == "" {
		return out
	}
	out.Token, out.TokenName, out.Org, out.OrgName = d.Token.ID, d.Token.Name, d.Token.Org, d.Org
	out.Kind, out.Subject, out.SubjectName = d.Token.Subject.Kind(), d.Token.Subject.ID(), d.Subject
	out.ExpiresAt, out.Permissions, out.Item = stamp(d.Expires), names(d.Allowed), d.Item.Address().String()
	return out
}

func names(allowed model.Permissions) []string {
	var list []string
	for _, p := range allowed.Sorted() {
		list = append(list, string(p))
	}
	return list
}

// refusedJSON is a no to the bearer of the token: a problem, with the answer as
// its further members (RFC 9457, section 3.2).
type refusedJSON struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	decisionJSON
}

// writeRefusedJSON answers a no with all that the bearer may know of the token.
func (f *refusal) writeRefusedJSON(w http.ResponseWriter, d model.Decision) {
	f.challenge(w.Header())
	p := problem{Status: f.status, Detail: f.detail}.complete()
	send(w, f.status, mediaProblem, refusedJSON{p.Title, p.Status, p.Detail, asJSON(d)})
}

// explanationStep is one check of the chain of rule 8.1.
type explanationStep struct {
	Check  model.Check     `json:"check"`
	State  model.StepState `json:"state"`
	Reason model.Reason    `json:"reason"`
	Text   string          `json:"text"`
	At     string          `json:"at,omitempty"`
	Notes  []string        `json:"notes,omitempty"`
}

func explained(e *model.Explanation) []explanationStep {
	if e == nil {
		return nil
	}
	var steps []explanationStep
	for _, s := range e.Steps {
		steps = append(steps, explanationStep{s.Check, s.State, s.Reason, s.Text, stamp(s.At), s.Notes})
	}
	return steps
}
