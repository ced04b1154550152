package profile

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/meanwhile"
	"example.com/latchkey/ui/widget"
)

// keyAdded is the outcome of the form, keyRemoved that of the question.
type (
	keyAdded   struct{ model.SSHKey }
	keyRemoved struct{ name string }
)

// keyLine is how long the line of a public key may be; one of RSA has a thousand
// characters.
const keyLine = 16 << 10

// openKeyForm opens the form, which asks for the password or not.
func openKeyForm(s *kit.Session, asks kit.Answer[bool]) tea.Cmd {
	if asks.Err != nil {
		return kit.Say(kit.Failed, model.Sentence(asks.Err))
	}
	return kit.Open(keyForm(s, asks.Value))
}

func keyForm(s *kit.Session, password bool) kit.Dialog {
	actor := s.Actor()
	fields := []widget.Field{
		widget.Text{Label: widget.Label{Name: model.FieldKey, Label: "Key", Help: "The one line of the .pub file."}, Placeholder: "ssh-ed25519 AAAA…", Limit: keyLine, Refuse: model.RefusePrivateKey},
		widget.Text{Label: widget.Label{Name: model.FieldName, Label: "Name", Help: "Which machine the key is on."}, Placeholder: "as the key itself says", Limit: model.MaxName},
	}
	if password {
		fields = append(fields, widget.Password{Label: widget.Label{Name: model.FieldPassword, Label: "Password"}, Placeholder: "your account password"})
	}
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.SSHKey]{
		Title:  "Register an SSH key",
		Intro:  "Paste a public key: the line in a file like ~/.ssh/id_ed25519.pub.",
		Help:   "Make a pair with ssh-keygen -t ed25519. The private key stays where it is; the public one, in the file that ends in .pub, is for pasting here.",
		Fields: fields,
		Submit: "Register",
		Busy:   "Checking…",
		Run: func(ctx context.Context, v widget.Values) (model.SSHKey, error) {
			return s.Authority.AddSSHKey(ctx, actor, model.SSHKeyRequest{
				Name: v.Text(model.FieldName), Line: v.Text(model.FieldKey), Password: v.Secret(model.FieldPassword),
			})
		},
		Done: func(k model.SSHKey) tea.Msg { return keyAdded{k} },
	})
}

func removeKey(s *kit.Session, of keySource, k model.SSHKey) kit.Dialog {
	return widget.NewConfirm(s, widget.ConfirmOptions[string]{
		Title:  "Remove " + model.Printable(k.Name) + "?",
		Facts:  keyFacts(s, k)[2:],
		Text:   "Nobody logs in with it from then on, and sessions that it opened end.",
		Action: "Remove",
		Busy:   "Removing…",
		Danger: true,
		About:  meanwhile.SSHKey(k, of.all),
		Run: func(ctx context.Context) (string, error) {
			return k.Name, of.remove(ctx, k)
		},
		Done: func(name string) tea.Msg { return keyRemoved{name} },
	})
}
