package bench

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// openPty returns the two ends of a new pseudo-terminal of 80 by 24 cells: that
// of the person and that of the program.
func openPty() (master, tty *os.File, err error) {
	master, err = os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, nil, err
	}
	if tty, err = otherEnd(master); err != nil {
		_ = master.Close()
	}
	return master, tty, err
}

func otherEnd(master *os.File) (*os.File, error) {
	conn, err := master.SyscallConn()
	if err != nil {
		return nil, err
	}
	var number int
	var failed error
	err = conn.Control(func(fd uintptr) {
		if failed = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); failed == nil {
			number, failed = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		}
		_ = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80})
	})
	if err != nil || failed != nil {
		return nil, fmt.Errorf("opening a pseudo-terminal: %v %v", err, failed)
	}
	return os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
}
