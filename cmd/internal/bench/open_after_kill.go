package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/model"
)

// killAfter is how long a process writes before it is killed: enough for the log
// that has to be replayed to be as long as it gets.
const killAfter = 3 * time.Second

// openAfterKill opens a store whose process was killed while it was writing.
func openAfterKill(ctx context.Context, r *run) (report Report, err error) {
	w, err := r.base(ctx)
	if err != nil {
		return report, err
	}
	job, err := w.writing(ctx)
	if err != nil {
		return report, err
	}
	killed := func(ctx context.Context) ([]float64, error) {
		if err := r.killWriter(ctx, job); err != nil {
			return nil, err
		}
		return w.timeOpening(ctx)
	}
	y, s, err := r.takeTurns(ctx, min(r.rounds(), 5), w.timeOpening, killed)
	if err != nil {
		return report, err
	}
	report.Figures = []Figure{difference("to open", Seconds, s[0], y[0], atMost(0.150))}
	report.LimitedBy = "The engine's log, which is replayed: it is at the most as long as what is kept in memory."
	return report, nil
}

// timeOpening opens the world, and closes it again.
func (w *world) timeOpening(ctx context.Context) ([]float64, error) {
	begin := time.Now()
	d, err := w.open(ctx)
	if err != nil {
		return nil, err
	}
	took := time.Since(begin)
	return []float64{seconds(took)}, d.Close()
}

// writeJob is what a writer is to do.
type writeJob struct {
	Dir     string
	Tenants []writeTenant // each has a goroutine of its own
}

type writeTenant struct {
	Org  model.OrgID
	User model.ServiceUserID
}

// writing makes what a writer writes for.
func (w *world) writing(ctx context.Context) (job writeJob, err error) {
	d, err := w.open(ctx)
	if err != nil {
		return job, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	t, err := newTenants(ctx, d.Authority, "Written", manyAt*tokensOfTenant)
	if err != nil {
		return job, err
	}
	job.Dir = w.dir
	for _, to := range t.of {
		job.Tenants = append(job.Tenants, writeTenant{to.org, to.user})
	}
	return job, nil
}

// killWriter starts a writer, and kills it when it has written for a while.
func (r *run) killWriter(ctx context.Context, job writeJob) error {
	cmd := exec.CommandContext(ctx, r.Program, "bench", ChildCommand, "write")
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	err = json.NewEncoder(in).Encode(job)
	if err == nil {
		_, err = bufio.NewReader(out).ReadString('\n') // it writes
	}
	if err == nil {
		pause(ctx, r.lasting(killAfter))
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait() // killed
	return err
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// writeChild generates tokens and revokes them again, from many goroutines, until
// it is killed or its input ends.
func writeChild(ctx context.Context, in io.Reader, out io.Writer) error {
	var job writeJob
	if err := json.NewDecoder(in).Decode(&job); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	go func() {
		_, _ = io.Copy(io.Discard, in) // whoever started it is gone
		stop()
	}()
	d, err := daemon.Open(ctx, daemon.Options{Dir: job.Dir})
	if err != nil {
		return err
	}
	failed := make(chan error, len(job.Tenants))
	for i, to := range job.Tenants {
		go func() { failed <- to.write(ctx, d.Authority, i) }()
	}
	fmt.Fprintln(out, "writing")
	err = <-failed
	stop()
	return errors.Join(err, d.Close())
}

func (to writeTenant) write(ctx context.Context, a *model.Authority, who int) error {
	for n := 0; ; n++ {
		made, err := a.GenerateToken(ctx, operator, model.TokenRequest{Org: to.Org, ServiceUser: to.User, Name: fmt.Sprintf("written-%d-%d", who, n)})
		if err != nil {
			return err
		}
		if _, err := a.RevokeToken(ctx, operator, model.TokenRef{Org: to.Org, ID: made.Token.ID}); err != nil {
			return err
		}
	}
}
