package storage_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
)

// TestRepairLooksAgain: what has been put right since it was found is left alone.
func TestRepairLooksAgain(t *testing.T) {
	f := examined(t)
	whole := f.all()
	for at := range whole {
		for _, targets := range [][]string{nil, {k("account", "usr_1"), k("org", "org_9"), k("token", "org_1", "tok_1")}} {
			if n := f.repair([]model.Finding{{At: at, Targets: targets, Flaw: model.FlawMissing, Repairable: true}}); n != 0 {
				t.Errorf("%q was repaired", at)
			}
		}
	}
	gone := k("account.by-name", "zoe", "usr_1")
	if n := f.repair([]model.Finding{{At: gone, Targets: []string{k("account", "usr_1")}, Repairable: true}}); n != 0 {
		t.Error("an index was written that the record does not have any more")
	}
	if fmt.Sprint(f.all()) != fmt.Sprint(whole) {
		t.Error("the store has changed")
	}
}

// TestRepairBesideOthers changes what a repair is about before it commits, with
// nothing but the engine's conflicts between the two: the repair begins again.
func TestRepairBesideOthers(t *testing.T) {
	second := model.Token{ID: "tok_2", Org: "org_1", Name: "cd", Subject: model.Subject{User: "usr_1"}, Hash: model.Hash{3}}
	for name, test := range map[string]struct {
		damage    func(*fixture)
		meanwhile func(model.Tx) error
	}{
		"a token is made": {
			func(f *fixture) { f.seal(k("quota", "user:usr_1"), `{"tokens":null}`) },
			func(tx model.Tx) error {
				return errors.Join(tx.PutToken(second), tx.PutQuota(model.Holder{User: "usr_1"}, []model.TokenRef{{Org: "org_1", ID: "tok_2"}}))
			},
		},
		"somebody comes": {
			func(f *fixture) { f.seal(k("set.holders", "org_1", "set_1"), `{"active":7}`) },
			func(tx model.Tx) error {
				return tx.PutMembership(model.Membership{Org: "org_1", User: "usr_2", Set: "set_1", Status: model.MemberActive})
			},
		},
		"somebody joins a group": {
			func(f *fixture) { f.seal(k("group.of", "org_1", "usr_1"), `{}`) },
			func(tx model.Tx) error {
				return tx.PutGroupMember(model.GroupMember{Org: "org_1", Group: "grp_2", User: "usr_1"})
			},
		},
		"a name is changed": {
			func(f *fixture) { f.remove(k("account.by-name", "ann", "usr_1")) },
			func(tx model.Tx) error {
				return tx.PutAccount(model.Account{ID: "usr_1", Name: "Zoe", Email: "ann@example.com"})
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := examinedWith(t, storage.Options{ConcurrentWriters: true})
			test.damage(f)
			found := f.examine()
			if len(found) != 1 {
				t.Fatalf("%+v", found)
			}
			attempts := 0
			f.update(func(tx model.Tx) error {
				if _, err := tx.Repair(found[0]); err != nil {
					return err
				}
				if attempts++; attempts == 1 {
					f.update(test.meanwhile)
				}
				return nil
			})
			if left := f.examine(); attempts != 2 || len(left) != 0 {
				t.Errorf("after %d attempts %+v is left", attempts, left)
			}
		})
	}
}

// TestAStoreOfAnotherKeyIsNotRepaired: what does not verify with this key file may
// be sound with the right one.
func TestAStoreOfAnotherKeyIsNotRepaired(t *testing.T) {
	f := examined(t)
	other, err := storage.Open(t.Context(), keepOpen{f.engine}, storage.Keys{MAC: []byte(strings.Repeat("x", 32))}, storage.Options{ToExamine: true})
	if err != nil {
		t.Fatal(err)
	}
	var found []model.Finding
	err = other.View(t.Context(), func(tx model.Tx) error {
		_, err := tx.Examine(func(one model.Finding) error { found = append(found, one); return nil }, func(_, _ uint64) {})
		return err
	})
	if whole := f.all(); err != nil || len(found) != len(whole) {
		t.Errorf("%d of %d keys are found to be damaged, %v", len(found), len(whole), err)
	}
	for _, one := range found {
		err := other.Update(t.Context(), func(tx model.Tx) error { _, err := tx.Repair(one); return err })
		if model.KindOf(err) != model.KindUnavailable {
			t.Fatalf("%s is repaired: %v", one.Key, err)
		}
	}
}
