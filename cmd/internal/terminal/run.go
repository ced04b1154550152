package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"syscall"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/muesli/cancelreader"
	"golang.org/x/term"

	"example.com/latchkey/model"
)

// leaveScreen undoes what a program that hangs has done to the terminal:
// bracketed paste off, alternate screen left, cursor shown.
const leaveScreen = "\x1b[?2004l\x1b[?1049l\x1b[?25h"

// Run runs the screens of m in the alternate screen until m quits, ctx is
// done, SIGINT, SIGTERM or SIGHUP comes, or the terminal is gone, and returns
// the last model. All of these are a good end: the error is nil, and ctx tells
// the caller what it has to know. ctrl+z stops the process as in any other
// program; m gets a tea.ResumeMsg afterwards and never sees the key.
//
// However it ends, the terminal is as it was before: also after a panic in m,
// and when m hangs and does not end within two seconds of being told to. Both
// give an error of KindInternal; KindUnavailable is a terminal that fails.
//
// A panic in a goroutine that neither m nor a tea.Cmd runs in ends the process
// and cannot be caught here. m must not use tea.Exec: the other program and the
// key reader would both read the terminal.
func (t *Terminal) Run(ctx context.Context, m tea.Model) (tea.Model, error) {
	before, err := term.GetState(int(t.in.Fd()))
	if err != nil {
		return m, failure(model.KindUnavailable, err, "The terminal cannot be used: it does not tell its settings.")
	}
	defer func() { _ = term.Restore(int(t.in.Fd()), before) }()
	ctx, release := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer release()
	source, err := cancelreader.NewReader(t.in)
	if err != nil {
		return m, failure(model.KindUnavailable, err, "The terminal cannot be used: its keys cannot be read.")
	}
	keys := NewKeyReader(source, nil)
	keys.escapeWait = t.escapeWait
	defer closeKeys(keys, source)
	return t.run(untilGone(ctx, keys), m, keys)
}

// closeKeys waits until nobody reads the terminal any more, so that the next
// key is for whoever comes after.
func closeKeys(keys *KeyReader, source cancelreader.CancelReader) {
	_ = keys.Close()
	if source.Cancel() {
		<-keys.Done()
	}
	_ = source.Close()
}

// untilGone returns a context that is also done when the input has ended.
func untilGone(ctx context.Context, keys *KeyReader) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		<-keys.Done()
		cancel()
	}()
	return ctx
}

func (t *Terminal) run(ctx context.Context, m tea.Model, keys *KeyReader) (tea.Model, error) {
	var p *tea.Program
	p = tea.NewProgram(&sized{m, t.out.Fd()},
		tea.WithContext(ctx),
		tea.WithInput(ttyInput{keys, t.in.Fd()}),
		tea.WithOutput(ttyOutput{t.writer, t.out.Fd()}),
		tea.WithEnvironment(t.environ),
		tea.WithAltScreen(),
		tea.WithFPS(120),
		tea.WithoutSignalHandler(),
		tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
			if !wantsSuspend(msg) {
				return msg
			}
			suspend(ctx, p, keys, t.stop)
			return nil
		}),
	)
	final, err := driver{t.writer, t.grace}.drive(ctx, p)
	if final == nil {
		final = m
	}
	return final, ending(ctx, err)
}

var errHangs = errors.New("the program did not end when it was told to")

// driver runs programs whose output goes to writer, and gives them a time to
// end when they are told to.
type driver struct {
	writer *Writer
	grace  time.Duration
}

// drive runs p, but does not wait for ever once ctx is done.
func (d driver) drive(ctx context.Context, p *tea.Program) (final tea.Model, err error) {
	done := make(chan struct{})
	var last tea.Model
	var lastErr error
	go func() {
		defer close(done)
		last, lastErr = runFenced(p)
	}()
	select {
	case <-done:
		return last, lastErr
	case <-ctx.Done():
	}
	timer := time.NewTimer(d.grace)
	defer timer.Stop()
	select {
	case <-done:
		return last, lastErr
	case <-timer.C:
		_ = within(100*time.Millisecond, d.leaveScreen)
		return nil, errHangs
	}
}

// runFenced turns a panic that Bubble Tea let through into an error.
func runFenced(p *tea.Program) (m tea.Model, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", tea.ErrProgramPanic, r)
		}
	}()
	return p.Run()
}

func (d driver) leaveScreen() error {
	_, err := io.WriteString(d.writer, leaveScreen)
	return err
}

// ending returns what a person should know about the end of a program.
func ending(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, tea.ErrProgramPanic):
		return failure(model.KindInternal, err, "The screens ended because of a fault in latchkey.")
	case errors.Is(err, errHangs):
		return failure(model.KindInternal, err, "The screens did not end in time and were left behind.")
	case ctx.Err() != nil:
		return nil
	}
	return failure(model.KindUnavailable, err, "The terminal can no longer be used.")
}
