package widget

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// patience is how long a load may take before the screen says so.
const patience = 150 * time.Millisecond

// pager gives out a sorted list in pages.
type pager[T any] interface {
	Page(context.Context, model.PageRequest) (model.Page[T], error)
}

// part says which rows a load brings.
type part int

const (
	partFirst    part = iota // the list's start
	partLast                 // its end
	partNext                 // what comes after the window
	partPrevious             // what comes before it
	partAgain                // the window itself, as it is now
)

// pane is a window over a source, and the load that is under way for it. At
// most one is: what arrives meanwhile waits.
type pane[T any] struct {
	source  pager[T]
	order   model.PageRequest // sort and direction
	seek    string            // the id of the row that gets the cursor when the list first appears; "" is the first one
	window  window[T]
	load    *kit.Question[[]model.Page[T]]
	slow    *kit.Timer
	part    part // of the latest load
	changed bool // the rows held are out of date
	loaded  bool // there was an answer already
	late    bool // the load under way has outlasted the patience
	err     error
}

func newPane[T any](s *kit.Session, id func(T) string) pane[T] {
	return pane[T]{
		window: window[T]{id: id},
		load:   kit.NewQuestion[[]model.Page[T]](s),
		slow:   kit.NewTimer(s),
	}
}

// fetch returns the command that loads a part; its answer replaces one that is
// still under way.
func (p *pane[T]) fetch(what part) tea.Cmd {
	p.part, p.err, p.late = what, nil, false
	if what != partNext && what != partPrevious {
		p.changed = false
	}
	load := loader[T]{p.source, p.order}
	start, end := p.window.start(), p.window.end()
	if p.window.atStart() {
		start = ""
	}
	pages, seek, id := max(len(p.window.pages), 1), p.seek, p.window.id
	return tea.Batch(p.slow.Set(patience), p.load.Ask(func(ctx context.Context) ([]model.Page[T], error) {
		switch what {
		case partNext:
			return load.page(ctx, end, false)
		case partPrevious:
			return load.page(ctx, start, true)
		case partLast:
			return load.page(ctx, "", true)
		case partAgain:
			return load.around(ctx, start, pages)
		}
		if seek != "" {
			return load.seek(ctx, func(row T) bool { return id(row) == seek })
		}
		return load.page(ctx, "", false)
	}))
}

// reload loads the rows held again, now or when the load under way is done.
func (p *pane[T]) reload() tea.Cmd {
	switch {
	case p.load.Pending():
		p.changed = true
		return nil
	case !p.loaded, len(p.window.rows) == 0:
		return p.fetch(partFirst)
	}
	return p.fetch(partAgain)
}

// update takes the answers to what the pane asked.
func (p *pane[T]) update(msg tea.Msg) tea.Cmd {
	if p.slow.Rang(msg) {
		p.late = p.load.Pending()
	}
	answer, ok := p.load.Answer(msg)
	if !ok {
		return nil
	}
	p.slow.Stop()
	p.late, p.err = false, answer.Err
	if p.err != nil {
		return nil
	}
	p.loaded = true
	p.take(answer.Value)
	if p.changed {
		return p.reload()
	}
	return nil
}

// passing reports whether the load has failed for a reason that may be over
// when it is tried again; that something is forbidden is not over by itself.
func (p *pane[T]) passing() bool {
	switch model.KindOf(p.err) {
	case "", model.KindForbidden, model.KindNotFound:
		return false
	}
	return true
}

func (p *pane[T]) take(pages []model.Page[T]) {
	switch p.part {
	case partNext:
		p.window.append(pages[0])
	case partPrevious:
		p.window.prepend(pages[0])
	case partAgain:
		p.window.refresh(pages)
	default:
		p.window.show(pages, p.part == partLast)
		p.window.find(p.seek)
		p.seek = ""
	}
}

// ahead returns the command that loads the next or the previous page when the
// cursor comes within reach rows of an end of the window.
func (p *pane[T]) ahead(reach int) tea.Cmd {
	w := &p.window
	switch {
	case p.load.Pending(), p.err != nil, !p.loaded:
		return nil
	case !w.atEnd() && len(w.rows)-w.cursor <= reach:
		return p.fetch(partNext)
	case !w.atStart() && w.cursor < reach:
		return p.fetch(partPrevious)
	}
	return nil
}

// jump moves the cursor to an end of the list, which may have to be loaded.
func (p *pane[T]) jump(last bool) tea.Cmd {
	w := &p.window
	switch {
	case last && !w.atEnd():
		return p.fetch(partLast)
	case !last && !w.atStart():
		return p.fetch(partFirst)
	case last:
		w.move(len(w.rows))
	default:
		w.move(-len(w.rows))
	}
	return nil
}
