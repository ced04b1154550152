package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"time"
)

// loadJob is what a load generator is to do.
type loadJob struct {
	Address     string
	Connections int
	Plan        plan
	Seed        uint64 // of the secrets
	Dice        uint64 // which tokens are asked about
	Warm, Time  time.Duration
}

// loadResult is what it measured after having warmed up.
type loadResult struct {
	PerSecond float64
	P50, P99  float64 // seconds
}

// mostRequests is how many different requests a generator has in store.
const mostRequests = 1 << 18

// loadChild sends requests as fast as they are answered. It does as little as it
// can, since the machine is also that of whoever answers: the requests are made
// up beforehand, and of an answer it looks at the status and for the end.
func loadChild(ctx context.Context, in io.Reader, out io.Writer) error {
	var job loadJob
	if err := json.NewDecoder(in).Decode(&job); err != nil {
		return err
	}
	requests, err := job.requests()
	if err != nil {
		return err
	}
	result, err := job.send(ctx, requests)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(result)
}

// requests are of random tokens, each with a token of its own as far as there are
// so many.
func (job loadJob) requests() ([][]byte, error) {
	random := rand.New(rand.NewPCG(job.Dice, 1))
	list := make([][]byte, min(job.Plan.Tokens, mostRequests))
	for i := range list {
		secret, _, err := job.Plan.secretOf(job.Seed, random.IntN(job.Plan.Tokens), nil)
		if err != nil {
			return nil, err
		}
		list[i] = []byte("GET /v1/verify HTTP/1.1\r\nHost: " + job.Address + "\r\nAuthorization: Bearer " + secret.Reveal() + "\r\n\r\n")
	}
	return list, nil
}

func (job loadJob) send(ctx context.Context, requests [][]byte) (loadResult, error) {
	begin := time.Now().Add(job.Warm)
	ctx, cancel := context.WithDeadline(ctx, begin.Add(job.Time))
	defer cancel()
	senders := make([]sender, job.Connections)
	var done sync.WaitGroup
	for i := range senders {
		s := &senders[i]
		s.begin, s.end, s.requests, s.at = begin, begin.Add(job.Time), requests, i*len(requests)/len(senders)
		done.Go(func() { s.err = s.run(ctx, job.Address) })
	}
	done.Wait()
	var took []uint32
	for _, s := range senders {
		if s.err != nil {
			return loadResult{}, s.err
		}
		took = append(took, s.took...)
	}
	result := loadResult{PerSecond: float64(len(took)) / job.Time.Seconds()}
	result.P50 = float64(percentile(took, 50)) / 1e9
	result.P99 = float64(percentile(took, 99)) / 1e9
	return result, nil
}

// sender is one connection.
type sender struct {
	begin, end time.Time
	requests   [][]byte
	at         int
	took       []uint32 // nanoseconds
	err        error
}

func (s *sender) run(ctx context.Context, address string) error {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close()
	s.took = make([]uint32, 0, 1<<16)
	buffer := make([]byte, 4096)
	for last := time.Now(); last.Before(s.end); s.at++ {
		if err := ask(conn, s.requests[s.at%len(s.requests)], buffer); err != nil {
			return err
		}
		now := time.Now()
		if last.After(s.begin) && now.Before(s.end) {
			s.took = append(s.took, uint32(min(now.Sub(last), time.Second))) //nolint:gosec // a second fits
		}
		last = now
	}
	return nil
}

var (
	fine      = []byte("HTTP/1.1 200 ")
	endOfHead = []byte("\r\n\r\n")
)

// ask sends a request and reads the answer, which has no body.
func ask(conn net.Conn, request, buffer []byte) error {
	if _, err := conn.Write(request); err != nil {
		return err
	}
	for n := 0; ; {
		m, err := conn.Read(buffer[n:])
		if err != nil {
			return err
		}
		if n += m; !bytes.HasSuffix(buffer[:n], endOfHead) {
			continue
		}
		if !bytes.HasPrefix(buffer[:n], fine) {
			status, _, _ := strings.Cut(string(buffer[:n]), "\r\n")
			return fmt.Errorf("a good token was answered %q", status)
		}
		return nil
	}
}
