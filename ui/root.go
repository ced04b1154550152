package ui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
)

// Root is the program of one session.
type Root struct {
	session  *kit.Session
	options  Options
	tabs     tabs
	gate     kit.Screen            // shown instead of the tabs, where there is one
	dialogs  []kit.Dialog          // over what is shown, the top one last
	covered  []kit.Dialog          // those of the tabs while a gate is shown
	waiting  []kit.Dialog          // asked for while a gate is shown; they open after covered
	quitting kit.Dialog            // the question of quit, once it was asked
	watches  map[kit.Dialog]*watch // on what the dialogs are about
	notice   notice
	command  commandLine
	idle     idle
	width    int
	height   int
}

// NewRoot returns the program of a session.
func NewRoot(s *kit.Session, o Options) *Root {
	if o.Program == "" {
		o.Program = "latchkey"
	}
	if o.Header == nil {
		o.Header = func() (string, string) { return "", "" }
	}
	r := &Root{
		session: s,
		options: o,
		gate:    o.Gate,
		notice:  notice{timer: kit.NewTimer(s)},
		command: newCommandLine(s),
		idle:    newIdle(s, o.Idle),
		watches: map[kit.Dialog]*watch{},
	}
	if r.gate == nil {
		r.tabs = newTabs(o.Tabs())
	}
	return r
}

// Init loads the first screen.
func (r *Root) Init() tea.Cmd { return tea.Batch(r.idle.start(), r.enter()) }

// Update hands a message to whom it concerns.
func (r *Root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := tea.Batch(r.route(msg), r.settle())
	r.fit()
	return r, cmd
}

func (r *Root) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		r.width, r.height = msg.Width, msg.Height
		return r.toDialogs(r.dialogRoom())
	case tea.KeyMsg:
		return r.press(msg)
	case kit.Reply:
		r.looked(msg)
		return tea.Batch(r.ownTimers(msg), r.broadcast(msg))
	case kit.Changed:
		return tea.Batch(r.toDialogs(msg), r.toScreen(msg), r.look())
	case kit.Notice:
		return r.notice.show(msg)
	case kit.OpenDialog:
		if r.gate != nil {
			r.waiting = append(r.waiting, msg.Dialog)
			return nil
		}
		return r.openDialog(msg.Dialog)
	case kit.CloseDialog:
		return r.closeDialog(msg)
	default:
		if cmd, ok := r.navigate(msg); ok {
			return cmd
		}
		return r.broadcast(msg)
	}
}

// navigate follows the messages that lead to another screen. While a gate is
// shown they lead there under it.
func (r *Root) navigate(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case kit.Push:
		r.tabs.push(msg.Screen)
	case kit.Pop:
		if !r.tabs.pop(msg.Screen) {
			return nil, true
		}
	case kit.GoTo:
		if !r.tabs.goTo(msg.Command) {
			return r.notice.show(kit.Notice{Kind: kit.Failed, Text: unknownPlace(msg.Command)}), true
		}
	case kit.ShowTabs:
		r.showTabs(msg)
	case kit.ShowGate:
		return r.showGate(msg), true
	case kit.Resume:
		return r.resume(msg), true
	default:
		return nil, false
	}
	if r.gate != nil {
		return nil, true // Init runs when the gate is gone
	}
	return r.enter(), true
}

// screen returns the screen that is seen.
func (r *Root) screen() kit.Screen {
	if r.gate != nil {
		return r.gate
	}
	return r.tabs.top()
}

// enter starts the screen that is now on top.
func (r *Root) enter() tea.Cmd {
	r.notice.leave()
	r.command.close()
	r.fit()
	return r.screen().Init()
}

// fit gives the screen that is seen its size.
func (r *Root) fit() {
	if r.width > 0 {
		r.screen().SetSize(r.room())
	}
}

// openDialog puts a dialog on top.
func (r *Root) openDialog(d kit.Dialog) tea.Cmd {
	r.dialogs = append(r.dialogs, d)
	sized := updateDialog(r.dialogs, len(r.dialogs)-1, r.dialogRoom())
	return tea.Batch(sized, d.Init(), r.lookFor(d))
}

// closeDialog takes a dialog away and gives its outcome to what is under it. A
// dialog that is gone already has none.
func (r *Root) closeDialog(msg kit.CloseDialog) tea.Cmd {
	if at := slices.Index(r.dialogs, msg.Dialog); at >= 0 {
		r.dialogs = slices.Delete(r.dialogs, at, at+1)
		return outcome(r.dialogs[:at], r.toScreen, msg.Outcome)
	}
	if at := slices.Index(r.covered, msg.Dialog); at >= 0 {
		r.covered = slices.Delete(r.covered, at, at+1)
		return outcome(r.covered[:at], r.toTabs, msg.Outcome)
	}
	return nil
}

// outcome gives the outcome of a dialog to the top one of those under it, or to
// the screen under them all.
func outcome(under []kit.Dialog, toScreen func(tea.Msg) tea.Cmd, outcome tea.Msg) tea.Cmd {
	switch outcome.(type) {
	case nil:
		return nil
	case tea.QuitMsg:
		return tea.Quit
	}
	if n := len(under); n > 0 {
		return updateDialog(under, n-1, outcome)
	}
	return toScreen(outcome)
}
