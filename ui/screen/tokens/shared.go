package tokens

import (
	"cmp"
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// What other lists of tokens share with the one of this package.

// State returns the cell that says how a token fares, in words.
func State(s *kit.Session, v model.TokenView) widget.Cell { return state(s, v) }

// Facts returns what is known of a token without counting its uses, its owner
// included.
func Facts(s *kit.Session, v model.TokenView) []widget.Fact {
	facts := besideFacts(s, v)
	at := len(facts) - len(commonFacts(s, v))
	return slices.Insert(facts, at, widget.Fact{Label: "Acts as", Value: v.Owner})
}

// NewDetails returns the screen with all that is known of a token, whosever it
// is. It offers to generate where the person can: for themself, and for the
// service users of the current org.
func NewDetails(s *kit.Session, v model.TokenView) kit.Screen {
	return newDetails(s, subjectOf(s, v), v)
}

// subjectOf is whose a token is, as the person sees it.
func subjectOf(s *kit.Session, v model.TokenView) subject {
	of := subject{serviceUser: v.Subject.ServiceUser, name: v.Owner, elsewhere: v.Org != s.Org()}
	switch v.Subject.User {
	case "":
	case s.Actor().User():
		of.name = ""
	default:
		of.user = v.Subject.User
	}
	return of
}

// Revoked is the outcome of the question that Revoking puts.
type Revoked = revoked

// Notice returns the command that says what was revoked.
func (r revoked) Notice() tea.Cmd { return kit.Say(r.notice()) }

// Revoking puts the question before tokens of several owners are revoked
// (rule 5.3).
type Revoking struct {
	session *kit.Session
	facts   *kit.Question[revoking]
}

// NewRevoking returns a question that was not put yet.
func NewRevoking(s *kit.Session) *Revoking {
	return &Revoking{s, kit.NewQuestion[revoking](s)}
}

// Ask returns the command that reads what the question has to say: for one
// token all that will stop, for several the most used ones.
func (r *Revoking) Ask(views []model.TokenView) tea.Cmd {
	about := aboutRevoking(r.session, views)
	return r.facts.Ask(func(ctx context.Context) (revoking, error) {
		what, err := about(ctx)
		what.owners = true
		slices.SortStableFunc(what.tokens, func(a, b model.TokenDetails) int {
			return cmp.Or(cmp.Compare(b.LastMonth, a.LastMonth), b.Use.LastAt.Compare(a.Use.LastAt))
		})
		return what, err
	})
}

// Answer puts the question when msg is the answer to Ask. Its outcome is a
// Revoked.
func (r *Revoking) Answer(msg tea.Msg) tea.Cmd {
	if a, ok := r.facts.Answer(msg); ok {
		return openRevoke(r.session, a)
	}
	return nil
}
