//go:build !linux

package terminal

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// AskSecret writes a prompt to say, and reads a line from tty that is not shown.
func AskSecret(tty *os.File, say io.Writer, prompt string) (string, error) {
	fmt.Fprint(say, prompt)
	text, err := term.ReadPassword(int(tty.Fd()))
	fmt.Fprintln(say)
	return string(text), err
}
