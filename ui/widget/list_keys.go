package widget

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
)

// press answers to a key while no filter is being typed.
func (l *List[T]) press(msg tea.KeyMsg) tea.Cmd {
	k := l.session.Keys
	switch {
	case key.Matches(msg, k.Top):
		return l.pane().jump(false)
	case key.Matches(msg, k.Bottom):
		return l.pane().jump(true)
	case key.Matches(msg, k.Mark) && l.options.Markable:
		l.mark()
	case key.Matches(msg, k.Filter) && !l.options.NoFilter:
		return l.filter.open()
	case key.Matches(msg, k.Sort):
		return l.sortNext()
	case key.Matches(msg, k.Reverse):
		return l.reverse()
	case key.Matches(msg, k.Retry) && l.pane().passing():
		return l.pane().fetch(l.pane().part)
	default:
		l.move(msg)
	}
	return nil
}

// move moves the cursor by a row or a screen, and reports whether msg is a key
// for that.
func (l *List[T]) move(msg tea.KeyMsg) bool {
	k, w := l.session.Keys, &l.pane().window
	switch {
	case key.Matches(msg, k.Up):
		w.move(-1)
	case key.Matches(msg, k.Down):
		w.move(1)
	case key.Matches(msg, k.PageUp):
		w.move(-l.rowLines())
	case key.Matches(msg, k.PageDown):
		w.move(l.rowLines())
	default:
		return false
	}
	return true
}

func (l *List[T]) mark() {
	row, ok := l.Selected()
	if !ok {
		return
	}
	id := l.options.ID(row)
	if l.isMarked(id) {
		delete(l.marks, id)
		l.marked = slices.DeleteFunc(l.marked, func(m string) bool { return m == id })
	} else {
		l.marks[id] = row
		l.marked = append(l.marked, id)
	}
	l.pane().window.move(1)
}

// sortNext sorts by the next column that has an order. Matches of a filter
// come in the order of the snapshot.
func (l *List[T]) sortNext() tea.Cmd {
	if len(l.sorts) < 2 || l.filter.active() {
		return nil
	}
	at := slices.Index(l.sorts, l.all.order.Sort)
	l.all.order.Sort = l.sorts[(at+1)%len(l.sorts)]
	return l.all.fetch(partFirst)
}

func (l *List[T]) reverse() tea.Cmd {
	if len(l.sorts) == 0 || l.filter.active() {
		return nil
	}
	l.all.order.Descending = !l.all.order.Descending
	return l.all.fetch(partFirst)
}

// typeFilter answers to a key while a filter is being typed. The arrows move
// the cursor in the list meanwhile.
func (l *List[T]) typeFilter(msg tea.KeyMsg) tea.Cmd {
	k := l.session.Keys
	switch {
	case key.Matches(msg, k.Back):
		return l.clearFilter()
	case key.Matches(msg, k.Open):
		return l.leaveFilter()
	case msg.Type != tea.KeyRunes && msg.Type != tea.KeySpace && l.move(msg):
		return nil
	}
	typeInto(&l.filter.input, msg)
	return l.filter.typed()
}

// leaveFilter gives the keys back to the list, which stays filtered.
func (l *List[T]) leaveFilter() tea.Cmd {
	if !l.filter.active() {
		return l.clearFilter()
	}
	l.filter.typing = false
	l.filter.input.Blur()
	return nil
}

func (l *List[T]) clearFilter() tea.Cmd {
	l.filter.close()
	l.matched = ""
	l.matching = l.noMatches()
	if l.all.changed {
		return l.all.reload()
	}
	return nil
}

// noMatches returns the rows that match before any name was looked at. They can be
// loaded like any others.
func (l *List[T]) noMatches() pane[T] {
	p := newPane[T](l.session, l.options.ID)
	p.source = hits[T]{}
	return p
}

// takeMatches gives the answers of the filter to the rows that match.
func (l *List[T]) takeMatches(msg tea.Msg) tea.Cmd {
	anew, grown, cmd := l.filter.update(msg)
	if !anew && !grown {
		return cmd
	}
	l.matching.source = hits[T]{l.options.Source.Rows, l.filter.snapshot, l.filter.found}
	switch {
	case l.matched != l.filter.query:
		l.matched = l.filter.query
		return tea.Batch(cmd, l.matching.fetch(partFirst))
	case anew:
		return tea.Batch(cmd, l.matching.reload())
	}
	return cmd
}

// reopenMatches lets the window go on where matches were found after the last
// one that it holds.
func (l *List[T]) reopenMatches() {
	if n := len(l.filter.found); n > 0 && l.matching.window.end() != place(n-1) {
		l.matching.window.reopen()
	}
}

// reload loads what is shown again after a change in the store, the names that
// are filtered too.
func (l *List[T]) reload() tea.Cmd {
	if !l.filter.typing && !l.filter.active() {
		return l.all.reload()
	}
	cmd := l.filter.change()
	if !l.filter.active() {
		return tea.Batch(cmd, l.all.reload())
	}
	l.all.changed = true
	return tea.Batch(cmd, l.matching.reload())
}

var _ kit.Backer = (*List[int])(nil)
