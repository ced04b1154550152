package demo

import (
	"testing"

	"example.com/latchkey/model"
)

// request is what a case asks Explain.
func (c Case) request(t *testing.T, a *model.Authority) model.ExplainRequest {
	t.Helper()
	if c.Secret != "" {
		return model.ExplainRequest{Secret: model.NewSecret(c.Secret)}
	}
	org, err := a.FindOrg(t.Context(), operator, c.Org)
	if err != nil {
		t.Fatal(err)
	}
	s, err := a.FindSubject(t.Context(), operator, org.ID, c.Owner)
	if err != nil {
		t.Fatal(err)
	}
	query := model.TokenQuery{Org: org.ID, User: s.User, ServiceUser: s.ServiceUser}
	token, err := a.FindToken(t.Context(), operator, query, c.Name)
	if err != nil {
		t.Fatal(err)
	}
	r := model.ExplainRequest{Token: model.TokenRef{Org: org.ID, ID: token.ID}, Ask: model.Question{Permission: c.Permission}}
	if c.Item != "" {
		it, err := a.FindItem(t.Context(), operator, org.ID, c.Item)
		if err != nil {
			t.Fatal(err)
		}
		r.Ask.Item = model.ItemAddress{Org: it.Org, ID: it.ID}
	}
	return r
}

func TestRule_8_3_EachPreparedCaseFailsAtAnotherCheck(t *testing.T) {
	a := shared(t)
	seen := map[model.Check]bool{}
	for _, c := range Cases {
		e, err := a.Explain(t.Context(), operator, c.request(t, a))
		if err != nil {
			t.Fatalf("%s: %v", c.Says, err)
		}
		var failed model.Check
		for _, step := range e.Steps {
			if step.State == model.StepFailed {
				failed = step.Check
				break
			}
		}
		if failed != c.Fails || seen[failed] {
			t.Errorf("%s fails at %q, not at %q (seen before: %v)", c.Says, failed, c.Fails, seen[failed])
		}
		seen[failed] = true
	}
}

func TestTwoOrganisationsShareContent(t *testing.T) {
	a := shared(t)
	for org, owner := range map[string]string{globex: oskar, acme: ben} {
		o, err := a.FindOrg(t.Context(), operator, org)
		if err != nil {
			t.Fatal(err)
		}
		s, err := a.FindSubject(t.Context(), operator, o.ID, owner)
		if err != nil {
			t.Fatal(err)
		}
		foreign := 0
		for _, v := range every(t, func(r model.PageRequest) (model.Page[model.ItemView], error) {
			return a.ListItems(t.Context(), operator, model.ItemQuery{Org: o.ID, Subject: s, Page: r})
		}) {
			if v.Org != o.ID {
				foreign++
			}
		}
		if foreign == 0 {
			t.Errorf("%s of %s sees nothing of the other organisation", owner, org)
		}
	}
}
