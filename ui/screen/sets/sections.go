package sets

import (
	"slices"
	"strings"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// section is permissions that belong together.
type section struct {
	title       string
	short       string // before each permission in a checklist
	permissions []model.Permission
	verbs       bool // the permissions' first word is the section's name
}

// contents are the sections of what people work on; every other built-in
// permission is about the organisation itself.
var contents = []string{"templates", "inspections", "assets", "actions"}

// sections sorts permissions into sections; those without any are left out.
func sections(known []model.Permission) []section {
	var all []section
	for _, name := range contents {
		all = append(all, section{title: name, short: name, verbs: true})
	}
	all = append(all, section{title: "administration", short: "admin"}, section{title: "overrides", short: "override"}, section{title: "own names", short: "own"})
	for _, p := range known {
		at := sectionOf(p)
		all[at].permissions = append(all[at].permissions, p)
	}
	return slices.DeleteFunc(all, func(s section) bool { return len(s.permissions) == 0 })
}

func sectionOf(p model.Permission) int {
	first, _, _ := strings.Cut(string(p), ".")
	builtIn := slices.Contains(model.BuiltInPermissions(), p)
	switch at := slices.Index(contents, first); {
	case builtIn && at >= 0:
		return at
	case builtIn:
		return len(contents)
	case isOverride(p):
		return len(contents) + 1
	}
	return len(contents) + 2
}

func isOverride(p model.Permission) bool {
	return p == model.OverrideViewAll || p == model.OverrideManageAll
}

// word names a permission within its section.
func (s section) word(p model.Permission) string {
	if _, rest, ok := strings.Cut(string(p), "."); ok && (s.verbs || isOverride(p)) {
		return rest
	}
	return string(p)
}

// allows draws what a set allows: a section in one line where its words are
// short, else each permission in a line of its own.
func allows(known, has []model.Permission) []widget.Fact {
	var facts []widget.Fact
	for _, s := range sections(known) {
		var words []string
		for _, p := range s.permissions {
			if slices.Contains(has, p) {
				words = append(words, s.word(p))
			}
		}
		between := "\n✓ "
		if s.verbs {
			between = ", "
		}
		fact := widget.Fact{Label: s.title, Value: "✓ " + strings.Join(words, between)}
		if len(words) == 0 {
			fact.Value, fact.Tone = "–", kit.Muted
		}
		facts = append(facts, fact)
	}
	return facts
}

// options are the permissions of a checklist, section by section. What the
// person does not have is said to be out of reach (rule 6.5); seat is that of
// the set, "" while it can still be chosen (rule 6.4).
func options(p model.Profile, known []model.Permission, seat model.SeatType) []widget.Option {
	var list []widget.Option
	for _, s := range sections(known) {
		for _, permission := range s.permissions {
			label := s.short + " · " + s.word(permission)
			switch {
			case isOverride(permission) && seat == "":
				label += " · full seat only"
			case isOverride(permission) && seat != model.SeatFull:
				continue
			}
			if !p.Can(permission) {
				label += " · out of reach"
			}
			list = append(list, widget.Option{Value: string(permission), Label: label})
		}
	}
	return list
}
