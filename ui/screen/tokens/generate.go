package tokens

import (
	"context"
	"fmt"
	"strconv"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/meanwhile"
	"example.com/latchkey/ui/widget"
)

// generating is what a form will make: a new token, one like an ended one, or
// a new secret for a living one.
type generating struct {
	like  *model.TokenView
	again *model.TokenView
}

// opening is what has to be known before the form opens.
type opening struct {
	generating
	password bool // the form asks for it (rule 4.2)
	quota    model.Quota
}

// generated is the outcome of a form: a token with its secret.
type generated struct {
	model.Generated
	again bool // a new secret for a token that there was
}

func (g generated) notice() string {
	done := "Generated "
	if g.again {
		done = "Regenerated "
	}
	return done + model.Printable(g.Token.Name) + " · last four …" + g.Token.LastFour
}

func prepare(s *kit.Session, of subject, g generating) func(context.Context) (opening, error) {
	org := s.Org()
	return func(ctx context.Context) (opening, error) {
		asks, err := s.Authority.AsksPassword(ctx, s.Actor(), org)
		if err != nil || g.again != nil {
			return opening{generating: g, password: asks}, err
		}
		quota, err := s.Authority.TokenQuota(ctx, s.Actor(), org, of.isServiceUser())
		return opening{g, asks, quota}, err
	}
}

// openForm opens what the person asked for: at the limit, the choice of what to
// revoke instead (rule 3.3).
func openForm(s *kit.Session, of subject, a kit.Answer[opening]) tea.Cmd {
	switch {
	case a.Err != nil:
		return kit.Say(kit.Failed, model.Sentence(a.Err))
	case a.Value.again != nil:
		return kit.Open(regenerateForm(s, a.Value))
	case a.Value.quota.Full():
		return kit.Open(limitForm(s, of, a.Value.quota))
	}
	return kit.Open(generateForm(s, of, a.Value))
}

func generateForm(s *kit.Session, of subject, o opening) kit.Dialog {
	org := s.Profile.Org
	fields := []widget.Field{
		widget.Text{Label: widget.Label{Name: model.FieldName, Label: "Name"}, Value: likeName(o.like), Placeholder: "what it is for", Limit: model.MaxName},
		widget.Text{Label: widget.Label{Name: model.FieldNote, Label: "Note"}, Value: likeNote(o.like), Placeholder: "optional"},
		widget.Text{Label: widget.Label{Name: model.FieldEndsAt, Label: "Ends on", Help: "A date like 2026-12-31, or 90d for 90 days from now."}, Placeholder: endsHint(of, org)},
	}
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.Generated]{
		Title:  "Generate API token for " + formOwner(of, org),
		Intro:  "It works in this organisation only; another one needs another token.",
		Help:   "A token acts as its subject: whatever its subject may do, a request with the token may do. The secret is shown once, after you press Generate.",
		Fields: append(fields, passwordField(o)...),
		Submit: "Generate",
		Busy:   "Generating…",
		About:  of.watch(s),
		Run: func(ctx context.Context, v widget.Values) (model.Generated, error) {
			end, err := model.ParseEnd(v.Text(model.FieldEndsAt), s.Now(), s.Zone)
			if err != nil {
				return model.Generated{}, err
			}
			return s.Authority.GenerateToken(ctx, s.Actor(), model.TokenRequest{
				Org: org.ID, ServiceUser: of.serviceUser, EndsAt: end,
				Name: v.Text(model.FieldName), Note: v.Text(model.FieldNote), Password: v.Secret(model.FieldPassword),
			})
		},
		Done: func(g model.Generated) tea.Msg { return generated{Generated: g} },
	})
}

func passwordField(o opening) []widget.Field {
	if !o.password {
		return nil
	}
	return []widget.Field{widget.Password{Label: widget.Label{Name: model.FieldPassword, Label: "Password"}, Placeholder: "your account password"}}
}

