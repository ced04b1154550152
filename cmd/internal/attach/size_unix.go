//go:build unix

package attach

import (
	"os"
	"os/signal"
	"syscall"
)

// watchSize passes changes of the terminal's size on, until the function that it
// returns is called.
func (x *session) watchSize(out *os.File) func() {
	changed := make(chan os.Signal, 1)
	signal.Notify(changed, syscall.SIGWINCH)
	stop := make(chan struct{})
	go func() {
		for {
			select {
			case <-changed:
				x.tellSize(out)
			case <-stop:
				return
			}
		}
	}()
	return func() {
		signal.Stop(changed)
		close(stop)
	}
}
