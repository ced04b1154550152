package terminal

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/muesli/cancelreader"
)

// read returns what one Read of the size that Bubble Tea uses gives.
func read(t *testing.T, r io.Reader) string {
	t.Helper()
	buf := make([]byte, 256)
	n, err := r.Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	return string(buf[:n])
}

// typed gives a test in a bubble of faked time a reader and what it reads.
func typed(t *testing.T) (*KeyReader, *io.PipeWriter) {
	in, keyboard := io.Pipe()
	r := NewKeyReader(in, nil)
	t.Cleanup(func() { _ = keyboard.Close() })
	return r, keyboard
}

func write(t *testing.T, w io.Writer, s string) {
	t.Helper()
	if _, err := io.WriteString(w, s); err != nil {
		t.Error(err)
	}
}

func TestReadReturnsOneKey(t *testing.T) {
	r := NewKeyReader(strings.NewReader("jä\x1b[A"), nil)
	for _, want := range []string{"j", "ä", "\x1b[A"} {
		if got := read(t, r); got != want {
			t.Errorf("read %q, want %q", got, want)
		}
	}
	if _, err := r.Read(make([]byte, 256)); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
	<-r.Done()
}

// Time in this test is faked: it passes when everything waits.
func TestEscapeWaitsFiftyMilliseconds(t *testing.T) {
	tests := []struct {
		name  string
		pause time.Duration
		want  []string
	}{
		{"joined", 49 * time.Millisecond, []string{"\x1b[D", "j"}},
		{"apart", 51 * time.Millisecond, []string{"\x1b", "[", "D", "j"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r, keyboard := typed(t)
				go func() {
					write(t, keyboard, "\x1b")
					<-time.After(test.pause)
					write(t, keyboard, "[D")
					write(t, keyboard, "j")
				}()
				for _, want := range test.want {
					if got := read(t, r); got != want {
						t.Errorf("read %q, want %q", got, want)
					}
				}
			})
		})
	}
}

func TestUnfinishedSequenceIsDroppedAfterASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, keyboard := typed(t)
		go func() {
			write(t, keyboard, "\x1b]11;rgb:")
			<-time.After(1001 * time.Millisecond)
			write(t, keyboard, "j")
		}()
		if got := read(t, r); got != "j" {
			t.Errorf("read %q", got)
		}
	})
}

func TestSlowPasteStaysWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, keyboard := typed(t)
		go func() {
			write(t, keyboard, "\x1b[200~a")
			<-time.After(time.Hour)
			write(t, keyboard, "b\x1b[201~")
		}()
		if got := read(t, r); got != "\x1b[200~ab\x1b[201~" {
			t.Errorf("read %q", got)
		}
	})
}

func TestAnswersGoToTheCallback(t *testing.T) {
	var got []string
	r := NewKeyReader(strings.NewReader("\x1b]11;x\x07j"), func(seq []byte) { got = append(got, string(seq)) })
	if key := read(t, r); key != "j" {
		t.Errorf("read %q", key)
	}
	if len(got) != 1 || got[0] != "\x1b]11;x\x07" {
		t.Errorf("answers %q", got)
	}
}

func TestLongPasteComesInSeveralReads(t *testing.T) {
	paste := "\x1b[200~" + strings.Repeat("x", 5000) + "\x1b[201~"
	r := NewKeyReader(strings.NewReader(paste+"j"), nil)
	var got strings.Builder
	for got.Len() < len(paste) {
		got.WriteString(read(t, r))
	}
	if got.String() != paste {
		t.Errorf("read %q", got.String())
	}
	if key := read(t, r); key != "j" {
		t.Errorf("then read %q", key)
	}
}

func TestCloseEndsAReadThatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, keyboard := typed(t)
		done := make(chan error, 1)
		go func() {
			_, err := r.Read(make([]byte, 256))
			done <- err
		}()
		synctest.Wait()
		_ = r.Close()
		if err := <-done; err != io.EOF {
			t.Errorf("error %v", err)
		}
		_ = r.Close()
		_ = keyboard.Close()
		<-r.Done()
	})
}

func TestPauseEndsReadingAndLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, keyboard := typed(t)
		done := make(chan error, 1)
		go func() {
			_, err := r.Read(make([]byte, 256))
			done <- err
		}()
		synctest.Wait()
		r.pause()
		r.pause()
		if err := <-done; !errors.Is(err, cancelreader.ErrCanceled) {
			t.Errorf("error %v", err)
		}
		go write(t, keyboard, "j")
		synctest.Wait()
		if _, err := r.Read(make([]byte, 256)); !errors.Is(err, cancelreader.ErrCanceled) {
			t.Errorf("while paused: %v", err)
		}
		r.resume()
		if got := read(t, r); got != "j" {
			t.Errorf("read %q", got)
		}
	})
}
