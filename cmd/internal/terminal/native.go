package terminal

import (
	"errors"
	"runtime"
	"strings"

	"github.com/atotto/clipboard"
)

// SystemClipboard returns the clipboard of the desktop that this process runs
// on, or nil when the person is not there (they came over SSH) or there is
// none. environ is the environment of the process itself.
func SystemClipboard(environ []string) Native {
	env := environment(environ)
	if env.remote() || !env.hasDesktop(runtime.GOOS) || clipboard.Unsupported {
		return nil
	}
	return func(text string) error { return confirm(text, clipboard.WriteAll, clipboard.ReadAll) }
}

// confirm writes text and reads it back.
func confirm(text string, write func(string) error, read func() (string, error)) error {
	if err := write(text); err != nil {
		return err
	}
	got, err := read()
	if err != nil {
		return err
	}
	if strings.TrimRight(got, "\r\n") != text {
		return errors.New("it holds something else")
	}
	return nil
}

// remote reports whether the person sits at another machine.
func (e environment) remote() bool { return e.hasAny("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT") }

// hasDesktop reports whether there is a desktop with a clipboard.
func (e environment) hasDesktop(goos string) bool {
	switch goos {
	case "darwin", "windows":
		return true
	}
	return e.hasAny("DISPLAY", "WAYLAND_DISPLAY", "TERMUX_VERSION", "WSL_DISTRO_NAME")
}
