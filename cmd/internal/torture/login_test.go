//go:build torture && linux

package torture

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/model"
)

// TestTimeOfALogIn: how long a wrong password takes does not tell whether there is
// an account, or whether it is deactivated (rule 11.3). The three are asked for in
// turn, in an order of chance, so that whatever else the machine does happens to
// all of them.
//
// What is compared is the time that passes, and the time that this process works. On
// a machine that has much else to do the first says little: it is left out then.
func TestTimeOfALogIn(t *testing.T) {
	var days atomic.Int64 // each try on a day of its own, so that there is no pause
	clock := func() time.Time {
		return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(days.Load()) * 25 * time.Hour)
	}
	d, err := daemon.Temporary(t.Context(), model.Options{Clock: clock}, people)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	kinds := []string{"ada@acme.example", "off@acme.example", "nobody@acme.example"}
	took, worked := map[string][]time.Duration{}, map[string][]time.Duration{}
	n, bound := rounds(60, 500), 0.4
	if n == 500 {
		bound = 0.05
	}
	for range n {
		for _, i := range rand.Perm(len(kinds)) {
			days.Add(1)
			began, before := time.Now(), processTime(t)
			_, _, err := d.Authority.LogIn(t.Context(), kinds[i], model.NewSecret("a wrong password, this"), model.Origin{Address: "192.0.2.1"})
			took[kinds[i]], worked[kinds[i]] = append(took[kinds[i]], time.Since(began)), append(worked[kinds[i]], processTime(t)-before)
			if model.KindOf(err) != model.KindUnauthenticated || !model.RetryAt(err).IsZero() {
				t.Fatalf("%s: %v", kinds[i], err)
			}
		}
	}
	same := func(what string, of map[string][]time.Duration) {
		known := median(of[kinds[0]])
		for _, kind := range kinds {
			ratio := float64(median(of[kind])) / float64(known)
			t.Logf("%s: it %s %v in the median, %.3f of the known one's", kind, what, median(of[kind]), ratio)
			if ratio < 1-bound || ratio > 1+bound {
				t.Errorf("%s: %v tells it from a known one, %v", kind, median(of[kind]), known)
			}
		}
	}
	same("works for", worked)
	if known := kinds[0]; median(took[known]) > median(worked[known])*5/4 {
		t.Logf("the machine is busy: what takes %v is %v of work", median(took[known]), median(worked[known]))
		return
	}
	same("takes", took)
}

// processTime is how long this process has worked so far.
func processTime(t *testing.T) time.Duration {
	t.Helper()
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// people are ada, and one who is deactivated.
func people(ctx context.Context, a *model.Authority) error {
	ada, org, err := a.SetUp(ctx, model.SetUpRequest{Org: "Acme", Name: "Ada Ashby", Email: "ada@acme.example", Password: model.NewSecret(password)}, model.Origin{})
	if err != nil {
		return err
	}
	set, err := a.FindPermissionSet(ctx, ada, org, model.SetGuest)
	if err != nil {
		return err
	}
	m, _, err := a.AddMember(ctx, ada, org, model.MemberRequest{Email: "off@acme.example", Name: "Off", Set: set.ID, Password: model.NewSecret(password)})
	if err != nil {
		return err
	}
	return a.DeactivateMember(ctx, ada, org, m.User)
}

func median(list []time.Duration) time.Duration { return percentile(list, 50) }

// percentile returns what so many of a hundred are below.
func percentile(list []time.Duration, of int) time.Duration {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)*of/100]
}
