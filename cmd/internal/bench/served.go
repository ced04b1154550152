package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"example.com/latchkey/model"
)

// served is latchkey serve over a world, a process of its own.
type served struct {
	cmd     *exec.Cmd
	address string // of the door for gateways
}

// serve starts it and waits until its doors are open. It has to be ended.
func (r *run) serve(ctx context.Context, w *world) (*served, error) {
	s := &served{cmd: exec.CommandContext(ctx, r.Program, "--data", w.dir, "serve", "--http", "127.0.0.1:0")}
	s.cmd.Env = r.environ()
	s.cmd.Cancel = func() error { return s.cmd.Process.Signal(os.Interrupt) }
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if address, ok := strings.CutPrefix(lines.Text(), "listening on http://"); ok {
			s.address = address
			return s, nil
		}
	}
	return nil, errors.Join(errors.New("latchkey serve ended"), s.end())
}

func (s *served) end() error {
	_ = s.cmd.Process.Signal(os.Interrupt)
	return s.cmd.Wait()
}

// memory is what a process has, in bytes.
type memory struct {
	all   float64
	files float64 // pages of files, which the system takes back when it needs the room
}

func (s *served) memory() (m memory, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return m, &model.Error{Kind: model.KindUnavailable, Message: "This row is measured on Linux only.", Err: err}
	}
	for line := range strings.Lines(string(text)) {
		var kilobytes float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kilobytes); n == 1 {
			m.all = kilobytes * 1024
		}
		if n, _ := fmt.Sscanf(line, "RssFile: %f kB", &kilobytes); n == 1 {
			m.files = kilobytes * 1024
		}
	}
	return m, nil
}

// A process is at rest when its memory has not changed by more than stillBytes,
// stillTimes in a row. One that never is, is not waited for any longer than mostTimes.
const (
	stillBytes = 256 << 10
	stillTimes = 6
	mostTimes  = 120
	looksEvery = 500 * time.Millisecond
)

// atRest waits until the process is at rest, and returns its memory.
func (s *served) atRest(ctx context.Context) (m memory, err error) {
	for n, still := 0, 0; n < mostTimes && still < stillTimes; n++ {
		before := m.all
		pause(ctx, looksEvery)
		if m, err = s.memory(); err != nil {
			return m, err
		}
		still++
		if m.all < before-stillBytes || m.all > before+stillBytes {
			still = 0
		}
	}
	return m, ctx.Err()
}
