package sshserver

import (
	"slices"
	"strings"

	gossh "golang.org/x/crypto/ssh"
)

// The payloads of the requests on a session channel (RFC 4254, section 6).
type (
	ptyRequest struct {
		Term                      string
		Columns, Rows             uint32
		WidthPixels, HeightPixels uint32
		Modes                     string
	}
	windowChange struct{ Columns, Rows, WidthPixels, HeightPixels uint32 }
	envRequest   struct{ Name, Value string }
	execRequest  struct{ Command string }
	exitStatus   struct{ Code uint32 }
	// hello is what an attached client says of itself (AttachRequest).
	hello struct{ StdinTerminal, StdoutTerminal, Clipboard bool }
)

// mostCells is how wide and high a terminal can be.
const mostCells = 2000

func cells(n uint32) int { return int(min(n, mostCells)) }

// welcome are the variables that a client may set: what its terminal can show.
var welcome = []string{
	"COLORTERM", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORFGBG", "LATCHKEY_BACKGROUND",
	"TMUX", "STY", "TERM_PROGRAM", "LANG", "LC_ALL", "LC_CTYPE",
}

// Limits of what a client says about itself, in bytes.
const (
	mostValue   = 256
	mostCommand = 64 << 10
)

// environment is what a client said of its terminal. Nothing of it is believed
// but how to draw.
type environment map[string]string

func (e environment) set(name, value string) bool {
	if !slices.Contains(welcome, name) || !plain(value) {
		return false
	}
	e[name] = value
	return true
}

// plain reports whether a value is short and has no control characters.
func plain(value string) bool {
	return len(value) <= mostValue && !strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// environ returns the lines, TERM among them.
func (e environment) environ(term string) []string {
	var lines []string
	if plain(term) {
		lines = append(lines, "TERM="+term)
	}
	for name, value := range e {
		lines = append(lines, name+"="+value)
	}
	slices.Sort(lines)
	return lines
}

// read decodes a payload, and reports whether it is one of that form.
func read(req *gossh.Request, into any) bool {
	return len(req.Payload) <= mostCommand && gossh.Unmarshal(req.Payload, into) == nil
}
