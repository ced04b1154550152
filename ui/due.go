package ui

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// askDue counts, after a log-in, which of the person's own tokens end soon.
func (a *App) askDue() tea.Cmd {
	s, actor, org := a.session, a.session.Actor(), a.session.Org()
	if !s.Profile.Member {
		return nil
	}
	return a.due.Ask(func(ctx context.Context) (model.Quota, error) {
		return s.Authority.TokenQuota(ctx, actor, org, false)
	})
}

// sayDue says what is about to end, and how to see it.
func (a *App) sayDue(answer kit.Answer[model.Quota]) tea.Cmd {
	here, elsewhere := 0, 0
	for _, v := range answer.Value.Active {
		switch {
		case !v.EndsSoon(a.session.Now()):
		case v.Org == a.session.Org():
			here++
		default:
			elsewhere++
		}
	}
	if answer.Err != nil || here+elsewhere == 0 {
		return nil
	}
	return kit.Say(kit.Care, dueWords(here, elsewhere))
}

func dueWords(here, elsewhere int) string {
	text := fmt.Sprintf("%s of your tokens end within 7 days", kit.Count(here+elsewhere))
	if here+elsewhere == 1 {
		text = "1 of your tokens ends within 7 days"
	}
	switch {
	case here == 0:
		return text + ", in another organisation · type :orgs"
	case elsewhere > 0:
		return text + fmt.Sprintf(", %d of them in another organisation · press f to see those here", elsewhere)
	case here == 1:
		return text + " · press f to see it"
	}
	return text + " · press f to see them"
}
