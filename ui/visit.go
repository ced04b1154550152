package ui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/content"
	"example.com/latchkey/ui/screen/explain"
	"example.com/latchkey/ui/screen/groups"
	"example.com/latchkey/ui/screen/orgs"
	"example.com/latchkey/ui/screen/serviceusers"
	"example.com/latchkey/ui/screen/sets"
	"example.com/latchkey/ui/screen/sites"
	"example.com/latchkey/ui/screen/tokens"
	"example.com/latchkey/ui/screen/users"
)

// visit leads to where something can be seen and changed. The lists are those of
// the current org; what is in another one cannot be reached from here.
func (a *App) visit(p model.Place) tea.Cmd {
	s := a.session
	switch {
	case p.Kind == "org":
		return kit.Show(orgs.At(s, p.Org))
	case p.Kind == "item":
		return a.askItem(model.ItemRef{Org: p.Org, ID: model.ItemID(p.ID)})
	case p.Org != s.Org():
		return kit.Say(kit.Failed, "That is in another organisation than this one. Type :orgs to go there.")
	}
	switch p.Kind {
	case "token":
		return a.askToken(model.TokenRef{Org: p.Org, ID: model.TokenID(p.ID)})
	case "user":
		return kit.Show(users.At(s, model.UserID(p.ID)))
	case "service_user":
		return kit.Show(serviceusers.At(s, model.ServiceUserID(p.ID)))
	case "permission_set":
		return kit.Show(sets.At(s, model.SetID(p.ID)))
	case "group":
		return kit.Show(groups.At(s, model.GroupID(p.ID)))
	case "site":
		return kit.Show(sites.At(s, model.SiteID(p.ID)))
	}
	return kit.Say(kit.Failed, "There is no screen for that yet.")
}

// askToken reads whose a token is, for the list that it is in.
func (a *App) askToken(ref model.TokenRef) tea.Cmd {
	s, actor := a.session, a.session.Actor()
	return a.token.Ask(func(ctx context.Context) (model.TokenDetails, error) {
		return s.Authority.TokenDetails(ctx, actor, ref)
	})
}

// showToken shows the list that a token is in, with the cursor on it.
func (a *App) showToken(answer kit.Answer[model.TokenDetails]) tea.Cmd {
	if answer.Err != nil {
		return kit.Say(kit.Failed, model.Sentence(answer.Err))
	}
	return kit.Show(tokens.At(a.session, answer.Value.TokenView))
}

// askItem reads an item: one of another org can be seen here too, when it is
// shared with this one.
func (a *App) askItem(ref model.ItemRef) tea.Cmd {
	s, actor, org := a.session, a.session.Actor(), a.session.Org()
	return a.item.Ask(func(ctx context.Context) (model.ItemDetails, error) {
		return s.Authority.ItemDetails(ctx, actor, ref, org)
	})
}

// showItem shows the list of items with the cursor on one.
func (a *App) showItem(answer kit.Answer[model.ItemDetails]) tea.Cmd {
	if answer.Err != nil {
		return kit.Say(kit.Failed, model.Sentence(answer.Err))
	}
	return kit.Show(content.At(a.session, model.ItemRef{Org: answer.Value.Org, ID: answer.Value.ID}))
}

// explain opens the screen that says why a request is refused or let through.
func (a *App) explain() tea.Cmd {
	if a.session.Org() == "" {
		return kit.Say(kit.Failed, "Tokens belong to an organisation. Type :orgs to choose one first.")
	}
	return a.root.route(kit.Push{Screen: explain.New(a.session, model.ExplainRequest{})})
}
