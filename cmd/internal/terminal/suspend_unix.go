//go:build unix

package terminal

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// stopWait is how long a stop takes to set in. Where there is no shell that
// could continue the process (it is the session's first one), the system
// ignores the stop, and the program goes on after this time.
const stopWait = 250 * time.Millisecond

// StopProcess stops the whole process group until it is continued in the
// foreground of tty, or ctx is done. A shell that kills a stopped process
// continues it as well, in the background: it gets the time to end.
func StopProcess(ctx context.Context, tty *os.File) {
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, syscall.SIGCONT)
	defer signal.Stop(continued)
	for {
		_ = syscall.Kill(0, syscall.SIGTSTP)
		select {
		case <-continued:
		case <-time.After(stopWait):
		}
		if inForeground(tty) {
			return
		}
		select {
		case <-ctx.Done():
			signal.Ignore(syscall.SIGTTOU) // restoring the terminal must not stop us again
			return
		case <-time.After(stopWait):
		}
		if inForeground(tty) { // a shell may have brought us back meanwhile
			return
		}
	}
}

// inForeground reports whether the terminal is ours at the moment. One that
// does not say is taken to be.
func inForeground(tty *os.File) bool {
	group, err := unix.IoctlGetInt(int(tty.Fd()), unix.TIOCGPGRP)
	return err != nil || group == syscall.Getpgrp()
}
