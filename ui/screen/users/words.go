package users

import (
	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// facts tells a person what will happen and to whom. What happens comes first:
// on a small screen the rest may have no room.
func (it affected) facts(s *kit.Session) []widget.Fact {
	shown := []widget.Fact{{Value: it.consequence()}}
	if revival, ends := revivals[it.step]; ends {
		shown = append(shown, widget.Fact{Value: it.ending(revival)})
	}
	shown = append(append(shown, widget.Fact{}), it.estate.Facts()...)
	return append(shown,
		widget.Fact{Label: "Set", Value: it.who.SetName + " · " + seat(it.who)},
		widget.Fact{Label: "Last log-in", Value: s.Ago(it.who.LastLoginAt)},
	)
}

// revivals are what can be done later, of the steps that end tokens for good.
var revivals = map[step]string{
	deactivating: "reactivating",
	removing:     "adding the person again",
	disabling:    "enabling the account",
}

// consequence says what the step does.
func (it affected) consequence() string {
	who := name(it.who)
	switch it.step {
	case deactivating:
		return who + " can no longer work in " + it.org + " until somebody reactivates them, and takes no seat."
	case removing:
		return who + " is no longer a member of " + it.org + ", and takes no seat."
	case disabling:
		return who + " is shut out of every organisation, and their tokens in the others expire too."
	case reactivating:
		return who + " can work in " + it.org + " again, with the set " + model.Printable(it.who.SetName) +
			", and takes its seat. The tokens that ended stay ended; they can generate new ones."
	case enabling:
		return who + " can log in again. The tokens that ended stay ended; they can generate new ones."
	}
	return it.count() + " " + be(len(it.tokens)) + " refused from the next request on. " + who + " stays a member and can generate new ones."
}

// ending says what becomes of the tokens in the org, for good.
func (it affected) ending(revival string) string {
	n := len(it.tokens)
	switch {
	case it.hidden && it.who.Tokens == 0, !it.hidden && n == 0:
		return "They have no active token here, so no integration stops."
	case it.hidden:
		return "Their " + kit.Plural(it.who.Tokens, "active token") + " here " + expire(it.who.Tokens) + " at once and for good: " + revival +
			" does not revive " + them(it.who.Tokens) + ". To see which takes the permission " + string(model.TokensManage) + "."
	}
	return "Their " + kit.Plural(n, "active token") + " here " + expire(n) + " at once and for good: " + revival + " does not revive " + them(n) + "."
}

// list names the tokens, so that it can be seen whether something uses them.
func (it affected) list(s *kit.Session) []string {
	var list []string
	for _, t := range it.tokens {
		line := t.Name + " · never used"
		if !t.Use.LastAt.IsZero() {
			line = t.Name + " · used " + s.Ago(t.Use.LastAt) + " · " + kit.Plural(int(t.LastMonth), "use") + " in 30 days"
		}
		list = append(list, line)
	}
	return list
}

// offer says how an integration can be kept.
func (it affected) offer(s *kit.Session) string {
	if len(it.tokens) == 0 || !s.Profile.Can(model.ServiceUsersManage) {
		return ""
	}
	return "To move an integration to a service user first, press esc, open the person with enter, and press m on its token."
}

// count is how many tokens there are, at the start of a sentence.
func (it affected) count() string {
	if len(it.tokens) == 1 {
		return "Their active token here"
	}
	return "Their " + kit.Plural(len(it.tokens), "active token") + " here"
}

func be(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func them(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

func expire(n int) string {
	if n == 1 {
		return "expires"
	}
	return "expire"
}
