package ui

import (
	"slices"

	"example.com/latchkey/ui/kit"
)

// tabs is what is open in each tab, and where the person is.
type tabs struct {
	open []openTab
	at   int
}

type openTab struct {
	title  string
	places []openPlace
	at     int
}

// openPlace is a place with the screens that were opened in it, the top one
// last. It has none until it is first shown.
type openPlace struct {
	Place
	stack []kit.Screen
}

func newTabs(list []Tab) tabs {
	var t tabs
	for _, tab := range list {
		o := openTab{title: tab.Title}
		for _, p := range tab.Places {
			o.places = append(o.places, openPlace{Place: p})
		}
		t.open = append(t.open, o)
	}
	return t
}

// tab returns the current tab, place its current place, and slot the place of
// the screen on top, which is made when there is none.
func (t *tabs) tab() *openTab { return &t.open[t.at] }

func (t *tabs) place() *openPlace { return &t.tab().places[t.tab().at] }

func (t *tabs) slot() *kit.Screen {
	p := t.place()
	if len(p.stack) == 0 {
		p.stack = []kit.Screen{p.Open()}
	}
	return &p.stack[len(p.stack)-1]
}

func (t *tabs) top() kit.Screen { return *t.slot() }

// depth is how many screens were opened over the place's first one.
func (t *tabs) depth() int { return len(t.place().stack) - 1 }

// push opens a screen. After a log-out there is nothing to open it in.
func (t *tabs) push(s kit.Screen) {
	if len(t.open) == 0 {
		return
	}
	p := t.place()
	t.slot()
	p.stack = append(p.stack, s)
}

// pop leaves a screen, and all that was opened from it. It reports whether
// another screen is seen now.
func (t *tabs) pop(s kit.Screen) bool {
	for i := range t.open {
		for j := range t.open[i].places {
			p := &t.open[i].places[j]
			if at := slices.Index(p.stack, s); at > 0 {
				p.stack = p.stack[:at:at]
				return p == t.place()
			}
		}
	}
	return false
}

// choose leads to a tab by its number.
func (t *tabs) choose(i int) bool {
	if i < 0 || i >= len(t.open) || i == t.at {
		return false
	}
	t.at = i
	return true
}

// step leads to the next place, or the previous one, and on to the next tab
// after the last place of one.
func (t *tabs) step(by int) {
	tab := t.tab()
	if at := tab.at + by; at >= 0 && at < len(tab.places) {
		tab.at = at
		return
	}
	t.at = (t.at + by + len(t.open)) % len(t.open)
	tab = t.tab()
	tab.at = 0
	if by < 0 {
		tab.at = len(tab.places) - 1
	}
}

// goTo leads to the first screen of the place with a command.
func (t *tabs) goTo(command string) bool {
	for i := range t.open {
		for j := range t.open[i].places {
			p := &t.open[i].places[j]
			if p.Command == command {
				t.at, t.open[i].at = i, j
				p.stack = p.stack[:min(len(p.stack), 1)]
				return true
			}
		}
	}
	return false
}

// each calls fn for every screen that is open.
func (t *tabs) each(fn func(*kit.Screen)) {
	for i := range t.open {
		for j := range t.open[i].places {
			stack := t.open[i].places[j].stack
			for k := range stack {
				fn(&stack[k])
			}
		}
	}
}
