package terminal

import (
	"io"
	"sync"
	"time"

	"github.com/muesli/cancelreader"
)

// How long the rest of a sequence may take. The first is what a person waits
// for the escape key by itself; the second is for what no key press begins.
const (
	escapeWait = 50 * time.Millisecond
	restWait   = time.Second
)

// KeyReader cuts a terminal's input into keys for a Bubble Tea program, which
// takes whatever one Read returns for one message:
//
//   - a Read returns one key, or part of one paste, however it arrived;
//   - the parts of an escape sequence or of a character that came separately are
//     joined; an escape that nothing follows for 50 ms is the escape key;
//   - what a terminal answers to questions (OSC, DCS, APC) never reaches the
//     program;
//   - a paste keeps its marks, so that the program gets it as one message. Of
//     more than 64 KiB the rest is left out. A paste has no time limit: it would
//     turn the rest of a slow one into key presses.
//
// Use it from one program at a time.
type KeyReader struct {
	src        io.Reader
	escapeWait time.Duration
	chunks     chan []byte
	ended      chan struct{} // closed when src has ended
	closed     chan struct{} // closed by Close
	closeOnce  sync.Once

	reading sync.Mutex // held by Read
	decoder decoder
	out     []byte // what is left of the key that Read is returning

	pausing sync.Mutex
	paused  chan struct{} // closed while paused
}

// NewKeyReader returns a reader of the keys in src. answers gets each answer of
// the terminal whole; nil drops them. A goroutine reads src until that returns
// an error or, after Close, what it was waiting for: whoever owns src ends it.
func NewKeyReader(src io.Reader, answers func(seq []byte)) *KeyReader {
	if answers == nil {
		answers = func([]byte) {}
	}
	r := &KeyReader{
		src:        src,
		escapeWait: escapeWait,
		chunks:     make(chan []byte),
		ended:      make(chan struct{}),
		closed:     make(chan struct{}),
		decoder:    decoder{answers: answers},
		paused:     make(chan struct{}),
	}
	go r.pump()
	return r
}

// Done is closed when the input has ended: the terminal is gone.
func (r *KeyReader) Done() <-chan struct{} { return r.ended }

// Close ends a Read that waits and all later ones with io.EOF. It does not
// close the source.
func (r *KeyReader) Close() error {
	r.closeOnce.Do(func() { close(r.closed) })
	return nil
}

// Read returns the next key, or as much of it as fits into p. The error is
// io.EOF at the end of the input, whatever ended it, and after Close.
func (r *KeyReader) Read(p []byte) (int, error) {
	r.reading.Lock()
	defer r.reading.Unlock()
	paused := r.pauseSignal()
	for len(r.out) == 0 {
		seq, v := r.decoder.next()
		if v == whole {
			r.out = seq
			break
		}
		if err := r.fill(v, paused); err != nil {
			return 0, err
		}
	}
	if isClosed(paused) { // the program would throw the key away: keep it
		return 0, cancelreader.ErrCanceled
	}
	n := copy(p, r.out)
	r.out = r.out[n:]
	return n, nil
}

// fill waits for more input, for as long as v allows.
func (r *KeyReader) fill(v verdict, paused <-chan struct{}) error {
	timeout, stop := r.timeout(v)
	defer stop()
	select {
	case b := <-r.chunks:
		r.decoder.feed(b)
	case <-timeout:
		r.out = r.decoder.giveUp(v)
	case <-r.ended:
		if v == nothing {
			return io.EOF
		}
		r.out = r.decoder.giveUp(v)
	case <-r.closed:
		return io.EOF
	case <-paused:
		return cancelreader.ErrCanceled
	}
	return nil
}

func (r *KeyReader) timeout(v verdict) (<-chan time.Time, func() bool) {
	wait := restWait
	switch v {
	case nothing, pasting:
		return nil, func() bool { return true }
	case ambiguous:
		wait = r.escapeWait
	}
	timer := time.NewTimer(wait)
	return timer.C, timer.Stop
}

func (r *KeyReader) pump() {
	defer close(r.ended)
	for {
		b := make([]byte, 1024)
		n, err := r.src.Read(b)
		if n > 0 {
			select {
			case r.chunks <- b[:n]:
			case <-r.closed:
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// pause makes Read return cancelreader.ErrCanceled, which ends the program's
// reading without a word, until resume. No key is lost.
func (r *KeyReader) pause() {
	r.pausing.Lock()
	defer r.pausing.Unlock()
	if !isClosed(r.paused) {
		close(r.paused)
	}
}

func (r *KeyReader) resume() {
	r.pausing.Lock()
	defer r.pausing.Unlock()
	r.paused = make(chan struct{})
}

func (r *KeyReader) pauseSignal() <-chan struct{} {
	r.pausing.Lock()
	defer r.pausing.Unlock()
	return r.paused
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
