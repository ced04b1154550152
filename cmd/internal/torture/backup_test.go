//go:build torture

package torture

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/cmd/internal/envelope"
	"example.com/latchkey/model"
)

// The load that backups are made under, and how many of them. Changes that come at
// the same time share a commit, so that a slow disk takes as many as a fast one when
// there are more writers: there are as many as the load takes.
const (
	backupWritesPerSecond = 1000
	backupPace            = 1100 // how many are begun, so that it comes to so many
	fewestBackupWriters   = 8    // each with an organisation
	mostBackupWriters     = 64
	backupsShort          = 5
	backupsLong           = 100 // with LATCHKEY_LONG
	backupsOfAStore       = 20  // until the next one begins empty: each is restored and checked whole
)

// Of a pair of age that nothing else uses.
const (
	backupRecipient = "age1ztg36lkp25ttv8uv2da0nrkvlw42z9sw04vgp2pdgc7xfa3uqatq47z56g"
	backupIdentity  = "AGE-SECRET-KEY-1V6TTPHJ52VSR59209T3XKMVRPL5ZSLERZWX5F0HJKNCLMHK83UJQ7R4CJA"
)

var backupRoot = model.SystemOperator("root", model.Origin{Address: "this box"})

// backupLoad is a store that is written to.
type backupLoad struct {
	*testing.T
	d       *daemon.Daemon
	dir     string
	writers int
	wrote   atomic.Int64
	pace    chan struct{} // a write may be made for each value
	moved   chan struct{} // of capacity one: something was written

	mu      sync.Mutex
	live    []model.Secret // of tokens that were generated, the latest last
	revoked []model.Secret
}

// TestBackupsUnderLoad makes backups while the store is written to, restores each
// of them and checks that it is of one state, and that nothing which had been
// acknowledged is missing.
func TestBackupsUnderLoad(t *testing.T) {
	n := backupsShort
	if os.Getenv("LATCHKEY_LONG") != "" {
		n = backupsLong
	}
	var l *backupLoad
	var rates []float64
	for i := range n {
		if i%backupsOfAStore == 0 {
			l = newBackupLoad(t)
		}
		data, held, known, rate := l.backUp()
		l.check(i, data, held, known)
		t.Logf("backup %d: %d records in %d bytes, under %.0f writes a second by %d writers", i, held.Records, len(data), rate, l.writers)
		if rates = append(rates, rate); rate < backupWritesPerSecond {
			l.writers = min(2*l.writers, mostBackupWriters)
		}
	}
	slices.Sort(rates)
	t.Logf("%d backups, each restored and checked, under %.0f writes a second in the median (from %.0f to %.0f), where %d were to be reached",
		n, rates[n/2], rates[0], rates[n-1], backupWritesPerSecond)
}

func newBackupLoad(t *testing.T) *backupLoad {
	l := &backupLoad{T: t, writers: fewestBackupWriters, dir: filepath.Join(t.TempDir(), "data"), pace: make(chan struct{}), moved: make(chan struct{}, 1)}
	var err error
	l.d, err = daemon.Open(t.Context(), daemon.Options{Dir: l.dir})
	l.must(err)
	t.Cleanup(func() { l.must(l.d.Close()) })
	r := model.SetUpRequest{Org: "Org 0", Name: "Ada", Email: "ada@acme.example", Password: model.NewSecret("a horse on the moon")}
	_, _, err = l.d.Authority.SetUp(t.Context(), r, model.Origin{})
	l.must(err)
	return l
}

func (l *backupLoad) must(err error) {
	l.Helper()
	if err != nil {
		l.Fatal(err)
	}
}

// backupKnown is what had been acknowledged when a backup began.
type backupKnown struct {
	seq           uint64
	live, revoked []model.Secret
}

// backUp makes a backup while every writer writes, and goes on writing until it
// is made. It returns how many writes a second there were meanwhile.
func (l *backupLoad) backUp() (data []byte, held model.Backup, known backupKnown, rate float64) {
	ctx, stop := context.WithCancel(l.Context())
	var writers sync.WaitGroup
	writers.Go(func() { l.beat(ctx) })
	for i := range l.writers {
		writers.Go(func() { l.write(ctx, i) })
	}
	defer writers.Wait()
	defer stop()
	l.await(backupWritesPerSecond / 10)
	known = l.known()
	began, before := time.Now(), l.wrote.Load()
	var out bytes.Buffer
	to, err := envelope.ForRecipients(backupRecipient)
	l.must(err)
	sealed := envelope.Seal(&backupWaits{Writer: &out, wait: func() { l.await(backupWritesPerSecond / 5) }}, to)
	held, err = l.d.Authority.BackUp(l.Context(), backupRoot, sealed)
	l.must(err)
	l.must(sealed.Close())
	rate = float64(l.wrote.Load()-before) / time.Since(began).Seconds()
	return out.Bytes(), held, known, rate
}

