package content

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// Rules is the list of what gives access to all items of a kind.
type Rules struct {
	session *kit.Session
	list    *widget.List[model.GrantView]
	deeds   *deeds
}

// NewRules returns the list of the rules of the current organisation.
func NewRules(s *kit.Session) kit.Screen {
	l := &Rules{session: s, deeds: newDeeds(s)}
	l.list = widget.NewList(s, widget.ListOptions[model.GrantView]{
		Source:   rules{s, s.Org()},
		ID:       grantID,
		Columns:  l.columns(),
		Empty:    l.empty(),
		Beside:   l.beside,
		NoFilter: true,
	})
	return l
}

// rules gives the list its rows from the authority.
type rules struct {
	session *kit.Session
	org     model.OrgID
}

func (s rules) Page(ctx context.Context, r model.PageRequest) (model.Page[model.GrantView], error) {
	return s.session.Authority.Rules(ctx, s.session.Actor(), s.org, r)
}

// Names and Rows are for a filter, which this list does not have.
func (s rules) Names(context.Context, model.Cursor, int) ([]model.Named, model.Cursor, error) {
	return nil, "", nil
}

func (s rules) Rows(context.Context, []string) ([]model.GrantView, error) { return nil, nil }

func (l *Rules) empty() string {
	text := "There are no rules in this organisation. " + whatRulesAre
	if !l.mayChange() {
		return text + " Whoever has the permission " + string(model.OverrideManageAll) + " adds them."
	}
	return text + " Press n to add the first."
}

const whatRulesAre = "A rule gives access to all items of a kind, or to those at a site and below it, also to items that are added later."

func (l *Rules) columns() []widget.Column[model.GrantView] {
	s := l.session
	return []widget.Column[model.GrantView]{
		{Title: "All", Min: 11, Cell: func(v model.GrantView) widget.Cell {
			return widget.Cell{Text: v.Scope.Kind.Plural()}
		}},
		{Title: "At and below", Min: 12, Ideal: 20, Priority: 1, Cell: func(v model.GrantView) widget.Cell {
			if v.Scope.Site == "" {
				return widget.Cell{Text: "everywhere", Tone: kit.Muted}
			}
			return widget.Cell{Text: v.SiteName}
		}},
		{Title: "Given to", Min: 14, Ideal: 30, Flex: true, Cell: func(v model.GrantView) widget.Cell {
			if v.Gone {
				return widget.Cell{Text: granteeWords(v, s.Org()) + " · gone", Tone: kit.Muted}
			}
			return widget.Cell{Text: granteeWords(v, s.Org())}
		}},
		{Title: "Level", Min: 6, Cell: func(v model.GrantView) widget.Cell {
			return widget.Cell{Text: v.Level.String()}
		}},
		{Title: "Since", Min: 8, Priority: 2, Cell: func(v model.GrantView) widget.Cell {
			return widget.Cell{Text: s.Day(v.At), Tone: kit.Muted}
		}},
	}
}

func (l *Rules) beside(v model.GrantView) []widget.Fact {
	facts := []widget.Fact{
		{Value: onWords(v), Tone: kit.Strong}, {},
		{Label: "Given to", Value: granteeWords(v, l.session.Org())}, {Label: "Level", Value: v.Level.String()},
		{Label: "Given", Value: l.session.Exact(v.At)}, {Label: "By", Value: v.By},
	}
	if v.Gone {
		facts = append(facts, widget.Fact{}, widget.Fact{Value: "Whom it was given to is not there any more, or left and came back. It counts for nobody.", Tone: kit.Warn})
	}
	return facts
}

// Init loads the rows.
func (l *Rules) Init() tea.Cmd { return l.list.Init() }

// Update takes a message.
func (l *Rules) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if cmd, ok := l.press(msg); ok {
			return l, cmd
		}
	case kit.Changed:
		return l, l.Init()
	case done:
		cmd := l.Init()
		if msg.made != "" {
			cmd = l.list.Find(msg.made)
		}
		return l, tea.Batch(kit.Say(kit.Done, msg.text), cmd)
	}
	return l, tea.Batch(l.deeds.answer(msg), l.list.Update(msg))
}

