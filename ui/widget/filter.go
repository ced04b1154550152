package widget

import (
	"context"
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// namesRead is how many names the snapshot grows by at a time.
const namesRead = 5000

// namesFunc reads names from a place on, and says where the next ones are.
type namesFunc func(ctx context.Context, from model.Cursor, limit int) ([]model.Named, model.Cursor, error)

// chunk is a part of the snapshot, ready to be compared.
type chunk struct {
	entries []entry
	first   bool // it takes the place of the names that there were
	next    model.Cursor
}

// scan is what a look through a part of the snapshot found.
type scan struct {
	found []int32
	to    int
}

// filter narrows a list to the names that contain what is typed. It works on a
// snapshot of names that is read in the background, and looks through that in
// commands, so that typing is never held up. Nothing that is under way is given
// up because names have changed: where they change all the time there would be
// no end to it.
type filter struct {
	names    namesFunc
	input    textinput.Model
	typing   bool
	query    string // folded; "" is no filter
	snapshot []entry
	complete bool // the snapshot has all names
	stale    bool // names changed since it was read
	unseen   bool // there is more to look through than was asked for
	scanned  int  // entries looked through for query
	settled  bool // found is the answer for query, if not for the latest names
	found    []int32
	among    int    // the names that found was taken from
	fits     string // the query that found is the answer for; "" where the names are others by now
	read     *kit.Question[chunk]
	look     *kit.Question[scan]
	err      error
}

func newFilter(s *kit.Session, names namesFunc) filter {
	f := filter{names: names, input: s.Theme.Input()}
	f.input.CharLimit = model.MaxName
	f.read = kit.NewQuestion[chunk](s)
	f.look = kit.NewQuestion[scan](s)
	return f
}

func (f *filter) active() bool { return f.query != "" }

// open starts typing and, when there is no snapshot that fits, reading one.
func (f *filter) open() tea.Cmd {
	f.typing = true
	f.input.Focus()
	f.input.CursorEnd()
	if f.err != nil || len(f.snapshot) == 0 && !f.read.Pending() || f.stale && !f.small() {
		return f.restart()
	}
	return f.renew()
}

// small reports whether the names are so few that they are read at once.
func (f *filter) small() bool { return f.complete && len(f.snapshot) <= namesRead }

// restart forgets the names and reads them anew. What was found stays until they
// have been looked through.
func (f *filter) restart() tea.Cmd {
	f.complete, f.unseen, f.settled = false, false, false
	f.drop()
	return f.more("")
}

// drop forgets the names, and what is under way to look through them.
func (f *filter) drop() {
	f.snapshot, f.scanned, f.fits = nil, 0, ""
	f.look.Drop()
}

// change is told that names may have changed.
func (f *filter) change() tea.Cmd {
	f.stale = true
	return f.renew()
}

// renew reads names that are out of date again, once nothing else is under way.
// Those that there are serve until then. Of many names that is too much for each
// change: they are read again when the filter is next opened.
func (f *filter) renew() tea.Cmd {
	if !f.stale || !f.small() || f.read.Pending() || f.look.Pending() {
		return nil
	}
	return f.more("")
}

func (f *filter) more(from model.Cursor) tea.Cmd {
	names := f.names
	f.err, f.stale = nil, f.stale && from != ""
	return f.read.Ask(func(ctx context.Context) (chunk, error) {
		named, next, err := names(ctx, from, namesRead)
		c := chunk{entries: make([]entry, len(named)), first: from == "", next: next}
		for i, n := range named {
			c.entries[i] = entry{id: n.ID, folded: strings.ToLower(n.Name)}
		}
		return c, err
	})
}

// close forgets the filter, the snapshot included.
func (f *filter) close() {
	f.typing = false
	f.input.Blur()
	f.input.SetValue("")
	f.query, f.found = "", nil
	f.complete, f.unseen, f.settled = false, false, false
	f.read.Drop()
	f.drop()
}

// typed takes what the input holds as the query.
func (f *filter) typed() tea.Cmd {
	query := strings.ToLower(strings.TrimSpace(f.input.Value()))
	if query == f.query {
		return nil
	}
	f.query, f.scanned, f.settled = query, 0, false
	f.unseen = f.complete || len(f.snapshot) > 0
	f.look.Drop()
	if f.err != nil {
		return f.restart()
	}
	return tea.Batch(f.scan(), f.renew())
}

// scan looks through what was not looked at yet, one part at a time. Where more was
// typed, that begins with what fitted before.
func (f *filter) scan() tea.Cmd {
	if f.query == "" || !f.unseen || f.look.Pending() {
		return nil
	}
	f.unseen = false
	snapshot, query, from := f.snapshot, f.query, f.scanned
	var fitted []int32
	if from == 0 && f.fits != "" && strings.Contains(query, f.fits) {
		fitted, from = f.found, f.among
	}
	return f.look.Ask(func(context.Context) (scan, error) {
		s := scan{found: make([]int32, 0, len(fitted)+len(snapshot)-from), to: len(snapshot)} // to grow costs as much as to search
		for _, i := range fitted {
			if strings.Contains(snapshot[i].folded, query) {
				s.found = append(s.found, i)
			}
		}
		for i := from; i < s.to; i++ {
			if strings.Contains(snapshot[i].folded, query) {
				s.found = append(s.found, int32(i)) //nolint:gosec // a snapshot has fewer than 2³¹ names
			}
		}
		return s, nil
	})
}

// update takes the answers. It reports whether matches were found anew, and
// whether some came after the ones that there are.
func (f *filter) update(msg tea.Msg) (anew, grown bool, cmd tea.Cmd) {
	if a, ok := f.read.Answer(msg); ok {
		return false, false, f.took(a)
	}
	a, ok := f.look.Answer(msg)
	if !ok {
		return false, false, nil
	}
	s := a.Value
	if anew = f.scanned == 0; anew {
		f.found = s.found
	} else {
		f.found = append(f.found, s.found...)
	}
	f.scanned, f.among, f.fits = s.to, s.to, f.query
	f.settled = f.complete && !f.unseen
	return anew, !anew && len(s.found) > 0, tea.Batch(f.scan(), f.renew())
}

func (f *filter) took(a kit.Answer[chunk]) tea.Cmd {
	if f.err = a.Err; f.err != nil {
		return nil
	}
	if a.Value.first {
		f.drop()
	}
	f.snapshot = append(f.snapshot, a.Value.entries...)
	f.unseen = true
	if f.complete = a.Value.next == ""; !f.complete {
		return tea.Batch(f.more(a.Value.next), f.scan())
	}
	return tea.Batch(f.scan(), f.renew())
}

// searching reports whether names are still being read or looked through for the
// first time.
func (f *filter) searching() bool {
	if f.active() {
		return f.err == nil && !f.settled
	}
	return f.err == nil && !f.complete
}
