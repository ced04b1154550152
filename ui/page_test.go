package ui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
)

// page is a screen that says what happened to it.
type page struct {
	session       *kit.Session
	title         string
	started       int
	changes       int
	got           []tea.Msg
	width, height int
	capturing     bool
	filtered      bool
	unsaved       bool
}

func (p *page) Init() tea.Cmd { p.started++; return nil }

func (p *page) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case kit.Changed:
		p.changes++
	case tea.KeyMsg:
		p.got = append(p.got, msg.String())
		if key.Matches(msg, p.session.Keys.Open) {
			return p, kit.Show(&page{session: p.session, title: p.title + " › more"})
		}
	default:
		p.got = append(p.got, msg)
	}
	return p, nil
}

func (p *page) View() string {
	return fmt.Sprintf("%s has %d×%d cells.\n%s", p.title, p.width, p.height, strings.Repeat("Too long a line. ", 9))
}

func (p *page) SetSize(width, height int) { p.width, p.height = width, height }
func (p *page) Title() string             { return p.title }
func (p *page) Status() string            { return "4 of 10 active" }
func (p *page) CapturesText() bool        { return p.capturing }
func (p *page) Unsaved() bool             { return p.unsaved }
func (p *page) Help() string              { return "What " + p.title + " is for, in a sentence." }

func (p *page) Back() (tea.Cmd, bool) {
	was := p.filtered
	p.filtered = false
	return nil, was
}

func (p *page) Keys() []key.Binding {
	k := p.session.Keys
	return []key.Binding{
		kit.Named(k.New, "generate"), k.Revoke, k.Regenerate, kit.Named(k.Open, "details"), k.Filter, k.Mark,
		k.Sort, k.Reverse, kit.Bind("explain", "e"), kit.Bind("all organisations", "o"),
	}
}

// program is a Root with three tabs, and the screens that it has opened.
type program struct {
	*uitest.Driver
	session *kit.Session
	pages   map[string]*page
}

// run starts a program; change, where there is one, changes its options.
func run(t testing.TB, s *kit.Session, change func(*ui.Options)) *program {
	t.Helper()
	p := &program{session: s, pages: map[string]*page{}}
	options := ui.Options{
		Header: func() (string, string) { return "Acme", "admin@acme.example · Administrator" },
		Tabs: func() []ui.Tab {
			return []ui.Tab{
				{Title: "My tokens", Places: []ui.Place{p.place("API tokens"), p.place("Profile"), p.place("Settings")}},
				{Title: "Service users", Places: []ui.Place{p.place("Service users")}},
				{Title: "Users", Places: []ui.Place{p.place("Users")}},
				{Title: "Organisation", Places: []ui.Place{p.place("Org settings"), p.place("Seats")}},
			}
		},
		Commands: []ui.Command{{Name: "echo", Summary: "say it again", Run: func(args string) tea.Cmd {
			return kit.Say(kit.Info, "You said "+args+".")
		}}},
	}
	if change != nil {
		change(&options)
	}
	p.Driver = uitest.Drive(t, ui.NewRoot(s, options))
	return p
}

func (p *program) place(name string) ui.Place {
	return ui.Place{Name: name, Command: strings.ReplaceAll(strings.ToLower(name), " ", "-"), Open: func() kit.Screen {
		p.pages[name] = &page{session: p.session, title: name}
		return p.pages[name]
	}}
}
