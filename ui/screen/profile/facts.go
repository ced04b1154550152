package profile

import (
	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// facts is who the person is.
func facts(s *kit.Session) []widget.Fact {
	p := s.Profile
	return []widget.Fact{
		{Label: "Name", Value: p.Name, Tone: kit.Strong},
		{Label: "E-mail", Value: p.Email},
		{Label: "Organisation", Value: organisation(p)},
		{Label: "Operator", Value: operator(p)},
		{Label: "This session", Value: opened(s)},
		{},
		{Label: "Copying", Value: copying(p)},
	}
}

func organisation(p model.Profile) string {
	switch {
	case p.Org.ID == "":
		return "none at the moment"
	case !p.Member:
		return p.Org.Name + " · not a member, there as an operator"
	}
	return p.Org.Name + " · " + p.Set
}

func operator(p model.Profile) string {
	switch {
	case p.Operator:
		return "yes · sees to all organisations"
	case p.ByToken:
		return "not in this session"
	}
	return "no"
}

// opened says how the session began and from where.
func opened(s *kit.Session) string {
	text := "opened with your password"
	switch {
	case s.Profile.ByKey:
		text = "opened with an SSH key; it ends when the key is removed"
	case s.Profile.ByToken:
		text = "opened with an API token, for this organisation alone; it ends with the token"
	}
	if s.Origin.Address == "" {
		return text
	}
	return "from " + s.Origin.Address + ", " + text
}

func copying(p model.Profile) string {
	if p.NoAutoCopy {
		return "off · a new secret is copied when you press c"
	}
	return "on · a new secret is copied when it appears"
}
