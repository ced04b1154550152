package terminal

import (
	"strings"

	"github.com/aymanbagabas/go-osc52/v2"
)

// tmuxAdvice is what a person in tmux has to know: with tmux's default nothing
// arrives and nobody says so.
const tmuxAdvice = "tmux passes it on only with this setting: set -s set-clipboard on"

// takesOSC52 reports whether sending a clipboard sequence makes any sense.
func (e environment) takesOSC52() bool {
	switch e.Getenv("TERM") {
	case "", "dumb", "linux":
		return false
	}
	return true
}

// osc52For returns the sequences that ask a terminal with this environment to
// put text into its clipboard, and what to tell the person about that. Within
// tmux or screen there are two: one that it may act on and one wrapped for it
// to pass on. A TERM of screen* alone, as SSH leaves it, may be either of the
// two: screen would show what is wrapped for tmux, while tmux ignores what is
// wrapped for screen.
func (e environment) osc52For(text string) (sequences, advice string) {
	plain := osc52.New(text)
	term := e.Getenv("TERM")
	inScreen := strings.HasPrefix(term, "screen") || e.hasAny("STY")
	switch {
	case e.hasAny("TMUX") || strings.HasPrefix(term, "tmux"):
		return plain.String() + plain.Tmux().String(), tmuxAdvice
	case inScreen && !e.hasAny("STY"):
		return plain.String() + plain.Screen().String(), "If this is tmux: " + tmuxAdvice
	case inScreen:
		return plain.String() + plain.Screen().String(), ""
	}
	return plain.String(), ""
}
