package ui_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/widget"
)

// thing is what a dialog is about.
type thing struct{ gone, faulty bool }

func (x *thing) watch(context.Context) (kit.Gone, error) {
	switch {
	case x.faulty:
		return kit.Gone{}, errors.New("no")
	case x.gone:
		return kit.Gone{Name: "laptop-sync", Text: "Grace revoked this token", At: uitest.Now, Note: "What uses it is refused."}, nil
	}
	return kit.Gone{}, nil
}

// about returns a question about a thing that is done by run.
func about(s *kit.Session, x *thing, run func(context.Context) (int, error)) kit.Dialog {
	return widget.NewConfirm(s, widget.ConfirmOptions[int]{
		Title: "Sure?", Action: "Do it", Run: run, About: x.watch, Done: func(int) tea.Msg { return "done" },
	})
}

func TestADialogAboutWhatHasGoneBecomesANotice(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	x := &thing{}
	p.Send(kit.OpenDialog{Dialog: about(p.session, x, nil)})
	p.Send(kit.Changed{})
	p.Sees("Sure?")
	x.faulty = true
	p.Send(kit.Changed{})
	p.Sees("Sure?") // what cannot be read has not gone
	x.faulty, x.gone = false, true
	p.Send(kit.Changed{})
	p.Sees("✗ Grace revoked this token just now.")
	p.SeesNot("Do it")
	p.Golden(t, "gone")
	p.CheckLayout()
	p.Press("right", "enter", "q")
	p.Sees("Grace revoked")
	p.Press("esc")
	p.SeesNot("Grace revoked")
	if got := p.pages["API tokens"].got; slices.Contains(got, tea.Msg("done")) {
		t.Errorf("the screen got %v", got)
	}
}

func TestADialogThatOpensTooLateIsANoticeAtOnce(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	p.Send(kit.OpenDialog{Dialog: about(p.session, &thing{gone: true}, nil)})
	p.Sees("✗ Grace revoked this token just now.")
}

// What goes under another dialog is a notice when that one is closed.
func TestTheNoticeIsWhereTheDialogWas(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	x := &thing{}
	p.Send(kit.OpenDialog{Dialog: about(p.session, x, nil)})
	p.Send(kit.OpenDialog{Dialog: confirm(p.session, nil)})
	x.gone = true
	p.Send(kit.Changed{})
	p.Sees("It cannot be undone.")
	p.Press("esc")
	p.Sees("Grace revoked")
}

// The news of what one does oneself may come before the answer.
func TestWhatOneDoesOneselfIsNoNews(t *testing.T) {
	for name, fails := range map[string]bool{"done": false, "refused": true} {
		t.Run(name, func(t *testing.T) {
			p := run(t, uitest.Session(), nil)
			x := &thing{}
			p.Send(kit.OpenDialog{Dialog: about(p.session, x, func(context.Context) (int, error) {
				if fails {
					return 0, errors.New("somebody else was faster")
				}
				return 0, nil
			})})
			p.Hold()
			p.Send(kit.Changed{}) // asks
			p.Press("right", "enter")
			x.gone = true
			for p.Held() > 1 {
				p.Step() // answers, while the deed is still under way
			}
			p.Sees("Working…")
			p.SeesNot("Grace revoked")
			p.Release()
			first := p.pages["API tokens"]
			if fails {
				p.Sees("✗ Grace revoked this token just now.")
			} else if !slices.Contains(first.got, tea.Msg("done")) {
				t.Errorf("the screen got %v", first.got)
			}
			if p.SeesNot("Sure?"); !fails {
				p.SeesNot("Grace revoked")
			}
		})
	}
}

// Under a lock nothing is read and nothing is said; after it, at once.
func TestWhatWentDuringALockIsSaidAfterIt(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	lock := &page{session: p.session, title: "Locked"}
	x := &thing{}
	p.Send(kit.OpenDialog{Dialog: about(p.session, x, nil)})
	p.Send(kit.ShowGate{Screen: lock})
	x.gone = true
	p.Send(kit.Changed{})
	p.SeesNot("Grace revoked")
	p.Send(kit.Resume{From: lock})
	p.Sees("✗ Grace revoked this token just now.")
}
