package storage_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/engine"
	"example.com/latchkey/storage/storetest"
)

// everything writes one record of each kind, with distinct first parts.
func everything(tx model.Tx) error {
	token := model.Token{
		ID: "tok_1", Org: "org_1", Name: "ci", Subject: model.Subject{User: "usr_1"}, Hash: model.Hash{1},
	}
	ref := model.TokenRef{Org: "org_1", ID: "tok_1"}
	return errors.Join(
		tx.PutOrg(model.Org{ID: "org_1", Name: "Acme"}),
		tx.PutAccount(model.Account{ID: "usr_1", Name: "Ann", Email: "ann@example.com"}),
		tx.PutMembership(model.Membership{Org: "org_1", User: "usr_1", Set: "set_1", Status: model.MemberActive}),
		tx.PutServiceUser(model.ServiceUser{Org: "org_1", ID: "svc_1", Name: "ci", Sets: []model.SetID{"set_1"}}),
		tx.PutPermissionSet(model.PermissionSet{Org: "org_1", ID: "set_1", Name: "Guest"}),
		tx.PutToken(token),
		tx.PutQuota(model.Holder{User: "usr_1"}, []model.TokenRef{ref}),
		tx.PutUse(model.Use{Token: ref, Count: 1}),
		tx.PutUseDay(model.UseDay{Token: ref}),
		tx.AppendEntry(model.Entry{Seq: 1, Org: "org_1"}),
		tx.PutHead(model.Head{Seq: 1}),
		tx.PutAttempts(model.Hash{2}, model.Attempts{Count: 1}),
		access(tx),
	)
}

var (
	ann     = model.Owner{Subject: model.Subject{User: "usr_1"}}
	bob     = model.Owner{Subject: model.Subject{User: "usr_2"}}
	someone = model.Grantee{Org: "org_1", Kind: model.GranteeUser, ID: "usr_1"}
	oneItem = model.Scope{Org: "org_1", Item: "itm_1"}
	allOf   = model.Scope{Org: "org_1", Kind: model.KindAsset}
)

// access is the part of everything that decides about access to items.
func access(tx model.Tx) error {
	return errors.Join(
		tx.PutGroup(model.Group{ID: "grp_1", Org: "org_1", Name: "Crew"}),
		tx.PutGroupMember(model.GroupMember{Org: "org_1", Group: "grp_1", User: "usr_1"}),
		tx.PutSite(model.Site{ID: "sit_1", Org: "org_1", Name: "Plant"}),
		tx.PutSiteMember(model.SiteMember{Org: "org_1", Site: "sit_1", User: "usr_1"}),
		tx.PutItem(model.Item{ID: "itm_1", Org: "org_1", Kind: model.KindAsset, Name: "Pump", Ref: "p1", Owner: ann, Site: "sit_1"}),
		tx.PutHandOver(model.HandOver{Org: "org_1", From: ann, To: bob}),
		tx.PutGrant(model.Grant{Scope: oneItem, To: someone, Level: model.LevelView}),
		tx.PutGrant(model.Grant{Scope: allOf, To: someone, Level: model.LevelView}),
	)
}

