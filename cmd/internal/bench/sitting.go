package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// sitting is somebody at a terminal in which latchkey runs. The terminal never
// answers a question.
type sitting struct {
	cmd    *exec.Cmd
	master *os.File
	begin  time.Time
	out    strings.Builder
}

// patience is how long a program may take to show something.
const patience = 30 * time.Second

// sit starts the program in a new terminal.
func (r *run) sit(ctx context.Context, args ...string) (*sitting, error) {
	master, tty, err := openPty()
	if err != nil {
		return nil, err
	}
	defer tty.Close()
	s := &sitting{master: master}
	s.cmd = exec.CommandContext(ctx, r.Program, args...)
	s.cmd.Env = r.environ()
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = tty, tty, tty
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	s.begin = time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, errors.Join(err, master.Close())
	}
	return s, nil
}

// environ is the environment of a program that is measured: none of the
// person's own settings.
func (r *run) environ() []string {
	return []string{"TERM=xterm-256color", "LANG=C.UTF-8", "HOME=" + r.dir, "PATH=" + os.Getenv("PATH")}
}

// until waits until the program has written text, and returns how long after its
// start that was.
func (s *sitting) until(text string) (time.Duration, error) {
	late := time.AfterFunc(patience, func() { _ = s.cmd.Process.Kill() })
	defer late.Stop()
	buffer := make([]byte, 1<<14)
	for {
		n, err := s.master.Read(buffer)
		s.out.Write(buffer[:n])
		if strings.Contains(ansi.Strip(s.out.String()), text) {
			return time.Since(s.begin), nil
		}
		if err != nil {
			return 0, fmt.Errorf("%q was never shown, but %q: %w", text, ansi.Strip(s.out.String()), err)
		}
	}
}

// paste types text as a terminal does that was told to mark what is pasted.
func (s *sitting) paste(text string) error {
	_, err := s.master.WriteString("\x1b[200~" + text + "\x1b[201~")
	return err
}

// key types a key.
func (s *sitting) key(text string) error {
	_, err := s.master.WriteString(text)
	return err
}

// leave waits for the program to end by itself, and closes the terminal.
func (s *sitting) leave() (time.Duration, error) {
	late := time.AfterFunc(patience, func() { _ = s.cmd.Process.Kill() })
	defer late.Stop()
	go func() { _, _ = io.Copy(io.Discard, s.master) }() // or it would wait for room
	err := s.cmd.Wait()
	took := time.Since(s.begin)
	return took, errors.Join(err, s.master.Close())
}

// hangUp ends the program, whatever it does.
func (s *sitting) hangUp() {
	_ = s.cmd.Process.Kill()
	_, _ = s.leave()
}
