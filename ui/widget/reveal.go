package widget

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// RevealOptions says which secret is shown.
type RevealOptions struct {
	ID       string // comes back in RevealClosed
	Title    string // the token's name
	Note     string // what to know; "" is that it is shown this once
	Secret   model.Secret
	FileName string // proposed for saving; "" is latchkey-token.txt
	// OnSeen, where there is one, returns the command that records that the
	// secret reached the person. It runs once: at the first copy, the first
	// save, or the yes to closing without either.
	OnSeen func() tea.Cmd
	// About is whether what the secret is for is still there; nil where that
	// cannot go.
	About kit.Watch
}

// RevealClosed is the outcome of a Reveal. Seen is false when the session
// ended with the pop-up open, which is why no screen ever gets that.
type RevealClosed struct {
	ID                  string
	Seen, Copied, Saved bool
}

// Reveal shows a secret, this once. It copies it, saves it to a file, and asks
// before it closes on one that was neither copied nor saved. The secret is on a
// line of its own, so that selecting the line selects nothing else.
type Reveal struct {
	session *kit.Session
	options RevealOptions
	outcome RevealClosed
	copying *kit.Question[kit.CopyResult]
	saving  *kit.Question[string]
	said    Cell   // what became of the last attempt to copy or save
	hint    string // what to know about it
	path    textinput.Model
	leave   buttons
	mode    revealMode
	gone    kit.Gone // what the secret is for
}

// revealMode is what the keys mean at the moment.
type revealMode int

const (
	revealing  revealMode = iota // c w esc
	namingFile                   // a path is being typed
	leaving                      // the question whether to close all the same
)

// NewReveal returns a pop-up with a secret, to be opened with kit.Open.
func NewReveal(s *kit.Session, o RevealOptions) *Reveal {
	if o.Note == "" {
		o.Note = "This is the only time that the token is shown."
	}
	if o.FileName == "" {
		o.FileName = "latchkey-token.txt"
	}
	r := &Reveal{
		session: s,
		options: o,
		outcome: RevealClosed{ID: o.ID},
		copying: kit.NewQuestion[kit.CopyResult](s),
		saving:  kit.NewQuestion[string](s),
		path:    s.Theme.Input(),
		leave:   buttons{labels: []string{"Keep it open", "Close"}, danger: true},
	}
	r.path.SetValue(model.Printable(o.FileName))
	return r
}

// Init copies the secret when the session is set to.
func (r *Reveal) Init() tea.Cmd {
	if r.session.CopyOnGenerate {
		return r.copy()
	}
	return nil
}

func (r *Reveal) copy() tea.Cmd {
	clipboard, secret := r.session.Clipboard, r.options.Secret
	return r.copying.Ask(func(context.Context) (kit.CopyResult, error) { return clipboard.Copy(secret), nil })
}

func (r *Reveal) save() tea.Cmd {
	files, secret, path := r.session.Files, r.options.Secret, r.path.Value()
	return r.saving.Ask(func(context.Context) (string, error) { return files.Save(path, secret) })
}

// Update takes keys and what became of copying and saving.
func (r *Reveal) Update(msg tea.Msg) (kit.Dialog, tea.Cmd) {
	if press, ok := msg.(tea.KeyMsg); ok {
		return r, r.press(press)
	}
	if a, ok := r.copying.Answer(msg); ok {
		return r, r.copied(a.Value)
	}
	if a, ok := r.saving.Answer(msg); ok {
		return r, r.saved(a)
	}
	return r, nil
}

// copied says how far the secret got, and no more than that (rule 4.5).
func (r *Reveal) copied(result kit.CopyResult) tea.Cmd {
	r.hint = ""
	switch result.Outcome {
	case kit.Copied:
		r.said = Cell{"✓ Copied to your clipboard.", kit.Good}
	case kit.SentToTerminal:
		r.said = Cell{"→ Sent to your terminal (OSC 52). Paste it somewhere to be sure.", kit.Accent}
	default:
		r.said = Cell{"✗ Not copied: " + result.Detail, kit.Bad}
		return nil
	}
	r.hint = result.Detail
	r.outcome.Copied = true
	return r.kept()
}

