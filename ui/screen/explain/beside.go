package explain

import (
	"fmt"
	"strings"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// Beside the checks a terminal of 120 columns has room for what the one with the
// cursor is about.
const (
	wideFrom   = 118
	besideRoom = 36
	besideGap  = 4
)

// leftRoom is how wide the checks are.
func (e *Explain) leftRoom() int {
	if e.width < wideFrom {
		return e.width
	}
	return e.width - besideRoom - besideGap
}

// spread puts what a check is about beside the lines, where there is room.
func (e *Explain) spread(lines []string, width int) []string {
	step, ok := e.step()
	if e.width < wideFrom || !ok {
		return lines
	}
	right := widget.Facts(e.session.Theme, e.facts(step), besideRoom)
	for i := range min(len(right), e.height) {
		if i == len(lines) {
			lines = append(lines, "")
		}
		lines[i] = widget.Pad(lines[i], width+besideGap) + right[i]
	}
	return lines
}

// facts is what is known of a check beside what decided it.
func (e *Explain) facts(step model.Step) []widget.Fact {
	facts := []widget.Fact{{Value: step.Check.Name(), Tone: kit.Strong}, {}, {Value: abouts[step.Check]}, {}}
	at := e.session.Exact(step.At)
	if said := e.words(step, e.leftRoom()-markRoom-nameRoom); !step.At.IsZero() && !strings.HasSuffix(said, at) {
		facts = append(facts, widget.Fact{Label: "Time", Value: at})
	}
	facts = append(facts, widget.Fact{Label: "If it fails", Value: fmt.Sprintf("%d %s", step.Reason.Status(), step.Reason)})
	if item := e.have.Item; item != nil && step.Check == model.CheckAccess {
		facts = append(facts, widget.Fact{}, widget.Fact{Label: "Item", Value: item.Name}, widget.Fact{Label: "Kind", Value: string(item.Kind)})
		if item.Ref != "" {
			facts = append(facts, widget.Fact{Label: "Reference", Value: item.Ref})
		}
	}
	return facts
}

// abouts says in a sentence or two when each check passes.
var abouts = map[model.Check]string{
	model.CheckSecret:     "Passes when the secret has the form of latchkey's and its check digits fit. For one that does not, nothing is looked up.",
	model.CheckKnown:      "Passes when a token has that secret.",
	model.CheckRevoked:    "Passes unless somebody has revoked the token, or the secret is one that a regeneration has replaced.",
	model.CheckExpired:    "Passes while the token is used often enough, its end date has not come, and its owner has not left.",
	model.CheckOrg:        "Passes unless the organisation that the token belongs to is suspended.",
	model.CheckSubject:    "Passes when the person is an active member there, or the service user is enabled.",
	model.CheckPermission: "Passes when a permission set of the person or service user has it, at the time of the request.",
	model.CheckAccess:     "Passes when the person or service user owns the item, or was granted a level on it that is high enough.",
}