// reads lists a read for each record and index that everything writes, under
// the key that it depends on.
var reads = map[string]func(model.Tx) error{
	"org":            func(tx model.Tx) error { _, err := tx.Org("org_1"); return err },
	"org.name":       func(tx model.Tx) error { _, err := tx.OrgByName("acme"); return err },
	"org.by-name":    func(tx model.Tx) error { _, err := tx.Orgs(byName); return err },
	"account":        func(tx model.Tx) error { _, err := tx.Account("usr_1"); return err },
	"account.email":  func(tx model.Tx) error { _, err := tx.AccountByEmail("ann@example.com"); return err },
	"member":         func(tx model.Tx) error { _, err := tx.Membership("org_1", "usr_1"); return err },
	"member.of":      func(tx model.Tx) error { _, err := tx.MembershipsOf("usr_1"); return err },
	"member.by-name": func(tx model.Tx) error { _, err := tx.Members("org_1", byName); return err },
	"service":        func(tx model.Tx) error { _, err := tx.ServiceUser("org_1", "svc_1"); return err },
	"service.name":   func(tx model.Tx) error { _, err := tx.ServiceUserByName("org_1", "ci"); return err },
	"set":            func(tx model.Tx) error { _, err := tx.PermissionSets("org_1"); return err },
	"set.name":       func(tx model.Tx) error { _, err := tx.PermissionSetByName("org_1", "guest"); return err },
	"set.holders":    func(tx model.Tx) error { _, err := tx.SetHolders("org_1", "set_1"); return err },
	"token":          func(tx model.Tx) error { _, err := tx.Token(model.TokenRef{Org: "org_1", ID: "tok_1"}); return err },
	"token.hash":     func(tx model.Tx) error { _, err := tx.TokenByHash(model.Hash{1}); return err },
	"token.by-name":  func(tx model.Tx) error { _, err := tx.Tokens("org_1", byName); return err },
	"token.of": func(tx model.Tx) error {
		_, err := tx.TokensOf("org_1", model.Subject{User: "usr_1"}, byCreated)
		return err
	},
	"quota": func(tx model.Tx) error { _, err := tx.Quota(model.Holder{User: "usr_1"}); return err },
	"use":   func(tx model.Tx) error { _, err := tx.Use(model.TokenRef{Org: "org_1", ID: "tok_1"}); return err },
	"use.day": func(tx model.Tx) error {
		_, err := tx.UseDays(model.TokenRef{Org: "org_1", ID: "tok_1"}, zero)
		return err
	},
	"head":     func(tx model.Tx) error { _, err := tx.Head(); return err },
	"entry":    func(tx model.Tx) error { _, err := tx.AllEntries(byCreated); return err },
	"entry.of": func(tx model.Tx) error { _, err := tx.Entries("org_1", byCreated); return err },
	"attempt":  func(tx model.Tx) error { _, err := tx.Attempts(model.Hash{2}); return err },

	"group":            func(tx model.Tx) error { _, err := tx.Group("org_1", "grp_1"); return err },
	"group.name":       func(tx model.Tx) error { _, err := tx.GroupByName("org_1", "crew"); return err },
	"group.by-name":    func(tx model.Tx) error { _, err := tx.Groups("org_1", byName); return err },
	"group.by-created": func(tx model.Tx) error { _, err := tx.Groups("org_1", byCreated); return err },
	"group.member":     func(tx model.Tx) error { _, err := tx.GroupMembers("org_1", "grp_1", byCreated); return err },
	"group.of":         func(tx model.Tx) error { _, err := tx.GroupsOf("org_1", "usr_1"); return err },
	"site":             func(tx model.Tx) error { _, err := tx.Site("org_1", "sit_1"); return err },
	"site.name":        func(tx model.Tx) error { _, err := tx.SiteByName("org_1", "plant"); return err },
	"site.by-name":     func(tx model.Tx) error { _, err := tx.Sites("org_1", byName); return err },
	"site.by-created":  func(tx model.Tx) error { _, err := tx.Sites("org_1", byCreated); return err },
	"site.under":       func(tx model.Tx) error { _, err := tx.SitesBelow("org_1", "", byName); return err },
	"site.member":      func(tx model.Tx) error { _, err := tx.SiteMember("org_1", "sit_1", "usr_1"); return err },
	"site.of":          func(tx model.Tx) error { _, err := tx.SitesOf("org_1", "usr_1"); return err },
	"item":             func(tx model.Tx) error { _, err := tx.Item(model.ItemRef{Org: "org_1", ID: "itm_1"}); return err },
	"item.ref":         func(tx model.Tx) error { _, err := tx.ItemByRef("org_1", model.KindAsset, "p1"); return err },
	"item.by-name":     func(tx model.Tx) error { _, err := tx.ItemsNamed("org_1", "pump", 1); return err },
	"item.by-created":  in(model.ItemRange{}),
	"item.by-kind":     in(model.ItemRange{Kind: model.KindAsset}),
	"item.at":          in(model.ItemRange{Site: "sit_1"}),
	"item.at-kind":     in(model.ItemRange{Kind: model.KindAsset, Site: "sit_1"}),
	"item.of":          in(model.ItemRange{Owner: ann}),
	"handover":         func(tx model.Tx) error { _, err := tx.HandOver("org_1", ann); return err },
	"handover.to":      func(tx model.Tx) error { _, err := tx.HandedTo("org_1", bob); return err },
	"grant":            func(tx model.Tx) error { _, err := tx.Grants(oneItem, byName); return err },
	"grant.to":         func(tx model.Tx) error { _, err := tx.GrantedTo(someone, model.ItemRef{}, false, 9); return err },
	"rule":             func(tx model.Tx) error { _, err := tx.Rules("org_1", byName); return err },
}

var (
	byName    = model.PageRequest{Sort: model.SortName}
	byCreated = model.PageRequest{Sort: model.SortCreated}
	zero      = model.UseDay{}.Day
)

// in lists the items of a range in the one org.
func in(r model.ItemRange) func(model.Tx) error {
	r.Org = "org_1"
	return func(tx model.Tx) error { _, err := tx.ItemIDs(r, "", false, 9); return err }
}

// oneKey returns the one key of a table.
func (f *fixture) oneKey(table string) []byte {
	f.Helper()
	prefix := table + "\x00"
	if table == "head" {
		prefix = table
	}
	keys := f.keys(prefix)
	if len(keys) != 1 {
		f.Fatalf("%s has %d keys", table, len(keys))
	}
	return keys[0]
}

