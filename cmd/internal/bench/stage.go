package bench

import (
	"context"
	"errors"
	"io"
	"reflect"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/cmd/internal/terminal"
	"example.com/latchkey/ui"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/alltokens"
)

// stage shows the list of all tokens of a world's first org, in the program's
// frame.
type stage struct {
	root    *ui.Root
	pending []tea.Cmd // that have not run yet
	close   func() error
}

// show opens the list, with the person logged in who made the store.
func (w *world) show(ctx context.Context, width, height int) (*stage, error) {
	d, err := w.open(ctx)
	if err != nil {
		return nil, err
	}
	s, err := session(ctx, d)
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	open := func() kit.Screen { return alltokens.New(s) }
	st := &stage{close: d.Close, root: ui.NewRoot(s, ui.Options{
		Header: func() (string, string) { return s.Profile.Org.Name, s.Profile.Email + " · " + s.Profile.Set },
		Tabs: func() []ui.Tab {
			return []ui.Tab{{Title: "All tokens", Places: []ui.Place{{Name: "All tokens", Command: "all-tokens", Open: open}}}}
		},
	})}
	st.pending = append(st.pending, st.root.Init())
	st.send(tea.WindowSizeMsg{Width: width, Height: height})
	return st, nil
}

// session is that of somebody at a terminal of many colours. Nothing in it waits
// for time to pass.
func session(ctx context.Context, d *daemon.Daemon) (*kit.Session, error) {
	actor, org, err := d.Authority.LogIn(ctx, adminEmail, adminPassword, here)
	if err != nil {
		return nil, err
	}
	s := kit.NewSession(ctx, terminal.NewRenderer(io.Discard, []string{"TERM=xterm-256color"}))
	s.Authority, s.Origin = d.Authority, here
	s.After = func(time.Duration, tea.Msg) tea.Cmd { return nil }
	s.ActAs(actor)
	s.Profile, err = d.Authority.WhoAmI(ctx, actor, org)
	return s, err
}

// send hands the program a message, and keeps what follows from it.
func (st *stage) send(msg tea.Msg) {
	_, cmd := st.root.Update(msg)
	st.pending = append(st.pending, cmd)
}

// press presses a key and draws. It returns how long the program took to take
// the key, and how long until it was drawn.
func (st *stage) press(key tea.KeyMsg) (taken, drawn time.Duration) {
	begin := time.Now()
	st.send(key)
	taken = time.Since(begin)
	_ = st.root.View()
	return taken, time.Since(begin)
}

// settle runs what is pending, and what follows from it, until nothing is.
func (st *stage) settle(ctx context.Context) error {
	for len(st.pending) > 0 && ctx.Err() == nil {
		st.step()
	}
	return ctx.Err()
}

// step runs what is pending now, and leaves what follows from it.
func (st *stage) step() {
	now := st.pending
	st.pending = nil
	for len(now) > 0 {
		next := now[0]
		now = now[1:]
		if next == nil {
			continue
		}
		msg := next()
		if more, ok := several(msg); ok {
			now = append(now, more...)
		} else if msg != nil {
			st.send(msg)
		}
	}
}

// several returns the commands of a Batch or a Sequence, whose type Bubble Tea
// keeps to itself.
func several(msg tea.Msg) ([]tea.Cmd, bool) {
	v, want := reflect.ValueOf(msg), reflect.TypeFor[[]tea.Cmd]()
	if v.Kind() != reflect.Slice || !v.CanConvert(want) {
		return nil, false
	}
	return v.Convert(want).Interface().([]tea.Cmd), true
}

var (
	keyDown      = tea.KeyMsg{Type: tea.KeyDown}
	keyUp        = tea.KeyMsg{Type: tea.KeyUp}
	keyBackspace = tea.KeyMsg{Type: tea.KeyBackspace}
)

func keyOf(r rune) tea.KeyMsg { return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}} }
