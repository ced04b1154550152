package activity_test

import (
	"context"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
	"fmt"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/storetest"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/activity"
)

// eventful is a world in which things have happened.
func eventful(t *testing.T) *world.World {
	t.Helper()
	w := world.Old(t)
	ctx := t.Context()
	bob := w.Join("bob@acme.example", "Bob Birch", model.SetStandard)
	w.Pass(24 * time.Hour)
	u, err := w.CreateServiceUser(ctx, w.Ada, w.Acme, model.ServiceUserRequest{Name: "ERP export", Sets: []model.SetID{w.Set(model.SetStandard)}})
	w.Must(err)
	_, err = w.GenerateToken(ctx, w.Ada, model.TokenRequest{Org: w.Acme, ServiceUser: u.ID, Name: "nightly", Password: model.NewSecret(world.Password)})
	w.Must(err)
	_, err = w.EditServiceUser(ctx, w.Ada, w.Acme, u.ID, model.ServiceUserRequest{Name: "ERP 日本", Description: "Nightly", Sets: u.Sets})
	w.Must(err)
	w.Pass(9*24*time.Hour - 10*time.Minute)
	for range 4 {
		if _, _, err := w.LogIn(ctx, "bob@acme.example", model.NewSecret("wrong"), model.Origin{Address: "203.0.113.9"}); err == nil {
			t.Fatal("a wrong password let somebody in")
		}
	}
	if _, err := w.RenameOrg(ctx, bob, w.Acme, "Bob's"); model.KindOf(err) != model.KindForbidden {
		t.Fatalf("got %v", err)
	}
	_, err = w.RenameOrg(ctx, w.Ada, w.Acme, "Acme Works")
	w.Must(err)
	return w
}

func TestViews(t *testing.T) {
	w := eventful(t)
	d := w.Open(w.SessionOf(w.Ada), "Activity", activity.New)
	d.CheckLayout()
	d.Golden(t, "list")
	d.Press("enter")
	d.CheckLayout()
	d.Golden(t, "change")
	d.Press("esc", "down", "enter")
	d.Golden(t, "refused")
	d.Press("esc", "down", "enter")
	d.Golden(t, "refused log-ins")
}

func TestWithoutThePermission(t *testing.T) {
	w := world.Old(t)
	bob := w.Join("bob@acme.example", "Bob Birch", model.SetStandard)
	d := w.Open(w.SessionOf(bob), "Activity", activity.New)
	d.Golden(t, "without")
}

func TestRefusedLogInsAreCounted(t *testing.T) {
	w := eventful(t)
	d := w.Open(w.SessionOf(w.Ada), "Activity", activity.New)
	d.Sees("✗ refused 4 times: log in")
	d.Press("down", "down", "enter")
	d.Sees("4 refused log-ins from there within one hour")
	_, _, err := w.LogIn(t.Context(), "bob@acme.example", model.NewSecret("wrong"), model.Origin{Address: "203.0.113.9"})
	if err == nil {
		t.Fatal("a wrong password let somebody in")
	}
	d.Send(kit.Changed{})
	d.Sees("5 refused log-ins from there within one hour")
}

func TestDetailsShowWhatChanged(t *testing.T) {
	w := eventful(t)
	d := w.Open(w.SessionOf(w.Ada), "Activity", activity.New)
	d.Press("down", "down", "down", "enter")
	d.Sees("Ada Ashby edited service user")
	d.Sees("ERP export → ERP 日本")
	d.Sees("description  Nightly")
	d.Sees("03 May 2026, 09:30:00 UTC")
	d.Press("esc")
	d.Sees("› ")
}

func TestNewEntriesComeOnTop(t *testing.T) {
	w := eventful(t)
	d := w.Open(w.SessionOf(w.Ada), "Activity", activity.New)
	_, err := w.SuspendOrg(t.Context(), w.Ada, w.Acme)
	w.Must(err)
	d.SeesNot("suspended organisation")
	d.Send(kit.Changed{})
	d.Sees("suspended organisation")
}

// reads counts what is read of the log.
type reads struct {
	model.Store
	pages, rows, most int
}

type readsTx struct {
	model.Tx
	reads *reads
}

func (r *reads) View(ctx context.Context, fn func(model.Tx) error) error {
	return r.Store.View(ctx, func(tx model.Tx) error { return fn(readsTx{tx, r}) })
}

func (tx readsTx) Entries(org model.OrgID, request model.PageRequest) (model.Page[model.Entry], error) {
	page, err := tx.Tx.Entries(org, request)
	tx.reads.pages++
	tx.reads.rows += len(page.Rows)
	tx.reads.most = max(tx.reads.most, len(page.Rows))
	return page, err
}

func TestALongLogIsReadInParts(t *testing.T) {
	const entries = 720
	store := &reads{Store: storetest.Memory(t)}
	w := world.Over(t, store, uitest.Now)
	for i := range entries {
		_, err := w.RenameOrg(t.Context(), w.Ada, w.Acme, fmt.Sprintf("Acme %d", i))
		w.Must(err)
	}
	d := w.Open(w.SessionOf(w.Ada), "Activity", activity.New)
	d.Sees("renamed organisation")
	if store.rows > 200 {
		t.Fatalf("%d entries were read to show the first ones", store.rows)
	}
	store.rows = 0
	d.Press("G")
	d.Sees("created organisation")
	if store.rows > 300 {
		t.Fatalf("%d entries were read to show the last ones", store.rows)
	}
	d.Press("g")
	seen := 0
	for seen < entries+10 {
		d.Press("pgdown")
		seen += 10
	}
	d.Sees("created organisation")
	if store.most > 100 {
		t.Fatalf("one read took %d entries", store.most)
	}
	d.Press("enter")
	d.Sees("number 1")
}
