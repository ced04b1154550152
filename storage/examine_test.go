package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
	"example.com/latchkey/storage/engine"
)

// examined is a store with everything in it, and twice where one is not enough to
// be swapped.
func examined(t *testing.T) *fixture {
	f := newFixture(t, storage.Options{})
	f.update(everything)
	f.update(func(tx model.Tx) error {
		return errors.Join(
			tx.PutSSHKey(model.SSHKey{User: "usr_1", Name: "laptop", Fingerprint: "SHA256:x", Line: "ssh-ed25519 x"}),
			tx.PutOrg(model.Org{ID: "org_2", Name: "Apex"}),
			tx.PutAccount(model.Account{ID: "usr_2", Name: "Bob", Email: "bob@example.com"}),
			tx.PutUse(model.Use{Token: model.TokenRef{Org: "org_1", ID: "tok_1"}, Count: 1, LastAt: due, Due: due}),
		)
	})
	return f
}

var due = model.UseDay{}.Day.AddDate(2026, 0, 0)

// examine returns what an examination finds, as lines that say what and where.
func (f *fixture) examine() []model.Finding {
	f.Helper()
	var found []model.Finding
	err := f.view(func(tx model.Tx) error {
		found = nil
		keys, err := tx.Examine(func(one model.Finding) error {
			found = append(found, one)
			return nil
		}, func(_, _ uint64) {})
		if n := len(f.keys("")); err == nil && keys != uint64(n) {
			f.Errorf("it looked at %d of %d keys", keys, n)
		}
		return err
	})
	if err != nil {
		f.Fatal(err, errors.Unwrap(err))
	}
	for _, one := range found {
		if !strings.HasSuffix(one.Text, ".") || one.Key == "" || one.At == "" {
			f.Errorf("%+v is not told in a sentence", one)
		}
	}
	if len(f.alarms) > 0 {
		f.Errorf("an examination raised alarms: %q", f.alarms)
	}
	return found
}

// told is what was found, a line each: the flaw, the table, and + for what can be
// repaired.
func told(found []model.Finding) string {
	var lines []string
	for _, one := range found {
		table, _, _ := strings.Cut(one.At, "\x00")
		line := string(one.Flaw) + " " + table
		if one.Repairable {
			line += " +"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, ", ")
}

// repair repairs what was found and returns how much that was.
func (f *fixture) repair(found []model.Finding) int {
	f.Helper()
	n := 0
	for _, one := range found {
		f.update(func(tx model.Tx) error {
			repaired, err := tx.Repair(one)
			if repaired {
				n++
			}
			return err
		})
	}
	return n
}

// all returns every key and value.
func (f *fixture) all() map[string]string {
	f.Helper()
	values := map[string]string{}
	f.tamper(func(w engine.Writer) error {
		for item, err := range w.Scan(engine.Range{}) {
			if err != nil {
				return err
			}
			values[string(item.Key)] = string(item.Value)
		}
		return nil
	})
	return values
}

func TestAnUntouchedStoreHasNoFindings(t *testing.T) {
	f := examined(t)
	if found := f.examine(); len(found) != 0 {
		t.Errorf("%+v", found)
	}
	empty := newFixture(t, storage.Options{})
	if found := empty.examine(); len(found) != 0 {
		t.Errorf("an empty store: %+v", found)
	}
}

// derived are the tables that follow from records. TestEveryFlip fails for one
// that is not in the right place.
func derived(table string) bool {
	return strings.Contains(table, ".by-") || slices.Contains([]string{
		"org.name", "account.email", "member.of", "service.name", "set.name", "set.holders", "group.name", "group.of",
		"site.name", "site.under", "site.tree", "site.of", "item.of", "item.at", "item.at-kind", "item.ref", "handover.to",
		"grant.to", "token.hash", "token.of", "quota", "entry.of", "sshkey.of",
	}, table)
}

// TestEveryFlip flips a byte of each value of the store, one after the other: it
// is named, and nothing else is. An index or a guard is then made anew, byte by
// byte as it was; a record stays as it is.
func TestEveryFlip(t *testing.T) {
	f := examined(t)
	whole := f.all()
	for k, value := range whole {
		bad := []byte(value)
		bad[len(bad)-1] ^= 1
		f.tamper(func(w engine.Writer) error { return w.Set([]byte(k), bad) })
		f.findsAndRepairs(k, model.FlawDamaged, whole)
	}
}

// TestEveryIndexThatIsLost deletes each index and each guard in its turn.
func TestEveryIndexThatIsLost(t *testing.T) {
	f := examined(t)
	whole := f.all()
	for k := range whole {
		if table, _, _ := strings.Cut(k, "\x00"); !derived(table) {
			continue
		}
		f.tamper(func(w engine.Writer) error { return w.Delete([]byte(k)) })
		f.findsAndRepairs(k, model.FlawMissing, whole)
	}
}

// findsAndRepairs checks that the one finding is about k, and what a repair makes
// of it.
func (f *fixture) findsAndRepairs(k string, flaw model.Flaw, whole map[string]string) {
	f.Helper()
	table, _, _ := strings.Cut(k, "\x00")
	found := f.examine()
	if len(found) != 1 || found[0].At != k || found[0].Flaw != flaw || found[0].Repairable != derived(table) {
		f.Errorf("%s of %q is told as %+v", flaw, k, found)
	}
	before := f.all()
	n := f.repair(found)
	if !derived(table) {
		if n != 0 || fmt.Sprint(f.all()) != fmt.Sprint(before) {
			f.Errorf("%q was touched", k)
		}
	} else if again := f.examine(); n != 1 || len(again) != 0 {
		f.Errorf("%s of %q: %d repaired, and then %+v", flaw, k, n, again)
	} else if now := f.all(); table != "site.tree" && fmt.Sprint(now) != fmt.Sprint(whole) {
		f.Errorf("%s of %q: it was not made as it was", flaw, k)
	}
	f.tamper(func(w engine.Writer) error { return w.Set([]byte(k), []byte(whole[k])) })
}

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

// TestExaminingEnds: with the error of whoever is told, or when it is called off.
func TestExaminingEnds(t *testing.T) {
	f := examined(t)
	f.remove("head", k("account", "usr_1"))
	enough, n := errors.New("enough"), 0
	err := f.view(func(tx model.Tx) error {
		_, err := tx.Examine(func(model.Finding) error { n++; return enough }, func(_, _ uint64) {})
		return err
	})
	if !errors.Is(err, enough) || n != 1 {
		t.Errorf("%v after %d findings", err, n)
	}
}
