package cli

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// can reports whether who acts has a permission in the organisation, so that what
// is not theirs to know is not printed as nothing.
func (in inside) can(ctx context.Context, need model.Permission) bool {
	if in.actor.User() == "" { // the operator on the box
		return true
	}
	p, err := in.WhoAmI(ctx, in.actor, in.org.ID)
	return err == nil && p.Can(need)
}

// counting is a number for JSON, and null for those who may not know it.
func counting(n int, known bool) *int {
	if !known {
		return nil
	}
	return &n
}

// memberCount is how many members there are, for a table.
func memberCount(n int, more, known bool) string {
	switch {
	case !known:
		return "-"
	case more:
		return strconv.Itoa(n) + "+"
	}
	return strconv.Itoa(n)
}

// placed is a group or a site with who is in it.
type placed struct {
	to      model.Grantee
	manages bool // who asks may know what is in it
	members func(model.PageRequest) (model.Page[model.Membership], error)
}

// within is who is in a group or at a site, and what that gives them.
type within struct {
	known   bool
	members []model.Membership
	given   []model.GivenView
}

func (in inside) within(ctx context.Context, p placed) (within, error) {
	w := within{known: p.manages}
	if !w.known {
		return w, nil
	}
	var err error
	if w.members, err = allBy(model.SortCreated, p.members); err != nil {
		return w, err
	}
	w.given, err = allBy("", func(r model.PageRequest) (model.Page[model.GivenView], error) {
		return in.GivenTo(ctx, in.actor, p.to, r)
	})
	return w, err
}

// insideJSON is who is in a group or at a site, and what that gives them, as
// --json prints it. Both are null for those who may not know.
type insideJSON struct {
	People []memberJSON `json:"people"`
	Gives  []givenJSON  `json:"gives"`
}

const insideFields = "people (id, name, email, state: active or deactivated) and gives (level, kind,\nitem and item_name: null for a rule and for an item that you do not see, org,\nsite, at)"

type memberJSON struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
	State string `json:"state"`
}

// givenJSON is a grant: on an item, or by a rule on all items of a kind in the
// org, or at a site and below.
type givenJSON struct {
	Level    string  `json:"level"`
	Kind     string  `json:"kind"`
	Item     *string `json:"item"`
	ItemName *string `json:"item_name"`
	Org      string  `json:"org"`
	Site     *string `json:"site"`
	At       *string `json:"at"`
}

func (w within) asJSON() insideJSON {
	if !w.known {
		return insideJSON{}
	}
	return insideJSON{
		People: each(w.members, func(m model.Membership) memberJSON {
			return memberJSON{string(m.User), m.Name, m.Email, string(m.Status)}
		}),
		Gives: each(w.given, asGivenJSON),
	}
}

func asGivenJSON(v model.GivenView) givenJSON {
	g := givenJSON{Level: v.Level.String(), Kind: string(v.Item.Kind), Org: string(v.Scope.Org), At: stamp(v.At)}
	if v.Rule {
		g.Kind, g.Site = string(v.Scope.Kind), orNull(string(v.Scope.Site))
	}
	if v.Item.ID != "" {
		id := string(v.Item.ID)
		g.Item, g.ItemName = &id, &v.Item.Name
	}
	return g
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func (w within) facts() [][2]string {
	if !w.known {
		return nil
	}
	people := each(w.members, func(m model.Membership) string { return m.Name + " <" + m.Email + ">" })
	return [][2]string{
		{"Members", orElse(strings.Join(people, "\n"), "nobody")},
		{"Gives", orElse(strings.Join(each(w.given, givenWords), "\n"), "nothing")},
	}
}

// givenWords says what a grant gives.
func givenWords(v model.GivenView) string {
	text := v.Level.String() + " on "
	switch {
	case v.Rule && v.Scope.Site != "":
		text += "all " + v.Scope.Kind.Plural() + " at " + v.SiteName + " and below"
	case v.Rule:
		text += "all " + v.Scope.Kind.Plural()
	case v.Item.ID == "":
		text += "an item that you do not see"
	default:
		text += v.Item.Name + " (" + string(v.Item.ID) + ")"
	}
	if v.Scope.Org != v.To.Org {
		text += " of " + v.ItemOrg
	}
	return text
}

// usersFlag adds --user, which names people and may be repeated.
func (c *call) usersFlag(cmd *cobra.Command, users *[]string) {
	cmd.Flags().StringArrayVar(users, "user", nil, "a person's `id, e-mail or name`; may be repeated")
	c.complete(cmd, "user", c.emails)
}

// eachUser does something to people who are named, one after the other, and
// prints what became of it.
func (c *call) eachUser(ctx context.Context, in inside, users []string, done, place string, do func(model.UserID) error, show func() error) error {
	if len(users) == 0 {
		return usageError{errors.New("say who is meant: --user needs the id, the e-mail or the name of a person")}
	}
	ids := make([]model.UserID, len(users))
	for i, text := range users {
		var err error
		if ids[i], err = in.person(ctx, text); err != nil {
			return err
		}
	}
	for i, id := range ids {
		if err := do(id); err != nil {
			return err
		}
		if !c.json {
			c.notice(done+".", users[i], place)
		}
	}
	if !c.json {
		return nil
	}
	return show()
}

// person finds somebody of the organisation. What looks like an id is left to the
// use case that gets it: who manages groups need not be able to list the people.
func (in inside) person(ctx context.Context, text string) (model.UserID, error) {
	const id = len("usr_") + 26
	if len(text) == id && (strings.HasPrefix(text, "usr_") || strings.HasPrefix(text, "svc_")) {
		return model.UserID(text), nil
	}
	m, err := in.FindMember(ctx, in.actor, in.org.ID, text)
	return m.User, err
}
