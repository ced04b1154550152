package kit

import (
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
)

// OpenDialog asks Root to put a dialog on top. While a gate is shown it waits,
// not begun, and opens when the gate is gone.
type OpenDialog struct{ Dialog Dialog }

// CloseDialog asks Root to take a dialog away, wherever in the stack it is, and
// to give Outcome to what is under it, as a message of its own. A nil Outcome
// is "never mind". Naming the dialog makes a second enter harmless: a dialog
// that is gone already closes nothing else.
type CloseDialog struct {
	Dialog  Dialog
	Outcome tea.Msg
}

// Push asks Root to open a screen on top of the current one; esc leads back.
type Push struct{ Screen Screen }

// Pop asks Root to leave a screen and all that was opened from it. The first
// screen of a place stays.
type Pop struct{ Screen Screen }

// GoTo asks Root for the place whose command this is, as if the person had
// typed it after a colon.
type GoTo struct{ Command string }

// Visit asks for the screen where something can be seen and changed, with the
// cursor on it, on top of the current one; esc leads back.
type Visit struct{ Place model.Place }

// ShowGate asks Root to show one screen without the tabs: set-up, log-in, lock.
// What was open stays under it, out of sight and out of reach, until that very
// screen says Resume or ShowTabs.
type ShowGate struct {
	Screen Screen
	// Ended says that who was there has left: nothing of theirs stays open.
	Ended bool
}

// Resume asks Root to take the gate From away: the tabs are as they were. From
// is who says so; when another gate is shown, or none, nothing happens.
type Resume struct{ From Screen }

// ShowTabs asks Root to build the tabs anew, for another person or another org.
// Whatever was open is gone. The gate From, which says so, is taken away with
// it; every other gate stays, and the tabs are built under it.
type ShowTabs struct{ From Screen }

// Changed says that something in the store was committed, here or in another
// session: what shows lists loads again.
type Changed struct{}

// Opened says that the store, which was being opened while a gate was shown, is
// there: Session.Authority answers from now on.
type Opened struct{}

// Open returns the command that opens a dialog.
func Open(d Dialog) tea.Cmd { return Send(OpenDialog{d}) }

// Close returns the command that closes a dialog with an outcome.
func Close(d Dialog, outcome tea.Msg) tea.Cmd { return Send(CloseDialog{d, outcome}) }

// Show returns the command that opens a screen on top of the current one.
func Show(s Screen) tea.Cmd { return Send(Push{s}) }

// Leave returns the command that leaves a screen.
func Leave(s Screen) tea.Cmd { return Send(Pop{s}) }

// Send returns the command that says msg.
func Send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

// NoticeKind says how a notice line is marked and how long it stays.
type NoticeKind int

// The kinds of notice. Done, Info and Care go after ten seconds or when the
// person goes to another place; Busy stays until the next notice; Failed until
// dismissed by esc or replaced.
const (
	Info NoticeKind = iota
	Busy
	Done
	Failed
	Care // nothing went wrong, but something will
)

// Notice is the line that says what just happened.
type Notice struct {
	Kind NoticeKind
	Text string
}

// Say returns the command that shows a notice.
func Say(kind NoticeKind, text string) tea.Cmd { return Send(Notice{kind, text}) }
