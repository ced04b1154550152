package terminal

import (
	"errors"
	"io"
	"sync"
	"time"
)

// Writer lets several writers share one terminal. Bubble Tea draws a frame in
// one Write, a clipboard sequence is one Write, and each goes out whole; of a
// frame, what is on the screen already is left out.
type Writer struct {
	mu    sync.Mutex
	out   io.Writer
	shown shown
}

// NewWriter returns a Writer to out.
func NewWriter(out io.Writer) *Writer { return &Writer{out: out} }

// Write makes the terminal show p when all earlier writes are done.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if n, err := w.out.Write(w.shown.shorten(p)); err != nil {
		w.shown.forget()
		return min(n, len(p)), err
	}
	return len(p), nil
}

// ttyOutput is a Writer that Bubble Tea recognises as a terminal, so that it
// asks the system for the size of the window. It knows the number of its file
// and not the file itself, since Bubble Tea may ask for it when the program has
// ended and the file is closed.
type ttyOutput struct {
	*Writer
	fd uintptr
}

func (o ttyOutput) Read([]byte) (int, error) { return 0, io.EOF }
func (o ttyOutput) Fd() uintptr              { return o.fd }
func (o ttyOutput) Close() error             { return nil }

// ttyInput is a KeyReader that Bubble Tea recognises as a terminal, so that it
// puts the file into raw mode, and out of it before it reports a panic. It has
// no Name, or Bubble Tea would read the file itself.
type ttyInput struct {
	*KeyReader
	fd uintptr
}

func (i ttyInput) Write([]byte) (int, error) { return 0, errors.ErrUnsupported }
func (i ttyInput) Fd() uintptr               { return i.fd }

var errSlow = errors.New("no answer in time")

// within returns what f returned, or errSlow when that takes longer than d: a
// terminal that takes no output, a clipboard tool that hangs. f then goes on in
// the background.
func within(d time.Duration, f func() error) error {
	done := make(chan error, 1)
	go func() { done <- f() }()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		return errSlow
	}
}
