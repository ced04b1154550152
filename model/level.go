package model

import (
	"slices"
	"strings"
)

// builtInKinds are the kinds of items that every org has.
var builtInKinds = []ItemKind{KindTemplate, KindInspection, KindAsset}

// ItemKinds returns the kinds of items that the org has, the built-in ones
// first (rule 7.1).
func (o Org) ItemKinds() []ItemKind { return slices.Concat(builtInKinds, o.OwnKinds) }

// Plural returns the kind as its permissions call it, as in templates.
func (k ItemKind) Plural() string { return string(k) + "s" }

// permission returns the built-in permission for doing something to items of
// the kind, and "" when there is none: for the kinds of an org's own.
func (k ItemKind) permission(verb string) Permission {
	p := Permission(k.Plural() + "." + verb)
	if slices.Contains(builtIn, p) {
		return p
	}
	return ""
}

// viewing returns the permission without which nobody sees items of the kind;
// "" for a kind of the org's own, which the grants alone decide on (rule 7.1).
func (k ItemKind) viewing() Permission { return k.permission("view") }

// section is the first part of a permission's name, and verb the last.
func (p Permission) section() string { s, _, _ := strings.Cut(string(p), "."); return s }
func (p Permission) verb() string    { return string(p)[strings.LastIndex(string(p), ".")+1:] }

// level returns the level that a built-in permission needs on an item (rule 7.2).
func (p Permission) level() Level {
	switch p.verb() {
	case "view":
		return LevelView
	case "edit", "conduct", "manage":
		return LevelEdit
	case "delete":
		return LevelDelete
	}
	return LevelNone
}

// contentSections are the first parts of the built-in permissions that are for
// items; the others manage the org.
var contentSections = []string{"templates", "inspections", "assets", "actions"}

// servesKind reports whether a permission is for items of a kind (rule 7.2). A
// built-in one is for the kind that it is named after, or for none when it
// manages the org. One of the org's own is for any kind, unless it is named after
// one.
func (o Org) servesKind(p Permission, kind ItemKind) bool {
	if slices.Contains(builtIn, p) || slices.Contains(overrides, p) {
		return p.section() == kind.Plural() && slices.Contains(contentSections, p.section())
	}
	if p.section() == kind.Plural() {
		return true
	}
	return !slices.ContainsFunc(o.ItemKinds(), func(k ItemKind) bool { return k.Plural() == p.section() })
}

// levelFor returns the level that a question needs on its item: that of the
// permission, or of the question when it asks for more (rule 7.2). The error is
// of KindInvalid: for a permission of the org's own the request names the level.
func levelFor(ask Question) (Level, error) {
	switch {
	case ask.Permission == "":
		return max(ask.Level, LevelView), nil
	case slices.Contains(builtIn, ask.Permission), slices.Contains(overrides, ask.Permission):
		return max(ask.Level, ask.Permission.level()), nil
	case ask.Level == LevelNone:
		return LevelNone, invalid(FieldLevel, "Say which level %s needs on the item: view, edit or delete.", Printable(string(ask.Permission)))
	}
	return ask.Level, nil
}
