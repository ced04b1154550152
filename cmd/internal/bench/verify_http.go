package bench

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/cmd/internal/httpapi"
	"example.com/latchkey/model"
)

const connections = 32

// How long a round of the subject lasts: longer than what lies between two
// writings of the uses, so that each has its share of them.
const (
	subjectLasts   = model.FlushEvery + 2*time.Second
	yardstickLasts = 2 * time.Second
)

// verifyHTTP asks the real door, over the real store with all that runs beside,
// about random tokens.
func verifyHTTP(ctx context.Context, r *run) (report Report, err error) {
	w, err := r.base(ctx)
	if err != nil {
		return report, err
	}
	d, err := w.open(ctx)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := w.warm(ctx, d.Authority); err != nil {
		return report, err
	}
	p, err := openPair(ctx, d, w)
	if err != nil {
		return report, err
	}
	defer p.close()
	rounds := min(r.rounds(), 5)
	y, s, err := r.takeTurns(ctx, rounds, p.alone(p.turn(r, p.nothing, yardstickLasts)), p.turn(r, p.door, subjectLasts))
	if err != nil {
		return report, err
	}
	goal, bearable := atLeast(0.70), 0.60
	goal.Bearable = &bearable
	report.Figures = []Figure{
		ratio("requests", PerSecond, s[0], y[0], goal),
		ratio("99th percentile", Seconds, s[1], y[1], atMost(1.3)),
	}
	each, least := float64(time.Second)/median(s[0])/1e3, float64(time.Second)/median(y[0])/1e3
	report.LimitedBy = fmt.Sprintf("The processor: a request takes the machine %.0f µs, of which %.0f are net/http and the one who asks; the rest is the look-ups of one verification and the writing of uses.", each, least)
	report.Notes = append(report.Notes, "Every token was used once before, so that it is known in memory. Uses are written as in a daemon, evenly and of at most a thousand tokens a second; those of the others wait in memory.")
	return report, nil
}

// pair are the door and what answers the same without doing anything, both in
// this process. Who asks is a process of its own, the same for both.
type pair struct {
	world         *world
	authority     *model.Authority
	door, nothing string // addresses
	close         func()
	dice          uint64
}

func openPair(ctx context.Context, d *daemon.Daemon, w *world) (*pair, error) {
	door, err := httpapi.Listen(httpapi.Options{Authority: d.Authority, Address: "127.0.0.1:0"})
	if err != nil {
		return nil, err
	}
	serving, stop := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- door.Serve(serving) }()
	p := &pair{world: w, authority: d.Authority, door: strings.TrimPrefix(door.Addresses()[0], "http://")}
	p.close = func() {
		stop()
		<-served
	}
	nothing, err := p.sameBytes(ctx)
	if err != nil {
		p.close()
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		p.close()
		return nil, err
	}
	server := httpapi.NewServer(nothing)
	go func() { _ = server.Serve(listener) }()
	p.nothing = listener.Addr().String()
	p.close = func() {
		_ = server.Close()
		stop()
		<-served
	}
	return p, nil
}

// sameBytes returns a handler that answers what the door answers, whatever it is
// asked.
func (p *pair) sameBytes(ctx context.Context) (http.Handler, error) {
	secret, err := p.world.secret(p.world.Tokens - 1)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.door+"/v1/verify", nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+secret.Reveal())
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	_ = response.Body.Close()
	header := response.Header
	header.Del("Date") // the server adds these by itself
	header.Del("Content-Length")
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		to := w.Header()
		for name, values := range header {
			to[name] = values
		}
		w.WriteHeader(http.StatusOK)
	}), nil
}

// alone writes down all uses before a turn, so that the yardstick does not share
// the processor with what the subject has left to do.
func (p *pair) alone(one turn) turn {
	return func(ctx context.Context) ([]float64, error) {
		if err := p.authority.FlushUses(ctx); err != nil {
			return nil, err
		}
		return one(ctx)
	}
}

// turn asks an address for some time. The figures are requests per second and
// the 99th percentile of how long one took.
func (p *pair) turn(r *run, address string, lasts time.Duration) turn {
	return func(ctx context.Context) ([]float64, error) {
		p.dice++
		job := loadJob{
			Address: address, Connections: connections, Plan: p.world.plan, Seed: p.world.seed, Dice: p.dice,
			Warm: 300 * time.Millisecond, Time: r.lasting(lasts),
		}
		var result loadResult
		if err := r.child(ctx, "load", job, &result); err != nil {
			return nil, err
		}
		return []float64{result.PerSecond, result.P99}, nil
	}
}
