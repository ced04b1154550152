package storage_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
	"example.com/latchkey/storage/engine"
)

// examined is a store with everything in it, and twice where one is not enough to
// be swapped.
func examined(t *testing.T) *fixture { return examinedWith(t, storage.Options{}) }

func examinedWith(t *testing.T, o storage.Options) *fixture {
	f := newFixture(t, o)
	if err := f.store.NoteHeadKept(t.Context()); err != nil {
		t.Fatal(err)
	}
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

// damagedBeneath is an engine whose files are damaged.
type damagedBeneath struct{ engine.Engine }

func (damagedBeneath) Verify(context.Context) error {
	return fmt.Errorf("%w: 000001.sst: a checksum is wrong", engine.ErrDamaged)
}

// TestFilesThatAreDamaged: what lies beneath the keys is looked at too.
func TestFilesThatAreDamaged(t *testing.T) {
	f := examined(t)
	f.engine.Engine = damagedBeneath{f.engine.Engine}
	if found := f.examine(); told(found) != "damaged files" || !strings.Contains(found[0].Text, "000001.sst") {
		t.Errorf("found %+v", found)
	}
}

// TestTheLedgerIsWhole: every table of the documentation's list has somebody who
// looks after it, and every one of them is tried by the tests above.
func TestTheLedgerIsWhole(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, line := range regexp.MustCompile(`(?m)^//\t.{18}([a-z.-]+)`).FindAllStringSubmatch(string(text), -1) {
		listed = append(listed, line[1])
	}
	slices.Sort(listed)
	if listed = slices.DeleteFunc(listed, func(s string) bool { return s == "key" }); !slices.Equal(listed, storage.Tables()) {
		t.Errorf("the list has %q, and looked after are %q", listed, storage.Tables())
	}
	f := examined(t)
	all := f.all()
	for _, table := range storage.Tables() {
		if _, alone := all[table]; !alone && len(f.keys(table+"\x00")) == 0 {
			t.Errorf("no test has a key of %s", table)
		}
	}
}
