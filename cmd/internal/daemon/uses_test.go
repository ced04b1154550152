package daemon

import (
	"fmt"
	"testing"
	"time"

	"example.com/latchkey/model"
)

// used has so many tokens made, and uses each.
func (b *box) used(d *Daemon, n int) {
	b.Helper()
	a := d.Authority
	org, err := a.FindOrg(b.Context(), root, "Acme")
	b.must(err)
	set, err := a.FindPermissionSet(b.Context(), root, org.ID, model.SetGuest)
	b.must(err)
	u, err := a.CreateServiceUser(b.Context(), root, org.ID, model.ServiceUserRequest{Name: "ci", Sets: []model.SetID{set.ID}})
	b.must(err)
	for i := range n {
		made, err := a.GenerateToken(b.Context(), root, model.TokenRequest{Org: org.ID, ServiceUser: u.ID, Name: fmt.Sprint("t", i)})
		b.must(err)
		answer, err := a.Verify(b.Context(), made.Secret, model.Origin{Address: "192.0.2.1"})
		if b.must(err); !answer.OK() {
			b.Fatal(answer.Reason)
		}
	}
}

// written waits until all uses are on the disk.
func (b *box) written(d *Daemon) {
	b.Helper()
	changes, forget := d.Authority.Changes()
	defer forget()
	late := time.After(time.Minute)
	for d.Authority.UnwrittenUses() > 0 {
		select {
		case <-changes:
		case <-late:
			b.Fatalf("%d tokens have uses that are not written", d.Authority.UnwrittenUses())
		}
	}
}

func TestUsesAreWrittenByThemselves(t *testing.T) {
	b := newBox(t)
	b.setUp()
	opened := b.open()
	temporary, err := Temporary(t.Context(), model.Options{}, nil)
	b.must(err)
	r := model.SetUpRequest{Org: "Acme", Name: "Ada", Email: "ada@acme.example", Password: model.NewSecret("a horse on the moon")}
	_, _, err = temporary.Authority.SetUp(t.Context(), r, model.Origin{})
	b.must(err)
	b.used(opened, 2*atOnce) // in several transactions
	b.used(temporary, 2*atOnce)
	b.written(opened)
	b.written(temporary)
	b.must(temporary.Close())
	b.must(opened.Close())
}

// Where more waits than there is room for, nothing waits any longer.
func TestUsesThatThereIsNoRoomForAreWrittenAtOnce(t *testing.T) {
	b := newBox(t)
	b.setUp()
	b.visit(func(d *Daemon) {
		d.stop()
		d.tasks.Wait()
		b.used(d, 2*atOnce)
		d.room = 0
		b.must(d.writeRound(t.Context()))
		if n := d.Authority.UnwrittenUses(); n > 0 {
			t.Errorf("%d tokens have uses that are not written", n)
		}
	})
}

func TestUsesAreWrittenAtTheEnd(t *testing.T) {
	b := newBox(t)
	b.setUp()
	b.visit(func(d *Daemon) { b.used(d, 3) })
	b.visit(func(d *Daemon) {
		org, err := d.Authority.FindOrg(t.Context(), root, "Acme")
		b.must(err)
		page, err := d.Authority.ListTokens(t.Context(), root, model.TokenQuery{Org: org.ID, All: true, Page: model.PageRequest{Sort: model.SortName}})
		b.must(err)
		if len(page.Rows) != 3 {
			t.Errorf("%d tokens are listed, not 3", len(page.Rows))
		}
		for _, one := range page.Rows {
			if one.Use.Count != 1 {
				t.Errorf("%s was used %d times, not once", one.Name, one.Use.Count)
			}
		}
	})
}