// mayChange reports whether the keys that change something are worth showing.
func (l *Rules) mayChange() bool { return l.session.Profile.Can(model.OverrideManageAll) }

// press answers to the keys that are shown, and to no others.
func (l *Rules) press(msg tea.KeyMsg) (tea.Cmd, bool) {
	if !l.mayChange() {
		return nil, false
	}
	row, selected := l.list.Selected()
	switch {
	case key.Matches(msg, keyAddRule):
		return l.deeds.addRule(), true
	case !selected:
		return nil, false
	case key.Matches(msg, keyLevel):
		return kit.Open(levelForm(l.session, onWords(row), row)), true
	case key.Matches(msg, keyTake):
		return l.deeds.takeBack(row, onWords(row)), true
	}
	return nil, false
}

// addRule reads whom there is to choose from, and asks for a rule.
func (d *deeds) addRule() tea.Cmd {
	s, a := d.session, asking(d.session)
	return d.ask(func(ctx context.Context) (opener, error) {
		to, err := a.grantees(ctx)
		return func() kit.Dialog { return ruleForm(s, to) }, err
	})
}

// ruled is a rule that was given, and to whom.
type ruled struct {
	grant model.Grant
	who   string
}

func ruleForm(s *kit.Session, to []widget.Option) kit.Dialog {
	a := asking(s)
	return widget.NewFormDialog(s, widget.FormDialogOptions[ruled]{
		Title: "Add a rule",
		Help:  whatRulesAre + " It is for people and service users of the organisation itself; single items can be shared with others. Who has a level by the same rule already gets the new one in its place.",
		Fields: []widget.Field{
			kindField(s.Profile.Org, ""),
			widget.Text{
				Label:       widget.Label{Name: model.FieldSite, Label: "Site", Help: "Its name. What is below it counts too."},
				Placeholder: "all of " + s.Profile.Org.Name, Limit: model.MaxName,
			},
			granteeField("Given to", to, "Name, e-mail or id."),
			levelField(model.LevelView),
		},
		Submit: "Add",
		Busy:   "Adding…",
		Run:    func(ctx context.Context, v widget.Values) (ruled, error) { return a.giveRule(ctx, v, to) },
		Done: func(r ruled) tea.Msg {
			return done{text: "Added the rule for " + r.who + ".", made: grantID(model.GrantView{Grant: r.grant})}
		},
	})
}

func (a asker) giveRule(ctx context.Context, v widget.Values, known []widget.Option) (ruled, error) {
	on := model.Scope{Org: a.org, Kind: model.ItemKind(v.Choice(model.FieldKind))}
	var err error
	if on.Site, err = a.site(ctx, v.Text(model.FieldSite)); err != nil {
		return ruled{}, err
	}
	grant, who, err := a.give(ctx, on, v, known)
	return ruled{grant, who}, err
}

// View draws the list.
func (l *Rules) View() string { return l.list.View() }

// SetSize says how many cells there are.
func (l *Rules) SetSize(width, height int) { l.list.SetSize(width, height) }

// Title names the place.
func (l *Rules) Title() string { return "Rules" }

// Status is empty: nobody counts rules.
func (l *Rules) Status() string { return "" }

// Keys lists what works now.
func (l *Rules) Keys() []key.Binding {
	if !l.mayChange() {
		return l.list.Keys()
	}
	keys := []key.Binding{keyAddRule}
	if _, selected := l.list.Selected(); selected {
		keys = []key.Binding{keyLevel, keyAddRule, keyTake}
	}
	return append(keys, l.list.Keys()...)
}

// CapturesText is false: there is nothing to type.
func (l *Rules) CapturesText() bool { return false }

// Help says what the place is for.
func (l *Rules) Help() string {
	return whatRulesAre + " What a rule gives counts beside what single items are shared with; the higher level wins. A rule for all users never covers a service user."
}

var (
	_ kit.Screen = (*Rules)(nil)
	_ kit.Helper = (*Rules)(nil)
)
