package terminal

import (
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// copyWait is the time for each of the two ways of copying.
const copyWait = time.Second

// Native puts text into the clipboard of the person's desktop and returns nil
// only when it is there for certain.
type Native func(text string) error

// Clipboard takes secrets to a clipboard: the native one when there is one and
// it confirms, else that of the terminal (OSC 52). It implements kit.Clipboard.
type Clipboard struct {
	out    io.Writer
	env    environment
	native Native
	broken atomic.Bool // native kept us waiting once: not again
}

var _ kit.Clipboard = (*Clipboard)(nil)

// NewClipboard returns the clipboard of a terminal. out is the Writer that the
// screens draw to, environ the terminal's environment, native nil where the
// person's desktop is out of reach.
func NewClipboard(out io.Writer, environ []string, native Native) *Clipboard {
	return &Clipboard{out: out, env: environ, native: native}
}

// Copy copies secret and says how far it got. It takes up to two seconds.
func (c *Clipboard) Copy(secret model.Secret) kit.CopyResult {
	var notes []string
	if c.native != nil && !c.broken.Load() {
		err := within(copyWait, func() error { return c.native(secret.Reveal()) })
		if err == nil {
			return kit.CopyResult{Outcome: kit.Copied}
		}
		c.broken.Store(err == errSlow)
		notes = append(notes, fmt.Sprintf("This machine's clipboard did not take it (%v).", err))
	}
	outcome, note := c.send(secret)
	if note != "" {
		notes = append(notes, note)
	}
	return kit.CopyResult{Outcome: outcome, Detail: strings.Join(notes, " ")}
}

// send sends the clipboard sequences as one Write, between two frames.
func (c *Clipboard) send(secret model.Secret) (kit.CopyOutcome, string) {
	if !c.env.takesOSC52() {
		return kit.NotCopied, fmt.Sprintf("This terminal (TERM=%s) has no clipboard that can be reached from here.", c.env.Getenv("TERM"))
	}
	sequences, advice := c.env.osc52For(secret.Reveal())
	err := within(copyWait, func() error {
		_, err := io.WriteString(c.out, sequences)
		return err
	})
	if err != nil {
		return kit.NotCopied, "The terminal takes no output at the moment."
	}
	return kit.SentToTerminal, advice
}
