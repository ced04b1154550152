package tokens

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/meanwhile"
	"example.com/latchkey/ui/widget"
)

// revoking is what has to be known before the question is put: what will stop
// (rule 5.3).
type revoking struct {
	tokens []model.TokenDetails
	ended  int  // of those that were asked about, and are left out
	owners bool // they may differ, so the question names them
}

// revoked is the outcome of the question: how many ended, and what failed.
type revoked struct {
	names []string
	gone  int // ended in the meantime, by somebody else
}

func (r revoked) notice() (kit.NoticeKind, string) {
	switch {
	case len(r.names) == 1 && r.gone == 0:
		return kit.Done, "Revoked " + model.Printable(r.names[0]) + "."
	case r.gone > 0:
		return kit.Done, fmt.Sprintf("Revoked %s; %d had ended already.", kit.Plural(len(r.names), "token"), r.gone)
	}
	return kit.Done, "Revoked " + kit.Plural(len(r.names), "token") + "."
}

func aboutRevoking(s *kit.Session, views []model.TokenView) func(context.Context) (revoking, error) {
	return func(ctx context.Context) (revoking, error) {
		var r revoking
		for _, v := range views {
			if !v.Alive() {
				r.ended++
				continue
			}
			d, err := s.Authority.TokenDetails(ctx, s.Actor(), model.TokenRef{Org: v.Org, ID: v.ID})
			if err != nil {
				return r, err
			}
			r.tokens = append(r.tokens, d)
		}
		if len(r.tokens) == 0 {
			return r, &model.Error{Kind: model.KindConflict, Message: "That has ended already; there is nothing to revoke."}
		}
		return r, nil
	}
}

func openRevoke(s *kit.Session, a kit.Answer[revoking]) tea.Cmd {
	if a.Err != nil {
		return kit.Say(kit.Failed, model.Sentence(a.Err))
	}
	o := widget.ConfirmOptions[revoked]{
		Action: "Revoke",
		Busy:   "Revoking…",
		Danger: true,
		About:  meanwhile.Tokens(s, views(a.Value.tokens)),
		Run:    revoke(s, a.Value.tokens),
		Done:   func(r revoked) tea.Msg { return r },
	}
	if len(a.Value.tokens) == 1 {
		d := a.Value.tokens[0]
		o.Title, o.Text = "Revoke "+model.Printable(d.Name)+"?", a.Value.text("it")
		o.Facts = revokeFacts(s, d)
		return kit.Open(widget.NewConfirm(s, o))
	}
	o.Title, o.Text = a.Value.several(len(a.Value.tokens))
	o.Left = func(left []int) (string, string) { return a.Value.several(len(left)) }
	for _, d := range a.Value.tokens {
		o.List = append(o.List, a.Value.line(s, d))
	}
	return kit.Open(widget.NewConfirm(s, o))
}

// text says what will happen to what uses a token or several.
func (r revoking) text(it string) string {
	text := "What uses " + it + " is refused from the next request on."
	if r.ended > 0 {
		text += fmt.Sprintf(" %d more of those marked ended before.", r.ended)
	}
	return text
}

// several asks about those of several tokens that are left.
func (r revoking) several(left int) (title, text string) {
	title = "Revoke " + kit.Plural(left, "token") + "?"
	switch ended := len(r.tokens) - left; {
	case ended == 0:
		return title, r.text("them")
	case left == 1:
		return title, fmt.Sprintf("%d of these %d ended meanwhile. %s", ended, len(r.tokens), r.text("the other"))
	default:
		return title, fmt.Sprintf("%d of these %d ended meanwhile. %s", ended, len(r.tokens), r.text("the others"))
	}
}

// views returns the tokens without the counts.
func views(tokens []model.TokenDetails) []model.TokenView {
	list := make([]model.TokenView, len(tokens))
	for i, d := range tokens {
		list[i] = d.TokenView
	}
	return list
}

// line names one of several tokens.
func (r revoking) line(s *kit.Session, d model.TokenDetails) string {
	if !r.owners {
		return fmt.Sprintf("%s · used %s · %s in 30 days", d.Name, s.Ago(d.Use.LastAt), kit.Plural(int(d.LastMonth), "use"))
	}
	if d.Use.LastAt.IsZero() {
		return fmt.Sprintf("%s · %s · never used", d.Name, d.Owner)
	}
	return fmt.Sprintf("%s · %s · used %s, %s× in 30 days", d.Name, d.Owner, s.Ago(d.Use.LastAt), kit.Count(int(d.LastMonth)))
}

func revokeFacts(s *kit.Session, d model.TokenDetails) []widget.Fact {
	owner := d.Owner
	if d.Subject.User != "" && d.Subject.User == s.Actor().User() {
		owner = "you"
	}
	return []widget.Fact{
		{Label: "Owner", Value: owner + ", in " + d.OrgName},
		{Label: "Last used", Value: lastUsed(s, d.TokenView)},
		{Label: "Uses", Value: fmt.Sprintf("%s in 24 hours · %s in 30 days", kit.Count(int(d.LastDay)), kit.Count(int(d.LastMonth)))},
	}
}

// revoke ends the tokens one by one. A single one that somebody else has ended
// is an error that says so; among several it is counted.
func revoke(s *kit.Session, tokens []model.TokenDetails) func(context.Context) (revoked, error) {
	return func(ctx context.Context) (revoked, error) {
		var done revoked
		for _, d := range tokens {
			_, err := s.Authority.RevokeToken(ctx, s.Actor(), model.TokenRef{Org: d.Org, ID: d.ID})
			switch {
			case model.KindOf(err) == model.KindConflict && len(tokens) > 1:
				done.gone++
				continue
			case err != nil:
				return done, err
			}
			done.names = append(done.names, d.Name)
		}
		return done, nil
	}
}