// backupWaits lets some writes pass in the midst of a backup.
type backupWaits struct {
	io.Writer
	once sync.Once
	wait func()
}

func (w *backupWaits) Write(p []byte) (int, error) {
	w.once.Do(w.wait)
	return w.Writer.Write(p)
}

// beat lets the writers write as often as they are to; what they are late with, they
// may catch up on.
func (l *backupLoad) beat(ctx context.Context) {
	began := time.Now()
	for n := time.Duration(0); ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Until(began.Add(n * time.Second / backupPace))):
		}
		select {
		case l.pace <- struct{}{}:
		case <-ctx.Done():
			return
		}
	}
}

// await waits until so many more writes were made.
func (l *backupLoad) await(n int64) {
	late := time.After(time.Minute)
	for until := l.wrote.Load() + n; l.wrote.Load() < until; {
		select {
		case <-l.moved:
		case <-late:
			l.Error("nobody writes")
			return
		}
	}
}

// write generates tokens of one organisation and revokes them, and keeps in mind
// what was acknowledged.
func (l *backupLoad) write(ctx context.Context, n int) {
	org, robot, err := l.place(n)
	for ctx.Err() == nil && err == nil {
		var made model.Generated
		if made, err = l.generate(ctx, org, robot); err != nil || ctx.Err() != nil {
			break
		}
		l.note(&l.live, made.Secret)
		if !l.mayWrite(ctx) {
			break
		}
		if _, err = l.d.Authority.RevokeToken(l.Context(), backupRoot, model.TokenRef{Org: org, ID: made.Token.ID}); err == nil {
			l.note(&l.revoked, made.Secret)
		}
	}
	if err != nil && ctx.Err() == nil {
		l.Errorf("writer %d: %v", n, err)
	}
}

// mayWrite waits for a write to be due.
func (l *backupLoad) mayWrite(ctx context.Context) bool {
	select {
	case <-l.pace:
		return true
	case <-ctx.Done():
		return false
	}
}

// generate makes a token when one is due. Those of before that were not revoked
// any more are, so that there is room.
func (l *backupLoad) generate(ctx context.Context, org model.OrgID, robot model.ServiceUserID) (model.Generated, error) {
	if !l.mayWrite(ctx) {
		return model.Generated{}, nil
	}
	r := model.TokenRequest{Org: org, ServiceUser: robot, Name: fmt.Sprint("t", l.wrote.Load())}
	made, err := l.d.Authority.GenerateToken(l.Context(), backupRoot, r)
	if model.KindOf(err) == model.KindQuota {
		if _, err := l.d.Authority.RevokeAll(l.Context(), backupRoot, model.RevokeScope{Org: org}); err != nil {
			return made, err
		}
		return l.d.Authority.GenerateToken(l.Context(), backupRoot, r)
	}
	return made, err
}

// place returns the organisation of a writer and the service user in it, which
// it makes the first time.
func (l *backupLoad) place(n int) (model.OrgID, model.ServiceUserID, error) {
	a, ctx := l.d.Authority, l.Context()
	org, err := a.FindOrg(ctx, backupRoot, fmt.Sprint("Org ", n))
	if model.KindOf(err) == model.KindNotFound {
		org, err = a.CreateOrg(ctx, backupRoot, fmt.Sprint("Org ", n), "ada@acme.example")
	}
	if err != nil {
		return "", "", err
	}
	robot, err := a.FindServiceUser(ctx, backupRoot, org.ID, "robot")
	if model.KindOf(err) == model.KindNotFound {
		var set model.PermissionSet
		if set, err = a.FindPermissionSet(ctx, backupRoot, org.ID, model.SetGuest); err != nil {
			return "", "", err
		}
		robot, err = a.CreateServiceUser(ctx, backupRoot, org.ID, model.ServiceUserRequest{Name: "robot", Sets: []model.SetID{set.ID}})
	}
	return org.ID, robot.ID, err
}

