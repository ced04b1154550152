package orgs

import (
	"context"
	"strings"
	"time"
	"unicode"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// createForm asks for a new org. An empty e-mail makes the person itself its
// first Administrator.
func createForm(s *kit.Session) kit.Dialog {
	actor := s.Actor()
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.Org]{
		Title: "Create an organisation",
		Help:  "An organisation has people, service users and tokens of its own. Its first Administrator can do everything in it and is somebody who has an account here already.",
		Fields: []widget.Field{
			widget.Text{Label: widget.Label{Name: model.FieldName, Label: "Name"}, Placeholder: "what people know it by", Limit: model.MaxName},
			widget.Text{Label: widget.Label{Name: model.FieldEmail, Label: "Administrator", Help: "The e-mail of somebody who has an account here."}, Placeholder: "you, when left empty"},
		},
		Submit: "Create",
		Busy:   "Creating…",
		Run: func(ctx context.Context, v widget.Values) (model.Org, error) {
			return s.Authority.CreateOrg(ctx, actor, v.Text(model.FieldName), strings.TrimSpace(v.Text(model.FieldEmail)))
		},
		Done: say(func(o model.Org) string { return "Created " + name(o) + "." }),
	})
}

func renameForm(s *kit.Session, o model.Org) kit.Dialog {
	actor := s.Actor()
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.Org]{
		Title:  "Rename " + name(o),
		Intro:  "Tokens, people and everything else stay as they are.",
		Help:   "The name is what people see. Programs know an organisation by its id, which stays.",
		Fields: []widget.Field{widget.Text{Label: widget.Label{Name: model.FieldName, Label: "Name"}, Value: o.Name, Limit: model.MaxName}},
		Submit: "Rename",
		Busy:   "Saving…",
		Run: func(ctx context.Context, v widget.Values) (model.Org, error) {
			return s.Authority.RenameOrg(ctx, actor, o.ID, v.Text(model.FieldName), o.Name)
		},
		Done: say(func(now model.Org) string {
			if now.Name == o.Name {
				return name(o) + " is called that already."
			}
			return "Renamed " + name(o) + " to " + name(now) + "."
		}),
	})
}

func ssoForm(s *kit.Session, o model.Org) kit.Dialog {
	actor := s.Actor()
	var modes []widget.Option
	for _, m := range model.SSOModes() {
		modes = append(modes, widget.Option{Value: string(m), Label: m.String()})
	}
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.Org]{
		Title: "How people log in to " + name(o),
		Intro: "Whoever is to log in by SSO alone is not asked for a password when they generate a token. latchkey does not talk to an identity provider yet: until it does, passwords go on opening the log-in.",
		Help:  "Single sign-on (SSO) is another program that knows the people. Domains are the part of an e-mail after the @.",
		Fields: []widget.Field{
			widget.Choice{Label: widget.Label{Name: model.FieldSSO, Label: "SSO", Help: "← → choose"}, Options: modes, Value: string(o.SSO)},
			widget.Text{Label: widget.Label{Name: model.FieldDomains, Label: "Domains", Help: "Only for named domains, with commas between them."}, Value: strings.Join(o.SSODomains, ", "), Placeholder: "acme.example"},
		},
		Submit: "Save",
		Busy:   "Saving…",
		Run: func(ctx context.Context, v widget.Values) (model.Org, error) {
			return s.Authority.SetSSO(ctx, actor, o.ID, model.SSOMode(v.Choice(model.FieldSSO)), domains(v.Text(model.FieldDomains)), o)
		},
		Done: say(func(now model.Org) string {
			return "People log in to " + name(now) + " " + model.Printable(loggingIn(now)) + "."
		}),
	})
}

// domains splits what was typed at commas and blanks.
func domains(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) })
}

func inactivityForm(s *kit.Session, o model.Org) kit.Dialog {
	actor := s.Actor()
	var limits []widget.Option
	for _, limit := range model.InactivityLimits() {
		limits = append(limits, widget.Option{Value: limit.String(), Label: after(limit)})
	}
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.Org]{
		Title:  "Inactivity limit of " + name(o),
		Intro:  "It is for the tokens of service users; a person's own always end after 30 days without use. A token that has been unused for longer than the new limit ends at once, and stays ended whatever the limit becomes later.",
		Help:   "An integration that nobody uses any more should not keep a token that works. The limit counts from the last use of a token or, without one, from its creation.",
		Fields: []widget.Field{widget.Choice{Label: widget.Label{Name: model.FieldInactivity, Label: "They end", Help: "← → choose"}, Options: limits, Value: o.ServiceTokenInactivity.String()}},
		Submit: "Save",
		Busy:   "Saving…",
		Run: func(ctx context.Context, v widget.Values) (model.Org, error) {
			limit, err := time.ParseDuration(v.Choice(model.FieldInactivity))
			if err != nil {
				return o, err
			}
			return s.Authority.SetServiceTokenInactivity(ctx, actor, o.ID, limit, o.ServiceTokenInactivity)
		},
		Done: say(func(now model.Org) string {
			return "Saved: " + inactivity(now.ServiceTokenInactivity) + "."
		}),
	})
}
