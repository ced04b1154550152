package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"example.com/latchkey/model"
)

// idleMemory starts a daemon with its doors open, and looks how much memory it
// has when it has come to rest.
func idleMemory(ctx context.Context, r *run) (report Report, err error) {
	w, err := r.base(ctx)
	if err != nil {
		return report, err
	}
	var sizes []float64
	for range min(r.rounds(), 3) {
		size, err := r.resident(ctx, w)
		if err != nil {
			return report, err
		}
		sizes = append(sizes, size)
	}
	report.Figures = []Figure{value("resident memory", Bytes, sizes, atMost(40<<20))}
	report.LimitedBy = "The program itself, and the engine's tables in memory; the indexes of the store's files are read when they are needed."
	return report, nil
}

// resident starts latchkey serve and returns its resident bytes.
func (r *run) resident(ctx context.Context, w *world) (float64, error) {
	cmd := exec.CommandContext(ctx, r.Program, "--data", w.dir, "serve", "--http", "127.0.0.1:0")
	cmd.Env = r.environ()
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	size, err := 0.0, errors.New("latchkey serve ended")
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "listening on http") {
			size, err = atRest(ctx, cmd.Process.Pid)
			break
		}
	}
	_ = cmd.Process.Signal(os.Interrupt)
	return size, errors.Join(err, cmd.Wait())
}

// atRest waits until a process grows no more, and returns its resident bytes.
func atRest(ctx context.Context, pid int) (float64, error) {
	before := 0.0
	for range 20 {
		pause(ctx, 500*time.Millisecond)
		now, err := residentOf(pid)
		if err != nil || math.Abs(now-before) < 1<<18 {
			return now, err
		}
		before = now
	}
	return before, nil
}

func residentOf(pid int) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, &model.Error{Kind: model.KindUnavailable, Message: "This row is measured on Linux only.", Err: err}
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kilobytes, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")), 64)
			return kilobytes * 1024, err
		}
	}
	return 0, errors.New("the system does not say how much memory a process has")
}
