package users_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/storetest"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/users"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

// reads counts what is read of the members.
type reads struct {
	model.Store
	rows, most, accounts int
}

type readsTx struct {
	model.Tx
	reads *reads
}

func (r *reads) View(ctx context.Context, fn func(model.Tx) error) error {
	return r.Store.View(ctx, func(tx model.Tx) error { return fn(readsTx{tx, r}) })
}

func (tx readsTx) Members(org model.OrgID, request model.PageRequest) (model.Page[model.Membership], error) {
	page, err := tx.Tx.Members(org, request)
	tx.reads.rows += len(page.Rows)
	tx.reads.most = max(tx.reads.most, len(page.Rows))
	return page, err
}

func (tx readsTx) Account(id model.UserID) (model.Account, error) {
	tx.reads.accounts++
	return tx.Tx.Account(id)
}

// crowd puts so many people into Acme, written straight into the store.
func crowd(t *testing.T, w *world.World, store model.Store, people int) {
	t.Helper()
	set := w.Set(model.SetStandard)
	for from := 0; from < people; from += 10 {
		w.Must(store.Update(t.Context(), func(tx model.Tx) error {
			for i := from; i < min(from+10, people); i++ {
				account := model.Account{
					ID:    model.UserID(fmt.Sprintf("usr_%026d", i)),
					Email: fmt.Sprintf("p%06d@acme.example", i), Name: fmt.Sprintf("Person %06d", i), CreatedAt: uitest.Now,
				}
				if err := tx.PutAccount(account); err != nil {
					return err
				}
				m := model.Membership{Org: w.Acme, User: account.ID, Status: model.MemberActive, Set: set, JoinedAt: uitest.Now, Name: account.Name, Email: account.Email}
				if err := tx.PutMembership(m); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

// crowdSize is how many there are: LATCHKEY_SLOW=1, as CI sets it, makes them
// 100,000.
func crowdSize() int {
	if os.Getenv("LATCHKEY_SLOW") != "" {
		return 100_000
	}
	return 3000
}

func TestManyPeopleAreReadInParts(t *testing.T) {
	people := crowdSize()
	store := &reads{Store: storetest.Memory(t)}
	w := world.Over(t, store, uitest.Now)
	crowd(t, w, store, people)
	*store = reads{Store: store.Store}
	d := w.Open(w.SessionOf(w.Ada), "Users", users.New)
	d.Sees(kit.Count(people+1) + " people") // counted without reading anybody
	d.Sees("Person 000000")
	store.within(t, "opening", 200)
	d.Press("G")
	d.Sees(fmt.Sprintf("› Person %06d", people-1))
	store.within(t, "going to the end", 300)
	d.Press("g")
	for range 60 {
		d.Press("pgdown")
	}
	store.within(t, "scrolling on", 1600)
	if store.most > 100 {
		t.Fatalf("one read took %d people", store.most)
	}
	d.Press("/")
	d.Type("002345")
	d.Sees("› Person 002345")
	if store.accounts > 600 { // the first rows of what matches, for each digit
		t.Fatalf("%d accounts were read to filter names", store.accounts)
	}
	d.Press("enter", "enter")
	d.Sees("p002345@acme.example")
}

// within fails the test when more people were read since the last look.
func (r *reads) within(t *testing.T, what string, most int) {
	t.Helper()
	if r.rows > most || r.accounts > most+20 {
		t.Fatalf("%s read %d people and %d accounts, want at most %d", what, r.rows, r.accounts, most)
	}
	r.rows, r.accounts = 0, 0
}
