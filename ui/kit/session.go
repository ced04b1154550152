package kit

import (
	"context"
	"sync/atomic"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"

	"example.com/latchkey/model"
)

// Session is what belongs to one connection: its terminal, its person's wishes
// and its clock. Every screen of the connection shares the one value; only the
// Update loop writes to it.
type Session struct {
	Context   context.Context // ends when the connection does
	Renderer  *lipgloss.Renderer
	Theme     Theme
	Keys      Keys
	Clipboard Clipboard
	Files     Files // nil: there is no file to write (plain SSH)

	// Authority answers what screens ask, for the Actor that logged in; it is nil
	// until Opened, where the log-in is shown ahead of the store. Profile is who
	// that is and in which org they work; it is zero before log-in.
	Authority *model.Authority
	Profile   model.Profile
	Origin    model.Origin // where the session comes from

	LastEmail string       // who logged in last, for the log-in to propose
	Remember  func(string) // keeps LastEmail for the next start; nil where there is nothing to keep it in
	LogInHint string       // said at the log-in, line by line; "" for nothing

	// Leave takes the sentence that a session ends with whose person may not go
	// on; the program quits then. Nil where they can log in again instead.
	Leave func(why string)
	// QuitNote says in a sentence what else ends when the person quits, "" for
	// nothing; nil is nothing ever.
	QuitNote func() string
	// Warning says in a sentence what an operator has to know of the machine, ""
	// for nothing; nil is nothing ever.
	Warning func() string

	// CopyOnGenerate copies a secret as soon as it appears (rule 4.4).
	CopyOnGenerate bool

	// Now and Zone are the person's clock.
	Now  func() time.Time
	Zone *time.Location
	// After returns the command that says msg when d has passed.
	After func(d time.Duration, msg tea.Msg) tea.Cmd

	addresses Address
	actor     atomic.Pointer[model.Actor] // commands read it while Update may write
}

// NewSession returns a session that draws with r, whose colour profile and
// background must have been set: nothing here asks the terminal. The clock is
// the machine's, and there is no clipboard and no file yet.
func NewSession(ctx context.Context, r *lipgloss.Renderer) *Session {
	return &Session{
		Context:        ctx,
		Renderer:       r,
		Theme:          NewTheme(r),
		Keys:           NewKeys(),
		Clipboard:      noClipboard{},
		CopyOnGenerate: true,
		Now:            time.Now,
		Zone:           time.Local,
		After:          after,
	}
}

// Actor returns who asks, as the log-in proved it: nobody before that.
func (s *Session) Actor() model.Actor {
	if a := s.actor.Load(); a != nil {
		return *a
	}
	return model.Actor{}
}

// ActAs makes a the one who asks from now on.
func (s *Session) ActAs(a model.Actor) { s.actor.Store(&a) }

// Org returns the id of the org that the person works in.
func (s *Session) Org() model.OrgID { return s.Profile.Org.ID }

// NewAddress returns an address that no other asker of the session has.
func (s *Session) NewAddress() Address {
	s.addresses++
	return s.addresses
}

func after(d time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

// Enter makes p the session's profile and returns the command that builds the
// tabs anew for it, when the person is in another org now. A gate that is shown
// stays.
func (s *Session) Enter(p model.Profile) tea.Cmd { return s.EnterBy(nil, p) }

// EnterBy is Enter for a gate that has let p in, and ends with that.
func (s *Session) EnterBy(gate Screen, p model.Profile) tea.Cmd {
	s.Profile = p
	s.CopyOnGenerate = !p.NoAutoCopy
	return Send(ShowTabs{From: gate})
}
