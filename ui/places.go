package ui

import (
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/activity"
	"example.com/latchkey/ui/screen/alltokens"
	"example.com/latchkey/ui/screen/compare"
	"example.com/latchkey/ui/screen/content"
	"example.com/latchkey/ui/screen/groups"
	"example.com/latchkey/ui/screen/orgs"
	"example.com/latchkey/ui/screen/profile"
	"example.com/latchkey/ui/screen/seats"
	"example.com/latchkey/ui/screen/serviceusers"
	"example.com/latchkey/ui/screen/sets"
	"example.com/latchkey/ui/screen/sites"
	"example.com/latchkey/ui/screen/tokens"
	"example.com/latchkey/ui/screen/users"
)

// places lists where a person can go who works in an org. Without one there are
// only the places that lead to one.
func places(s *kit.Session) []Tab {
	place := func(name, command string, open func(*kit.Session) kit.Screen) Place {
		return Place{Name: name, Command: command, Open: func() kit.Screen { return open(s) }}
	}
	me := place("Profile", "profile", profile.New)
	all := place("Organisations", "orgs", orgs.NewList)
	if s.Org() == "" {
		return []Tab{{Title: "Organisations", Places: []Place{all}}, {Title: "My profile", Places: []Place{me}}}
	}
	mine := place("API tokens", "tokens", func(s *kit.Session) kit.Screen { return tokens.New(s) })
	first := Tab{Title: "My tokens", Places: []Place{mine, me, place("Which token?", "which-token", compare.New)}}
	if !s.Profile.Member { // an operator who looks in: they have no tokens there (rule 1.6)
		first = Tab{Title: "My profile", Places: []Place{me}}
	}
	return []Tab{
		first,
		{Title: "Service users", Places: []Place{place("Service users", "service-users", serviceusers.New)}},
		{Title: "Users", Places: []Place{place("Users", "users", users.New)}},
		{Title: "Content", Places: []Place{
			place("Items", "items", content.New),
			place("Groups", "groups", groups.New),
			place("Sites", "sites", sites.New),
			place("Rules", "rules", content.NewRules),
		}},
		{Title: "Activity", Places: []Place{place("Activity", "activity", activity.New)}},
		{Title: "Organisation", Places: []Place{
			place("Settings", "settings", orgs.NewSettings),
			place("Permission sets", "permission-sets", sets.New),
			place("All tokens", "all-tokens", alltokens.New),
			place("Seats", "seats", seats.New),
			all,
		}},
	}
}