func (l *backupLoad) note(list *[]model.Secret, secret model.Secret) {
	l.mu.Lock()
	*list = append(*list, secret)
	l.mu.Unlock()
	l.wrote.Add(1)
	select {
	case l.moved <- struct{}{}:
	default:
	}
}

// known returns what has been acknowledged by now; of the tokens the latest.
func (l *backupLoad) known() backupKnown {
	head, err := l.d.Authority.Head(l.Context())
	l.must(err)
	l.mu.Lock()
	defer l.mu.Unlock()
	latest := func(list []model.Secret) []model.Secret {
		return append([]model.Secret(nil), list[max(0, len(list)-50):]...)
	}
	return backupKnown{head.Seq, latest(l.live), latest(l.revoked)}
}

// check restores a backup and looks whether it is of one state.
func (l *backupLoad) check(i int, data []byte, held model.Backup, known backupKnown) {
	l.Helper()
	dir := filepath.Join(l.TempDir(), fmt.Sprint("restored ", i))
	var keys envelope.Keys
	l.must(keys.ReadIdentities("identity", bytes.NewReader([]byte(backupIdentity))))
	plain, err := envelope.Open(bytes.NewReader(data), keys)
	l.must(err)
	restored, err := daemon.Restore(l.Context(), daemon.Restoring{
		Dir: dir, KeyFile: filepath.Join(l.dir, "key"), Present: l.dir, By: backupRoot,
		Agree:  func(context.Context, daemon.Restored) error { return nil },
		Finish: func(string, bool) error { return nil },
	}, plain)
	l.must(err)
	if restored.Backup != held || restored.Problem != "" || held.Head.Seq < known.seq {
		l.Errorf("backup %d holds %+v and was to hold %+v; acknowledged was entry %d: %s", i, restored.Backup, held, known.seq, restored.Problem)
	}
	d, err := daemon.Open(l.Context(), daemon.Options{Dir: dir})
	l.must(err)
	l.compare(i, d.Authority, held, known)
	l.must(d.Close())
	l.must(os.RemoveAll(dir))
}

// compare checks guards and orders against the records, and the tokens against
// what was acknowledged.
func (l *backupLoad) compare(i int, a *model.Authority, held model.Backup, known backupKnown) {
	l.Helper()
	orgs, err := a.ListOrgs(l.Context(), backupRoot, model.PageRequest{Sort: model.SortName, Limit: 100})
	l.must(err)
	var tokens uint64
	active := 0
	for _, org := range orgs.Rows {
		byName, living := l.count(a, org.ID, model.SortName)
		for _, order := range []model.Sort{model.SortCreated, model.SortLastUsed} {
			if n, _ := l.count(a, org.ID, order); n != byName {
				l.Errorf("backup %d: %s has %d tokens by name and %d by %s", i, org.Name, byName, n, order)
			}
		}
		tokens, active = tokens+byName, active+living
	}
	guarded, err := a.ActiveTokens(l.Context())
	l.must(err)
	if tokens != held.Tokens || guarded != active || uint64(len(orgs.Rows)) != held.Orgs {
		l.Errorf("backup %d: %d tokens of %d, %d active and %d by the guards, %d organisations of %d", i, tokens, held.Tokens, active, guarded, len(orgs.Rows), held.Orgs)
	}
	for _, secret := range known.revoked {
		if got := l.reason(a, secret); got != model.ReasonRevoked {
			l.Errorf("backup %d: a token that had been revoked is %s", i, got)
		}
	}
	for _, secret := range known.live {
		if got := l.reason(a, secret); got != model.ReasonOK && got != model.ReasonRevoked {
			l.Errorf("backup %d: a token that had been generated is %s", i, got)
		}
	}
}

func (l *backupLoad) reason(a *model.Authority, secret model.Secret) model.Reason {
	d, err := a.Verify(l.Context(), secret, model.Origin{})
	l.must(err)
	return d.Reason
}

// count returns how many tokens an organisation has, in one order, and how many
// of them are active.
func (l *backupLoad) count(a *model.Authority, org model.OrgID, order model.Sort) (all uint64, active int) {
	l.Helper()
	request := model.PageRequest{Sort: order, Limit: 500}
	for {
		page, err := a.ListTokens(l.Context(), backupRoot, model.TokenQuery{Org: org, All: true, Page: request})
		l.must(err)
		for _, v := range page.Rows {
			all++
			if v.State == model.StateActive {
				active++
			}
		}
		if page.AtEnd {
			return all, active
		}
		request.From = page.End
	}
}
