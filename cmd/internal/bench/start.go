package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"example.com/latchkey/model"
)

// framesPerSecond is how often the screens may draw, the empty ones too.
const framesPerSecond = 120

// start starts the screens in a terminal: until the log-in is there, and, with a
// token pasted into it at once, until that person's tokens are. With a token
// there is no password to hash: that would be the same, however fast latchkey is.
func start(ctx context.Context, r *run) (report Report, err error) {
	w, err := r.base(ctx)
	if err != nil {
		return report, err
	}
	rounds := 2*r.rounds() + 1
	y, s, err := r.takeTurns(ctx, rounds, r.startEmpty, func(ctx context.Context) ([]float64, error) { return r.startScreens(ctx, w) })
	if err != nil {
		return report, err
	}
	report.Figures = []Figure{
		ratio("to first frame", Seconds, s[0], y[0], atMost(1.2)),
		ratio("to rows", Seconds, s[1], y[0], atMost(1.7)),
	}
	report.LimitedBy = "Loading the program and drawing at 120 frames a second, as in the yardstick. The rows wait for the store to be opened, most of which is reading the indexes of its tables, and for a log-in that is synced to the disk."
	hash, err := hashing(ctx, w)
	if err != nil {
		return report, err
	}
	report.Notes = append(report.Notes, fmt.Sprintf("The log-in is by token. One by password takes %s more, which argon2id is made to take.", duration(seconds(hash))))
	return report, nil
}

// shownOfName is how much of a name the column has room for.
const shownOfName = 12

const emptyText = "nothing here"

// startEmpty starts a program that shows one line.
func (r *run) startEmpty(ctx context.Context) ([]float64, error) {
	s, err := r.sit(ctx, "bench", ChildCommand, "empty")
	if err != nil {
		return nil, err
	}
	took, err := s.until(emptyText)
	if err != nil {
		s.hangUp()
		return nil, err
	}
	_, err = s.quit()
	return []float64{seconds(took)}, err
}

func (r *run) startScreens(ctx context.Context, w *world) ([]float64, error) {
	const somebodys = servicesOfOrg*tokensOfService + 45 // the first of the ten tokens that the tenth person has
	secret, err := w.secret(somebodys)
	if err != nil {
		return nil, err
	}
	s, err := r.sit(ctx, "--data", w.dir)
	if err != nil {
		return nil, err
	}
	frame, err := s.until("Log in to latchkey")
	if err == nil {
		err = s.logIn(secret)
	}
	var shown time.Duration
	if err == nil {
		shown, err = s.until(tokenName(somebodys)[:shownOfName])
	}
	if err != nil {
		s.hangUp()
		return nil, err
	}
	_, err = s.quit()
	return []float64{seconds(frame), seconds(shown)}, err
}

// logIn pastes a token into the field of the password, where the cursor is when
// the e-mail is known from the time before, and presses enter.
func (s *sitting) logIn(secret model.Secret) error {
	if strings.Contains(ansi.Strip(s.out.String()), "› E-mail") {
		if err := s.key("\t"); err != nil {
			return err
		}
	}
	return errors.Join(s.paste(secret.Reveal()), s.key("\r"))
}

// quit presses ctrl+c and waits for the end.
func (s *sitting) quit() (time.Duration, error) {
	if err := s.key("\x03"); err != nil {
		s.hangUp()
		return 0, err
	}
	return s.leave()
}

// hashing is how long a log-in by password takes within the process.
func hashing(ctx context.Context, w *world) (took time.Duration, err error) {
	d, err := w.open(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	begin := time.Now()
	_, _, err = d.Authority.LogIn(ctx, adminEmail, adminPassword, here)
	return time.Since(begin), err
}

// emptyChild is a program of one line.
func emptyChild(ctx context.Context, in io.Reader, out io.Writer) error {
	_, err := tea.NewProgram(empty{}, tea.WithContext(ctx), tea.WithInput(in), tea.WithOutput(out), tea.WithAltScreen(), tea.WithFPS(framesPerSecond)).Run()
	return err
}

type empty struct{}

func (empty) Init() tea.Cmd { return nil }

func (e empty) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyMsg); ok {
		return e, tea.Quit
	}
	return e, nil
}

func (empty) View() string { return emptyText }
