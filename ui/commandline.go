package ui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// commandLine is what is typed after a colon.
type commandLine struct {
	input   textinput.Model
	open    bool
	unknown string // the command that there is none of
}

func newCommandLine(s *kit.Session) commandLine { return commandLine{input: s.Theme.Input()} }

func (c *commandLine) start() tea.Cmd {
	c.open, c.unknown = true, ""
	c.input.SetValue("")
	return c.input.Focus()
}

func (c *commandLine) close() {
	c.open = false
	c.input.Blur()
}

// name is the first word of what is typed, args the rest.
func (c *commandLine) split() (name, args string) {
	name, args, _ = strings.Cut(strings.TrimSpace(c.input.Value()), " ")
	return name, strings.TrimSpace(args)
}

// commands lists all that can be typed: the places, the program's commands and
// Root's own. They lead to a place at once and not by a message of their own: keys
// that were typed ahead are for that place, and would come before the message.
func (r *Root) commands() []Command {
	var list []Command
	for _, tab := range r.tabs.open {
		for _, p := range tab.places {
			list = append(list, Command{Name: p.Command, Summary: p.Name, Run: func(string) tea.Cmd {
				return r.route(kit.GoTo{Command: p.Command})
			}})
		}
	}
	list = append(list, r.options.Commands...)
	return append(list,
		Command{Name: "help", Summary: "where you are and what you can do", Run: func(string) tea.Cmd { return r.openDialog(r.help()) }},
		Command{Name: "q", Summary: "quit", Run: func(string) tea.Cmd { return r.quit() }})
}

// candidates lists the commands that begin with name.
func (r *Root) candidates(name string) []Command {
	return slices.DeleteFunc(r.commands(), func(c Command) bool { return !strings.HasPrefix(c.Name, name) })
}

// pressCommand answers to a key while a command is typed.
func (r *Root) pressCommand(msg tea.KeyMsg) tea.Cmd {
	k, c := r.session.Keys, &r.command
	switch {
	case key.Matches(msg, k.Back), msg.Type == tea.KeyBackspace && c.input.Value() == "":
		c.close()
	case key.Matches(msg, k.Next):
		r.complete()
	case key.Matches(msg, k.Submit):
		return r.run()
	default:
		c.unknown = ""
		c.input, _ = c.input.Update(msg)
	}
	return nil
}

// complete types as much as all candidates have in common.
func (r *Root) complete() {
	name, args := r.command.split()
	list := r.candidates(name)
	if len(list) == 0 || args != "" {
		return
	}
	common := list[0].Name
	for _, c := range list[1:] {
		for !strings.HasPrefix(c.Name, common) {
			common = common[:len(common)-1]
		}
	}
	r.command.input.SetValue(common)
	r.command.input.CursorEnd()
}

// run runs the command that is typed: by its whole name, or by a beginning that
// only one command has.
func (r *Root) run() tea.Cmd {
	name, args := r.command.split()
	if name == "" {
		r.command.close()
		return nil
	}
	list := r.candidates(name)
	exact := slices.IndexFunc(list, func(c Command) bool { return c.Name == name })
	switch {
	case exact >= 0:
		list = list[exact : exact+1]
	case len(list) != 1:
		r.command.unknown = name
		return nil
	}
	r.command.close()
	return list[0].Run(args)
}

// commandLines draws the line that is typed into and, above it, what it could
// become.
func (r *Root) commandLines(width int) (above, line string) {
	t, c := r.session.Theme, &r.command
	in := c.input
	in.Width = max(width-2, 1)
	line = t.Paint(kit.Current, ":") + strings.TrimRight(in.View(), " ")
	name, _ := c.split()
	list := r.candidates(name)
	switch {
	case c.unknown != "" && len(list) == 0:
		return t.Paint(kit.Bad, unknownPlace(c.unknown)), line
	case len(list) == 1:
		return t.Paint(kit.Strong, list[0].Name) + t.Paint(kit.Muted, " · "+model.Printable(list[0].Summary)), line
	}
	var names []string
	for _, c := range list {
		names = append(names, c.Name)
	}
	above, _ = widget.Whole(names, 2, width)
	return t.Paint(kit.Muted, above), line
}

func unknownPlace(name string) string {
	return fmt.Sprintf("There is no command “%s”. Press : and tab to see which there are.", model.Printable(name))
}