// TestDamage flips a bit in every byte of one value of each kind: each time
// what depends on it is refused, and an alarm names it.
func TestDamage(t *testing.T) {
	f := newFixture(t, storage.Options{})
	f.update(everything)
	for table, read := range reads {
		if err := f.view(read); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
		k := f.oneKey(table)
		var good []byte
		f.tamper(func(w engine.Writer) (err error) { good, err = w.Get(k); return err })
		for i := range good {
			bad := bytes.Clone(good)
			bad[i] ^= 0x10
			f.tamper(func(w engine.Writer) error { return w.Set(k, bad) })
			f.refuses(f.view(read), table)
		}
		f.tamper(func(w engine.Writer) error { return w.Set(k, nil) })
		f.refuses(f.view(read), table)
		f.tamper(func(w engine.Writer) error { return w.Set(k, good) })
	}
}

// TestMissing removes records that others lead to.
func TestMissing(t *testing.T) {
	for table, from := range map[string][]string{
		"org":     {"org.name", "org.by-name"},
		"account": {"account.email"},
		"member":  {"member.of", "member.by-name"},
		"service": {"service.name"},
		"set":     {"set.name"},
		"token":   {"token.hash", "token.by-name", "token.of"},
		"entry":   {"entry.of"},

		"group":       {"group.name", "group.by-name", "group.by-created"},
		"site":        {"site.name", "site.by-name", "site.by-created", "site.under"},
		"site.member": {"site.of"},
		"item":        {"item.ref", "item.by-name"},
		"handover":    {"handover.to"},
	} {
		f := newFixture(t, storage.Options{})
		f.update(everything)
		k := f.oneKey(table)
		f.tamper(func(w engine.Writer) error { return w.Delete(k) })
		for _, via := range from {
			f.refuses(f.view(reads[via]), table)
		}
		if err := f.view(reads[table]); err != nil && model.KindOf(err) != model.KindNotFound {
			t.Errorf("%s, asked for directly: %v", table, err)
		}
	}
}

// TestMissingHead: the log's end is not lost while there is a log.
func TestMissingHead(t *testing.T) {
	f := newFixture(t, storage.Options{})
	f.update(everything)
	f.tamper(func(w engine.Writer) error { return w.Delete([]byte("head")) })
	f.refuses(f.view(reads["head"]), "head")
}

// TestSwapped: a good value in the place of another good value is damage too.
func TestSwapped(t *testing.T) {
	f := newFixture(t, storage.Options{})
	f.update(everything)
	f.update(func(tx model.Tx) error { return tx.PutOrg(model.Org{ID: "org_2", Name: "Apex"}) })
	one, two := f.keys("org\x00")[0], f.keys("org\x00")[1]
	f.tamper(func(w engine.Writer) error {
		value, err := w.Get(two)
		return errors.Join(err, w.Set(one, value))
	})
	f.refuses(f.view(reads["org"]), "org/org_1")
}

// TestLostCount: holders that the count does not know are noticed.
func TestLostCount(t *testing.T) {
	f := newFixture(t, storage.Options{})
	f.update(everything)
	k := f.oneKey("set.holders")
	f.tamper(func(w engine.Writer) error { return w.Delete(k) })
	err := f.store.Update(t.Context(), func(tx model.Tx) error {
		return tx.PutMembership(model.Membership{Org: "org_1", User: "usr_1", Set: "set_1", Status: model.MemberRemoved})
	})
	f.refuses(err, "set.holders")
}

// TestLostGroups: a person's list of groups and who is in a group are both
// needed to change either, so that nobody stays in a group unseen.
func TestLostGroups(t *testing.T) {
	put := func(tx model.Tx) error {
		return tx.PutGroupMember(model.GroupMember{Org: "org_1", Group: "grp_1", User: "usr_1"})
	}
	remove := func(tx model.Tx) error { return tx.DeleteGroupMember("org_1", "grp_1", "usr_1") }
	for _, table := range []string{"group.of", "group.member"} {
		f := newFixture(t, storage.Options{})
		f.update(everything)
		k := f.oneKey(table)
		f.tamper(func(w engine.Writer) error { return w.Delete(k) })
		f.refuses(f.store.Update(t.Context(), put), "group.of")
		f.refuses(f.store.Update(t.Context(), remove), "group.of")
	}
}

// TestIdentity: a store that lost its identity, or whose identity is cut, does
// not open.
func TestIdentity(t *testing.T) {
	for name, tamper := range map[string]func(engine.Writer) error{
		"missing": func(w engine.Writer) error { return w.Delete([]byte("identity")) },
		"cut":     func(w engine.Writer) error { return w.Set([]byte("identity"), []byte("x")) },
	} {
		t.Run(name, func(t *testing.T) {
			db, err := badgerdb.OpenMemory()
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = db.Close() })
			store := storetest.Open(t, keepOpen{db}, storetest.Options(t))
			if err := errors.Join(store.Update(t.Context(), everything), db.Update(t.Context(), tamper)); err != nil {
				t.Fatal(err)
			}
			var alarm string
			_, err = storage.Open(t.Context(), keepOpen{db}, storetest.Keys(), storage.Options{
				Alarm: func(key string, _ error) { alarm = key },
			})
			if model.KindOf(err) != model.KindInternal || !strings.Contains(alarm, "identity") {
				t.Errorf("error %v, alarm %q", err, alarm)
			}
		})
	}
}
