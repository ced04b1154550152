//go:build linux

package e2e

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"example.com/latchkey/cmd/internal/sshserver"
	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

// leave makes a data directory as it was left when clock stood still, or as it is
// now when clock is nil, with one service user and a token of it that ends after
// a while. It returns the secret.
func (d *daemon) leave(clock func() time.Time, endsAfter time.Duration) string {
	d.t.Helper()
	ctx := context.Background()
	data, err := datadir.Open(ctx, datadir.Options{Dir: d.data})
	if err != nil {
		d.t.Fatal(err)
	}
	secret, err := fill(ctx, data, clock, endsAfter)
	_, keyErr := sshserver.MakeHostKey(d.data)
	if err := errors.Join(err, keyErr, data.Close()); err != nil {
		d.t.Fatal(err)
	}
	return secret
}

func fill(ctx context.Context, data *datadir.Opened, clock func() time.Time, endsAfter time.Duration) (string, error) {
	a, err := model.New(ctx, data.Store, model.Options{Pepper: data.Keys.Pepper, LogChain: data.Keys.LogChain, Clock: clock})
	if err != nil {
		return "", err
	}
	root := model.SystemOperator("root", model.Origin{Address: "this box"})
	_, org, err := a.SetUp(ctx, model.SetUpRequest{Org: "Acme", Name: "Ada Ashby", Email: "ada@acme.example", Password: model.NewSecret(password)}, model.Origin{})
	if err != nil {
		return "", err
	}
	set, err := a.FindPermissionSet(ctx, root, org, model.SetGuest)
	if err != nil {
		return "", err
	}
	ci, err := a.CreateServiceUser(ctx, root, org, model.ServiceUserRequest{Name: "ci", Sets: []model.SetID{set.ID}})
	if err != nil {
		return "", err
	}
	made, err := a.GenerateToken(ctx, root, model.TokenRequest{Org: org, ServiceUser: ci.ID, Name: "nightly", EndsAt: a.Now().Add(endsAfter)})
	return made.Secret.Reveal(), err
}

// tells waits until the log of the daemon has one entry of an action.
func (d *daemon) tells(action string, within time.Duration) string {
	d.t.Helper()
	late := time.After(within)
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		list := d.latchkey("", "activity", "list", "--org", "Acme", "action:"+action, "--json")
		if n := strings.Count(list, `"seq"`); n == 1 {
			return list
		} else if n > 1 {
			d.t.Fatalf("%d entries of %s:\n%s", n, action, list)
		}
		select {
		case <-tick.C:
		case <-late:
			d.t.Fatalf("no entry of %s within %v", action, within)
		}
	}
}

// TestServeTellsWhatEndedMeanwhile: a token that time has ended while nobody had
// the store is in the activity log once latchkey serves it again.
func TestServeTellsWhatEndedMeanwhile(t *testing.T) {
	d := &daemon{t: t, data: shortDir(t)}
	before := time.Now().AddDate(0, 0, -3)
	d.leave(func() time.Time { return before }, 24*time.Hour)
	d.start()
	list := d.tells("token.expire", 30*time.Second)
	if !strings.Contains(list, `"target": "nightly"`) || !strings.Contains(list, "expired: ") {
		t.Errorf("the entry is %s", list)
	}
}

// TestServeTellsWhatEnds: a token that ends while latchkey serves is refused from
// then on, and in the activity log within about a minute.
func TestServeTellsWhatEnds(t *testing.T) {
	if os.Getenv("LATCHKEY_SLOW") == "" {
		t.Skip("it takes more than a minute; LATCHKEY_SLOW=1 runs it")
	}
	d := &daemon{t: t, data: shortDir(t)}
	secret := d.leave(nil, 20*time.Second)
	d.start("--http", "127.0.0.1:0")
	url := d.urls(1)[0]
	mustVerify(t, http.DefaultClient, url, secret, 200)
	late := time.After(time.Minute)
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		status, err := verify(http.DefaultClient, url, secret)
		if err != nil {
			t.Fatal(err)
		}
		if status == http.StatusUnauthorized {
			break
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("it is not refused")
		}
	}
	d.tells("token.expire", 90*time.Second)
}
