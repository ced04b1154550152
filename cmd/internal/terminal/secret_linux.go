package terminal

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// AskSecret writes a prompt to say, and reads a line from tty that is not shown.
// Echo is off before the prompt is seen, so that nothing is shown of what somebody
// types as soon as it is.
func AskSecret(tty *os.File, say io.Writer, prompt string) (string, error) {
	fd := int(tty.Fd())
	before, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return "", err
	}
	quiet := *before
	quiet.Lflag &^= unix.ECHO
	if err := unix.IoctlSetTermios(fd, unix.TCSETS, &quiet); err != nil {
		return "", err
	}
	defer func() { _ = unix.IoctlSetTermios(fd, unix.TCSETS, before) }()
	fmt.Fprint(say, prompt)
	text, err := term.ReadPassword(fd)
	fmt.Fprintln(say)
	return string(text), err
}
