package users

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/serviceusers"
	"example.com/latchkey/ui/screen/tokens"
)

var keyMove = kit.Bind("to service user", "m")

// moved is the outcome of the form that makes a service user for what uses a
// person's token.
type moved struct {
	to    model.ServiceUser
	token model.TokenView
}

// movable returns the token under the cursor when what uses it could be moved
// to a service user.
func (p *Person) movable() (model.TokenView, bool) {
	token, ok := p.tokens.Selected()
	return token, ok && p.session.Profile.Can(model.ServiceUsersManage)
}

// moving reads what the form has to know: the least set that covers what the
// token may do, and the others.
func (p *Person) moving(t model.TokenView) reading {
	s, actor, who := p.session, p.session.Actor(), p.row
	return func(ctx context.Context) (opener, error) {
		least, err := s.Authority.LeastSet(ctx, actor, model.TokenRef{Org: t.Org, ID: t.ID})
		if err != nil {
			return nil, err
		}
		sets, err := s.Authority.PermissionSets(ctx, actor, t.Org)
		from := model.ServiceUserRequest{
			Name:        t.Name,
			Description: "Takes over from " + model.Printable(t.Name) + " of " + name(who),
			Sets:        []model.SetID{least.ID},
		}
		return func() kit.Dialog {
			return serviceusers.CreateForm(s, from, sets, func(u model.ServiceUser) tea.Msg { return moved{u, t} })
		}, err
	}
}

// follow goes on to generating the service user's token.
func (m moved) follow(s *kit.Session) tea.Cmd {
	return tea.Sequence(
		kit.Show(tokens.ForServiceUser(s, m.to, m.token)),
		kit.Say(kit.Done, "Created "+model.Printable(m.to.Name)+". Once its token is in place, revoke the old one."),
	)
}
