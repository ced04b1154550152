package storage_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// seal writes a payload at a key as the store itself would.
func (f *fixture) seal(k string, payload string) {
	f.Helper()
	if err := f.store.PutSealed(f.Context(), k, payload); err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) remove(keys ...string) {
	f.tamper(func(w engine.Writer) error {
		for _, k := range keys {
			if err := w.Delete([]byte(k)); err != nil {
				return err
			}
		}
		return nil
	})
}

// k joins the parts of a key.
func k(parts ...string) string { return strings.Join(parts, "\x00") }

// TestFindings does one kind of damage after the other to a store with everything
// in it. What is left after a repair is what cannot be repaired.
func TestFindings(t *testing.T) {
	for name, test := range map[string]struct {
		damage func(*fixture)
		want   string
		left   string
	}{
		"an index that leads to a record which does not have it": {
			func(f *fixture) { f.seal(k("account.by-name", "zoe", "usr_1"), k("account", "usr_1")) },
			"stray account.by-name +", "",
		},
		"a guard of a name that nobody has": {
			func(f *fixture) { f.seal(k("org.name", strings.Repeat("h", 32)), k("org", "org_1")) },
			"stray org.name +", "",
		},
		"an index that leads to another sort of record": {
			func(f *fixture) { f.seal(k("account.by-name", "ann", "usr_9"), k("org", "org_1")) },
			"stray account.by-name +", "",
		},
		"an index that leads to the wrong record": {
			func(f *fixture) { f.seal(k("account.by-name", "ann", "usr_1"), k("account", "usr_2")) },
			"stray account.by-name +", "",
		},
		"a lost account": {
			func(f *fixture) { f.remove(k("account", "usr_1")) },
			"missing account", "missing account",
		},
		"a lost token": {
			func(f *fixture) { f.remove(k("token", "org_1", "tok_1")) },
			"missing token, wrong count quota +", "missing token",
		},
		"a lost member": {
			func(f *fixture) { f.remove(k("member", "org_1", "usr_1")) },
			"wrong count set.holders +, missing member", "missing member",
		},
		"a lost use": {
			func(f *fixture) { f.remove(k("use", "org_1", "tok_1")) },
			"missing use", "missing use",
		},
		"a lost use and its place in the order": {
			func(f *fixture) {
				f.remove(k("use", "org_1", "tok_1"), string(f.keys("use.by-due")[0]))
			},
			"missing use", "missing use",
		},
		"a swapped value": {
			func(f *fixture) {
				f.tamper(func(w engine.Writer) error {
					one, two := []byte(k("account", "usr_1")), []byte(k("account", "usr_2"))
					a, err := w.Get(one)
					b, err2 := w.Get(two)
					return errors.Join(err, err2, w.Set(one, b), w.Set(two, a))
				})
			},
			"damaged account, damaged account", "damaged account, damaged account",
		},
		"a record of another key": {
			func(f *fixture) { f.seal(k("org", "org_2"), `{"id":"org_3","name":"Apex"}`) },
			"damaged org", "damaged org",
		},
		"a record that is no record": {
			func(f *fixture) { f.seal(k("set", "org_1", "set_1"), "{") },
			"damaged set", "damaged set",
		},
		"two organisations of one name": {
			func(f *fixture) {
				f.seal(k("org", "org_2"), `{"id":"org_2","name":"Acme"}`)
				f.remove(string(f.keys(k("org.by-name", "apex"))[0]))
				f.seal(k("org.by-name", "acme", "org_2"), k("org", "org_2"))
			},
			"double org.name, stray org.name +", "double org.name",
		},
		"a count of holders": {
			func(f *fixture) {
				f.seal(k("set.holders", "org_1", "set_1"), `{"active":7,"deactivated":0,"service_users":1}`)
			},
			"wrong count set.holders +", "",
		},
		"holders of a set that is not there": {
			func(f *fixture) { f.seal(k("set.holders", "org_1", "set_9"), `{"active":1}`) },
			"wrong count set.holders +", "",
		},
		"holders that nobody can count": {
			func(f *fixture) {
				f.seal(k("set.holders", "org_1", "set_1"), `{"active":7}`)
				f.seal(k("service", "org_1", "svc_1"), `{`)
			},
			"damaged service", "damaged service",
		},
		"a quota that lists nothing": {
			func(f *fixture) { f.seal(k("quota", "user:usr_1"), `{"tokens":null}`) },
			"wrong count quota +", "",
		},
		"a quota that lists a token twice, and one that is not there": {
			func(f *fixture) {
				f.seal(k("quota", "user:usr_1"), `{"tokens":[{"org":"org_1","id":"tok_1"},{"org":"org_1","id":"tok_1"},{"org":"org_1","id":"tok_9"}]}`)
			},
			"wrong count quota +", "",
		},
		"a quota of somebody else": {
			func(f *fixture) { f.seal(k("quota", "org:org_1"), `{"tokens":[{"org":"org_1","id":"tok_1"}]}`) },
			"wrong count quota +", "",
		},
		"a quota of before there were marks": {
			func(f *fixture) { f.seal(k("quota", "user:usr_1"), `{"tokens":[{"org":"org_1","id":"tok_1"}]}`) },
			"", "",
		},
		"a quota that knows a token by another name": {
			func(f *fixture) { f.seal(k("quota", "user:usr_1"), "\x01tok_1\x00org_1\x00another.") },
			"wrong count quota +", "",
		},
		"a quota that is cut": {
			func(f *fixture) { f.seal(k("quota", "user:usr_1"), "\x01tok_1\x00org_1\x00") },
			"damaged quota +", "",
		},
		"a quota that a damaged token is on": {
			func(f *fixture) { f.seal(k("token", "org_1", "tok_1"), `{`) },
			"damaged token", "damaged token",
		},
		"a list without a group": {
			func(f *fixture) { f.seal(k("group.of", "org_1", "usr_1"), `{"groups":[]}`) },
			"wrong count group.of +", "",
		},
		"a list with a group too many": {
			func(f *fixture) {
				f.update(func(tx model.Tx) error {
					return tx.PutGroupMember(model.GroupMember{Org: "org_1", Group: "grp_2", User: "usr_1"})
				})
				f.remove(k("group.member", "org_1", "grp_2", "usr_1"))
			},
			"wrong count group.of +", "",
		},
		"a lost entry in the log": {
			func(f *fixture) {
				f.update(func(tx model.Tx) error {
					return errors.Join(tx.AppendEntry(model.Entry{Seq: 2}), tx.AppendEntry(model.Entry{Seq: 3}), tx.PutHead(model.Head{Seq: 3}))
				})
				f.remove(string(f.keys("entry\x00")[1]))
			},
			"missing entry", "missing entry",
		},
		"lost entries at the end of the log": {
			func(f *fixture) { f.update(func(tx model.Tx) error { return tx.PutHead(model.Head{Seq: 3}) }) },
			"missing entry", "missing entry",
		},
		"a log that goes on": {
			func(f *fixture) { f.update(func(tx model.Tx) error { return tx.AppendEntry(model.Entry{Seq: 2}) }) },
			"wrong count head", "wrong count head",
		},
		"a lost end of the log": {func(f *fixture) { f.remove("head") }, "missing head", "missing head"},
		"a lost identity":       {func(f *fixture) { f.remove("identity") }, "missing identity", "missing identity"},
		"a key of no table": {
			func(f *fixture) { f.seal(k("colour", "blue"), "{}") },
			"unknown colour", "unknown colour",
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := examined(t)
			test.damage(f)
			found := f.examine()
			if got := told(found); got != test.want {
				t.Errorf("found %s, want %s: %+v", got, test.want, found)
			}
			records := f.records()
			f.repair(found)
			if got := told(f.examine()); got != test.left {
				t.Errorf("left is %s, want %s", got, test.left)
			}
			if now := f.records(); fmt.Sprint(now) != fmt.Sprint(records) {
				t.Error("a record was touched")
			}
		})
	}
}

// records returns every key and value that does not follow from others.
func (f *fixture) records() map[string]string {
	values := f.all()
	for k := range values {
		if table, _, _ := strings.Cut(k, "\x00"); derived(table) {
			delete(values, k)
		}
	}
	return values
}
