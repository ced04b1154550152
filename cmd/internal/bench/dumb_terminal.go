package bench

import (
	"context"
	"errors"
	"os/exec"
	"syscall"
	"time"
)

// dumbTerminal runs a subcommand on a terminal that answers no question, as many
// do that are no program on somebody's desk.
func dumbTerminal(ctx context.Context, r *run) (report Report, err error) {
	y, s, err := r.takeTurns(ctx, 2*r.rounds()+1, r.withoutTerminal, r.onTerminal)
	if err != nil {
		return report, err
	}
	report.Figures = []Figure{ratio("latchkey version", Seconds, s[0], y[0], atMost(2))}
	report.LimitedBy = "Loading the program: no subcommand asks the terminal anything, so there is no answer to wait for."
	return report, nil
}

func (r *run) onTerminal(ctx context.Context) ([]float64, error) {
	s, err := r.sit(ctx, "version")
	if err != nil {
		return nil, err
	}
	took, err := s.until("latchkey ")
	if err != nil {
		s.hangUp()
		return nil, err
	}
	_, err = s.leave()
	return []float64{seconds(took)}, err
}

func (r *run) withoutTerminal(ctx context.Context) ([]float64, error) {
	cmd := exec.CommandContext(ctx, r.Program, "version")
	cmd.Env = r.environ()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // as on a terminal of its own
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	_, err = out.Read(make([]byte, 1<<10))
	took := time.Since(begin)
	return []float64{seconds(took)}, errors.Join(err, cmd.Wait())
}