func (r *Reveal) saved(a kit.Answer[string]) tea.Cmd {
	r.hint = ""
	if a.Err != nil {
		r.said = Cell{"✗ Not saved: " + model.Sentence(a.Err), kit.Bad}
		return nil
	}
	r.path.Blur()
	r.said = Cell{"✓ Saved to " + a.Value + ", readable by you alone.", kit.Good}
	r.outcome.Saved = true
	r.mode = revealing
	return r.kept()
}

// kept ends a question whether to leave the secret behind: it is safe now.
func (r *Reveal) kept() tea.Cmd {
	if r.mode == leaving {
		r.mode = revealing
	}
	return r.seen()
}

// seen notes that the secret reached the person.
func (r *Reveal) seen() tea.Cmd {
	if r.outcome.Seen {
		return nil
	}
	r.outcome.Seen = true
	if r.options.OnSeen == nil {
		return nil
	}
	return r.options.OnSeen()
}

func (r *Reveal) press(msg tea.KeyMsg) tea.Cmd {
	switch r.mode {
	case namingFile:
		return r.pressPath(msg)
	case leaving:
		return r.pressLeave(msg)
	}
	k := r.session.Keys
	switch {
	case key.Matches(msg, k.Copy):
		return r.copy()
	case key.Matches(msg, k.Save):
		return r.startSaving()
	case key.Matches(msg, k.Cancel) && r.Unsaved():
		r.mode, r.leave.at = leaving, 0
	case key.Matches(msg, k.Cancel):
		return r.close()
	}
	return nil
}

func (r *Reveal) startSaving() tea.Cmd {
	r.hint = ""
	if r.session.Files == nil {
		r.said = Cell{"✗ Over plain SSH there is no file to write at your end. Copy the token instead.", kit.Bad}
		return nil
	}
	r.mode, r.said = namingFile, Cell{}
	r.path.CursorEnd()
	return r.path.Focus()
}

func (r *Reveal) pressPath(msg tea.KeyMsg) tea.Cmd {
	k := r.session.Keys
	switch {
	case r.saving.Pending():
		return nil
	case key.Matches(msg, k.Cancel):
		r.mode = revealing
		r.path.Blur()
		return nil
	case key.Matches(msg, k.Submit):
		return r.save()
	}
	typeInto(&r.path, msg)
	return nil
}

func (r *Reveal) pressLeave(msg tea.KeyMsg) tea.Cmd {
	k := r.session.Keys
	switch {
	case r.leave.press(k, msg):
	case key.Matches(msg, k.Cancel), key.Matches(msg, k.Submit) && !r.leave.last():
		r.mode = revealing
	case key.Matches(msg, k.Submit):
		return tea.Batch(r.seen(), r.close())
	}
	return nil
}

// close ends the pop-up and lets go of the secret.
func (r *Reveal) close() tea.Cmd {
	r.options.Secret = model.Secret{}
	return kit.Close(r, r.outcome)
}

// Keys is empty: the pop-up shows its keys itself, beside the secret.
func (r *Reveal) Keys() []key.Binding { return nil }

// Unsaved reports whether the secret was neither copied nor saved yet.
func (r *Reveal) Unsaved() bool { return !r.outcome.Copied && !r.outcome.Saved }

// Watch looks after what the secret is for.
func (r *Reveal) Watch() kit.Watch { return r.options.About }

// Busy is false: showing takes nothing away.
func (r *Reveal) Busy() bool { return false }

// Witness has the pop-up say what has gone. It stays: the secret is shown this
// once, and somebody may have to find where it went.
func (r *Reveal) Witness(gone kit.Gone) { r.gone = gone }

var (
	_ kit.Dialog  = (*Reveal)(nil)
	_ kit.Unsaved = (*Reveal)(nil)
	_ kit.Witness = (*Reveal)(nil)
)
