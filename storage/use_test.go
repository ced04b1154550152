package storage_test

import (
	"encoding/json"
	"testing"
	"time"

	"example.com/latchkey/model"
)

// A record of before the subject was kept in it is written as every other: the token
// says whose it is.
func TestAUseWithoutItsSubjectIsMovedInEveryOrder(t *testing.T) {
	f := examined(t)
	before, err := json.Marshal(map[string]any{"org": "org_1", "token": "tok_1", "count": 1, "last_at": due, "due": due})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.store.PutSealed(t.Context(), "use\x00org_1\x00tok_1", string(before)); err != nil {
		t.Fatal(err)
	}
	if found := f.examine(); len(found) > 0 {
		t.Fatalf("before: %s", told(found))
	}
	for n := range 2 {
		at := due.Add(time.Duration(n+1) * time.Hour)
		f.update(func(tx model.Tx) error {
			return tx.PutUse(model.Use{Token: model.TokenRef{Org: "org_1", ID: "tok_1"}, Count: 2, LastAt: at, Due: at})
		})
		if found := f.examine(); len(found) > 0 {
			t.Errorf("written %d times: %s", n+1, told(found))
		}
	}
}