func formOwner(of subject, org model.Org) string {
	if of.isServiceUser() {
		return fmt.Sprintf("%s in %s", model.Printable(of.name), model.Printable(org.Name))
	}
	return model.Printable(org.Name)
}

// endsHint says what ends the token without an end date.
func endsHint(of subject, org model.Org) string {
	switch {
	case !of.isServiceUser():
		return "never · ends after 30 days without use"
	case org.ServiceTokenInactivity > 0:
		return fmt.Sprintf("never · ends after %d days without use", int(org.ServiceTokenInactivity/(24*time.Hour)))
	}
	return "never"
}

func likeName(v *model.TokenView) string {
	if v == nil {
		return ""
	}
	return v.Name
}

func likeNote(v *model.TokenView) string {
	if v == nil {
		return ""
	}
	return v.Note
}

const fieldOverlap = model.FieldOverlap

func regenerateForm(s *kit.Session, o opening) kit.Dialog {
	v := *o.again
	var options []widget.Option
	for _, d := range model.Overlaps() {
		options = append(options, widget.Option{Value: strconv.Itoa(int(d / time.Hour)), Label: overlapWords(d)})
	}
	fields := []widget.Field{widget.Choice{Label: widget.Label{Name: fieldOverlap, Label: "Old secret", Help: "With an overlap both secrets work until it is over."}, Options: options}}
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.Generated]{
		Title:  "Regenerate " + model.Printable(v.Name) + "?",
		Intro:  "The token gets a new secret; its name and settings stay. What uses the old secret has to be given the new one.",
		Help:   "Regenerate when a secret may have leaked, or to change it from time to time. A secret from an earlier overlap ends at once.",
		Fields: append(fields, passwordField(o)...),
		Submit: "Regenerate",
		Busy:   "Regenerating…",
		About:  meanwhile.Token(s, v),
		Run: func(ctx context.Context, values widget.Values) (model.Generated, error) {
			hours, err := strconv.Atoi(values.Choice(fieldOverlap))
			if err != nil {
				return model.Generated{}, err
			}
			ref := model.TokenRef{Org: v.Org, ID: v.ID}
			return s.Authority.RegenerateToken(ctx, s.Actor(), ref, time.Duration(hours)*time.Hour, values.Secret(model.FieldPassword))
		},
		Done: func(g model.Generated) tea.Msg { return generated{Generated: g, again: true} },
	})
}

func overlapWords(d time.Duration) string {
	switch {
	case d == 0:
		return "ends at once"
	case d < 24*time.Hour:
		return "works for 1 hour more"
	case d == 24*time.Hour:
		return "works for 24 hours more"
	}
	return fmt.Sprintf("works for %d days more", int(d/(24*time.Hour)))
}

// openReveal shows the secret, this once, and notes when the person has it.
func openReveal(s *kit.Session, g generated) tea.Cmd {
	ref := model.TokenRef{Org: g.Token.Org, ID: g.Token.ID}
	return kit.Open(widget.NewReveal(s, widget.RevealOptions{
		ID:       string(g.Token.ID),
		Title:    model.Printable(g.Token.Name),
		Secret:   g.Secret,
		FileName: fileName(g.Token.Name),
		About:    meanwhile.Token(s, g.Token),
		OnSeen: func() tea.Cmd {
			return func() tea.Msg {
				if err := s.Authority.MarkSecretSeen(s.Context, s.Actor(), ref); err != nil {
					return kit.Notice{Kind: kit.Failed, Text: model.Sentence(err)}
				}
				return kit.Changed{}
			}
		},
	}))
}

// fileName makes a name for a file out of a token's.
func fileName(name string) string {
	out := make([]rune, 0, len(name))
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			out = append(out, r)
		case len(out) > 0 && out[len(out)-1] != '-':
			out = append(out, '-')
		}
	}
	if len(out) == 0 {
		return "latchkey.token"
	}
	return string(out) + ".token"
}
