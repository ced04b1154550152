package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"strings"
	"time"

	"example.com/latchkey/model"
)

// idleMemory starts a daemon with its doors open, and looks how much memory it
// has when it has come to rest. The first start does not count: what was written
// in bulk is put in order then.
func idleMemory(ctx context.Context, r *run) (report Report, err error) {
	w, err := r.base(ctx)
	if err != nil {
		return report, err
	}
	var all, files []float64
	for i := -1; i < min(r.rounds(), 5); i++ {
		m, err := r.resident(ctx, w)
		if err != nil {
			return report, err
		}
		if i >= 0 {
			all, files = append(all, m.all), append(files, m.files)
		}
	}
	report.Figures = []Figure{value("resident memory", Bytes, all, atMost(40<<20))}
	report.LimitedBy = "The program itself, and what the engine maps of its files: the indexes of tables, and what was read of them."
	report.Notes = append(report.Notes, fmt.Sprintf("Of that %s are pages of files, the program's own among them, which the system takes back when it needs the room.", size(median(files))))
	return report, nil
}

// memory is what a process has, in bytes.
type memory struct{ all, files float64 }

// resident starts latchkey serve and returns its resident memory.
func (r *run) resident(ctx context.Context, w *world) (m memory, err error) {
	cmd := exec.CommandContext(ctx, r.Program, "--data", w.dir, "serve", "--http", "127.0.0.1:0")
	cmd.Env = r.environ()
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	out, err := cmd.StdoutPipe()
	if err != nil {
		return m, err
	}
	if err := cmd.Start(); err != nil {
		return m, err
	}
	err = errors.New("latchkey serve ended")
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "listening on http") {
			m, err = atRest(ctx, cmd.Process.Pid)
			break
		}
	}
	_ = cmd.Process.Signal(os.Interrupt)
	return m, errors.Join(err, cmd.Wait())
}

// atRest waits until a process grows no more, and returns its memory.
func atRest(ctx context.Context, pid int) (m memory, err error) {
	for range 20 {
		before := m.all
		pause(ctx, 500*time.Millisecond)
		if m, err = memoryOf(pid); err != nil || math.Abs(m.all-before) < 1<<18 {
			break
		}
	}
	return m, err
}

func memoryOf(pid int) (m memory, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
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
