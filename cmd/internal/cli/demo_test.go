//go:build linux

package cli

import (
	"os"
	"testing"
	"time"

	"example.com/latchkey/cmd/internal/demo"
	"example.com/latchkey/cmd/internal/terminal/ptytest"
)

// TestTheDemoIsReadyAndLeavesNothing goes in as the hint says, and out again.
func TestTheDemoIsReadyAndLeavesNothing(t *testing.T) {
	home := t.TempDir()
	p := ptytest.Open(t)
	code := make(chan int, 1)
	go func() {
		code <- Run(t.Context(), Env{
			Args: []string{"demo"}, Stdin: p.TTY, Stdout: p.TTY, Stderr: p.TTY, Home: home,
			Environ: []string{"TERM=xterm-256color", "LANG=C.UTF-8", "HOME=" + home, "XDG_DATA_HOME=" + home},
		})
	}()
	p.WaitFor(demo.Password)
	p.Type(demo.Password + "\r")
	p.WaitFor("of 10 active")
	p.Type("\x03")
	select {
	case got := <-code:
		if got != exitOK {
			t.Errorf("exit code %d: %s", got, p.Output())
		}
	case <-time.After(30 * time.Second):
		t.Fatal("the demo does not end")
	}
	left, err := os.ReadDir(home)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestTheDemosClockRuns(t *testing.T) {
	d, err := openDemo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if off := time.Since(d.Authority.Now()); off < 0 || off > time.Minute {
		t.Errorf("the demo is %v off", off)
	}
}
