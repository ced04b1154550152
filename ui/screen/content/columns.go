package content

import (
	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// columns are those of one sight: in that of all items nobody's access is shown.
func (l *List) columns() []widget.Column[model.ItemView] {
	list := []widget.Column[model.ItemView]{
		{Title: "Name", Min: 16, Ideal: 24, Flex: true, Cell: func(v model.ItemView) widget.Cell {
			return widget.Cell{Text: v.Name}
		}},
		{Title: "Kind", Min: 10, Priority: 2, Cell: func(v model.ItemView) widget.Cell {
			return widget.Cell{Text: string(v.Kind), Tone: kit.Muted}
		}},
		{Title: "Owner", Min: 12, Ideal: 15, Priority: 3, Cell: func(v model.ItemView) widget.Cell {
			return widget.Cell{Text: orDash(v.OwnerName)}
		}},
		{Title: "Where", Min: 14, Ideal: 16, Priority: 4, Cell: l.where},
	}
	if l.source.all {
		return list
	}
	return append(list, widget.Column[model.ItemView]{Title: "Access", Min: 8, Priority: 1, Cell: func(v model.ItemView) widget.Cell {
		return access(v)
	}})
}

// where says at which site an item is, or of which other organisation.
func (l *List) where(v model.ItemView) widget.Cell {
	switch {
	case foreign(l.session, v.Item):
		return widget.Cell{Text: "in " + v.OrgName, Tone: kit.Accent}
	case v.SiteName == "":
		return widget.Cell{Text: "–", Tone: kit.Muted}
	}
	return widget.Cell{Text: v.SiteName, Tone: kit.Muted}
}

// foreign reports whether an item is of another organisation than the current one.
func foreign(s *kit.Session, i model.Item) bool { return i.Org != s.Org() }

// access is what the person may do with an item as a member.
func access(v model.ItemView) widget.Cell {
	if v.Level <= model.LevelView {
		return widget.Cell{Text: v.Level.String(), Tone: kit.Muted}
	}
	return widget.Cell{Text: v.Level.String()}
}

// level is how far the person's access to an item goes. It says which keys are
// worth showing; what is done, the model decides.
func level(s *kit.Session, v model.ItemView) model.Level {
	switch {
	case foreign(s, v.Item): // changed where it is from
		return model.LevelView
	case s.Profile.Operator:
		return model.LevelDelete
	}
	return v.Level
}

// beside is what stands beside a wide list.
func (l *List) beside(v model.ItemView) []widget.Fact {
	facts := []widget.Fact{{Value: v.Name, Tone: kit.Strong}, {}, {Label: "Kind", Value: string(v.Kind)}}
	known := itemFacts(l.session, v)
	id := known[len(known)-1]
	id.Label = "" // in a line of its own it is in one piece
	return append(append(append(facts, known[:len(known)-1]...), widget.Fact{}), id)
}

// itemFacts is what is known of an item but for its name and kind. Who owns one of
// another organisation and where it is, is not told.
func itemFacts(s *kit.Session, v model.ItemView) []widget.Fact {
	facts := []widget.Fact{{Label: "Owner", Value: v.OwnerName}, {Label: "Site", Value: orDash(v.SiteName)}}
	if foreign(s, v.Item) {
		facts = []widget.Fact{{Label: "From", Value: v.OrgName + ", which shares it with you", Tone: kit.Accent}}
	}
	if v.Ref != "" {
		facts = append(facts, widget.Fact{Label: "Reference", Value: string(v.Kind) + "/" + v.Ref})
	}
	return append(facts,
		widget.Fact{Label: "Created", Value: s.Exact(v.CreatedAt)},
		widget.Fact{Label: "Your level", Value: yours(s, v)},
		widget.Fact{Label: "Id", Value: string(v.ID), Tone: kit.Muted})
}

// yours says in words how far the person's access goes. The permissions of their
// set are another matter.
func yours(s *kit.Session, v model.ItemView) string {
	if s.Profile.Operator && !foreign(s, v.Item) {
		return "any, as an operator"
	}
	return map[model.Level]string{
		model.LevelNone: "none", model.LevelView: "view", model.LevelEdit: "edit (and view)", model.LevelDelete: "delete (and edit, view)",
	}[v.Level]
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}
