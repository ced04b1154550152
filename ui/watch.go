package ui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// watch is what is known of the thing that an open dialog is about.
type watch struct {
	question *kit.Question[kit.Gone]
	gone     kit.Gone
}

// look asks of every dialog that can be seen whether what it is about is still
// there.
func (r *Root) look() tea.Cmd {
	var cmds []tea.Cmd
	for _, d := range r.dialogs {
		cmds = append(cmds, r.lookFor(d))
	}
	return tea.Batch(cmds...)
}

func (r *Root) lookFor(d kit.Dialog) tea.Cmd {
	watched, ok := d.(kit.Watched)
	if !ok || watched.Watch() == nil {
		return nil
	}
	if r.watches[d] == nil {
		r.watches[d] = &watch{question: kit.NewQuestion[kit.Gone](r.session)}
	}
	return r.watches[d].question.Ask(watched.Watch())
}

// looked takes what was found. What could not be read counts as there: who acts
// on it will be told.
func (r *Root) looked(msg kit.Reply) {
	for _, w := range r.watches {
		if a, ok := w.question.Answer(msg); ok && a.Err == nil {
			w.gone = a.Value
		}
	}
}

// settle tells the dialogs that can be seen what has gone. One that is busy is
// told when it is not any more: a success closes it, and its outcome says what
// was done.
func (r *Root) settle() tea.Cmd {
	var cmds []tea.Cmd
	for d, w := range r.watches {
		at := slices.Index(r.dialogs, d)
		switch {
		case at < 0 && !slices.Contains(r.covered, d):
			delete(r.watches, d) // it was closed
		case at < 0 || d.(kit.Watched).Busy():
		case !w.gone.Is():
			dwindle(d, w.gone)
		default:
			cmds = append(cmds, r.tell(at, w.gone))
		}
	}
	return tea.Batch(cmds...)
}

// dwindle tells a dialog about several things which of them have gone.
func dwindle(d kit.Dialog, some kit.Gone) {
	if several, ok := d.(kit.Dwindling); ok && some.Each != nil {
		several.Dwindle(some.Each)
	}
}

// tell puts a notice in the place of a dialog, or lets one say it that stays.
func (r *Root) tell(at int, gone kit.Gone) tea.Cmd {
	if witness, ok := r.dialogs[at].(kit.Witness); ok {
		witness.Witness(gone)
		return nil
	}
	r.dialogs[at] = widget.NewGoneNotice(r.session, gone)
	return updateDialog(r.dialogs, at, r.dialogRoom())
}
