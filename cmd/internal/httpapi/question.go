package httpapi

import (
	"net/url"
	"strings"

	"example.com/latchkey/model"
)

// asked is what a request asks, as text. A pointer that is nil was left out.
type asked struct {
	Org        *string `json:"org"`
	Permission *string `json:"permission"`
	Item       *string `json:"item"`
	Level      *string `json:"level"`
}

// askedIn reads a query string. What is not known there, what comes twice and
// what is empty is refused: a gateway that misspells what it asks for, or whose
// variable has no value, must not be told yes.
func askedIn(query url.Values) (asked, string) {
	var in asked
	known := map[string]**string{"org": &in.Org, "permission": &in.Permission, "item": &in.Item, "level": &in.Level}
	for name, values := range query {
		to, ok := known[name]
		if !ok {
			return in, "A parameter is not known here: there are org, permission, item and level."
		}
		if len(values) != 1 {
			return in, "The parameter " + name + " comes more than once."
		}
		*to = &values[0]
	}
	return in, ""
}

// nobodysOrg is the org of no token.
const nobodysOrg model.OrgID = "org_none"

// question returns what is asked, for tokens of the org that this door is for.
// The text says what is wrong with it.
func (a *api) question(in asked) (model.Question, string) {
	ask := model.Question{Org: a.Org}
	for _, part := range []struct {
		name string
		text *string
		read func(string) error
	}{
		{"org", in.Org, func(text string) error { return a.org(&ask, text) }},
		{"permission", in.Permission, func(text string) error { ask.Permission = model.Permission(text); return nil }},
		{"item", in.Item, func(text string) (err error) { ask.Item, err = model.ParseItemAddress(text); return err }},
		{"level", in.Level, func(text string) (err error) { ask.Level, err = model.ParseLevel(text); return err }},
	} {
		if part.text == nil {
			continue
		}
		if *part.text == "" {
			return ask, part.name + " is empty."
		}
		if err := part.read(*part.text); err != nil {
			return ask, model.Sentence(err)
		}
	}
	if err := ask.Check(); err != nil {
		return ask, model.Sentence(err)
	}
	return ask, ""
}

// org narrows a question to the tokens of one org. A door that is for another one
// lets none of them in.
func (a *api) org(ask *model.Question, text string) error {
	if !strings.HasPrefix(text, "org_") {
		return &model.Error{Kind: model.KindInvalid, Field: model.FieldOrg, Message: "org is the id of an organisation, org_..."}
	}
	if ask.Org = model.OrgID(text); a.Org != "" && ask.Org != a.Org {
		ask.Org = nobodysOrg
	}
	return nil
}
