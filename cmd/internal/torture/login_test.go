//go:build torture && linux

package torture

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/model"
)

// TestTimeOfALogIn: how long a wrong password takes does not tell whether there is
// an account, or whether it is deactivated (rule 11.3). The three are asked for in
// turn, in an order of chance, so that whatever else the machine does happens to
// all of them.
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
	took := map[string][]time.Duration{}
	n, bound := rounds(60, 500), 0.4
	if n == 500 {
		bound = 0.05
	}
	for range n {
		for _, i := range rand.Perm(len(kinds)) {
			days.Add(1)
			began := time.Now()
			_, _, err := d.Authority.LogIn(t.Context(), kinds[i], model.NewSecret("a wrong password, this"), model.Origin{Address: "192.0.2.1"})
			took[kinds[i]] = append(took[kinds[i]], time.Since(began))
			if model.KindOf(err) != model.KindUnauthenticated || !model.RetryAt(err).IsZero() {
				t.Fatalf("%s: %v", kinds[i], err)
			}
		}
	}
	known := median(took[kinds[0]])
	for _, kind := range kinds {
		ratio := float64(median(took[kind])) / float64(known)
		t.Logf("%s: median %v, %.3f of the known one's", kind, median(took[kind]), ratio)
		if ratio < 1-bound || ratio > 1+bound {
			t.Errorf("%s: %v tells it from a known one, %v", kind, median(took[kind]), known)
		}
	}
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
