package storage

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

func TestMillisSortAsTimesDo(t *testing.T) {
	times := []time.Time{
		{}, time.Unix(-1, 0), time.Unix(0, 0), time.UnixMilli(255), time.UnixMilli(256),
		time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	if !slices.IsSortedFunc(times, func(a, b time.Time) int { return strings.Compare(millis(a), millis(b)) }) {
		t.Error("keys of times are not in the order of the times")
	}
}

func TestSortableIsCutWhereARuneEnds(t *testing.T) {
	for n := range 70 {
		part := sortable(strings.Repeat("a", n) + strings.Repeat("é", 64))
		if len(part) > maxFold || len(part) < maxFold-1 || !utf8.ValidString(part) {
			t.Errorf("after %d letters: %d bytes, %q", n, len(part), part)
		}
	}
	if got := sortable("A\x00ﬁ"); got != "a fi" {
		t.Errorf("sortable = %q", got)
	}
}

// TestKeysFit: the longest names and ids make keys that every engine takes.
func TestKeysFit(t *testing.T) {
	id := strings.Repeat("i", maxID)
	long := model.Token{
		ID: model.TokenID(id), Org: model.OrgID(id), Name: strings.Repeat("n", 500),
		Subject: model.Subject{ServiceUser: model.ServiceUserID(id)},
	}
	keys := usedKeys(refOf(long), long.Subject, time.Now())
	for _, l := range slices.Concat(tokenLinks(long), longAccess(id, long.Name, long.Subject)) {
		keys = append(keys, l.at)
	}
	for _, k := range keys {
		if len(k) > engine.MaxKey {
			t.Errorf("%s has %d bytes", k, len(k))
		}
	}
}

// longAccess are the keys of what decides about access, as links.
func longAccess(id, name string, subject model.Subject) []link {
	org, owned := model.OrgID(id), model.Owner{Subject: subject, Term: math.MinInt}
	site := model.Site{ID: model.SiteID(id), Org: org, Name: name, Parent: model.SiteID(id)}
	item := model.Item{
		ID: model.ItemID(id), Org: org, Kind: model.ItemKind(id), Name: name, Ref: name, Owner: owned, Site: site.ID,
	}
	handed := model.HandOver{Org: org, From: owned, To: owned}
	one := model.Grant{Scope: model.Scope{Org: org, Item: item.ID}, To: model.Grantee{Org: org, Kind: model.GranteeKind(id), ID: id}}
	rule := model.Grant{Scope: model.Scope{Org: org, Kind: item.Kind, Site: site.ID}, To: one.To}
	return slices.Concat(
		groups.links(model.Group{ID: model.GroupID(id), Org: org, Name: name}), sites.links(site),
		siteMembers.links(model.SiteMember{Org: org, Site: site.ID, User: model.UserID(id)}),
		items.links(item), handOvers.links(handed), grants.links(one),
		[]link{
			{at: groupMemberKey(org, model.GroupID(id), model.UserID(id))}, {at: siteMemberKey(org, site.ID, model.UserID(id))},
			{at: handOvers.key(handed)}, {at: grants.key(one)}, {at: grants.key(rule)},
		})
}

func TestKeyIsReadable(t *testing.T) {
	k := newKey("token.by-used", "org_1", millis(time.UnixMilli(1)), "tok_1")
	if got, want := k.String(), `token.by-used/org_1/\x80//////\x01/tok_1`; got != want {
		t.Errorf("key = %s, want %s", got, want)
	}
}

// TestKeysAsText: a number is shown as a number and a time as a time, also where
// they have zero bytes in them.
func TestKeysAsText(t *testing.T) {
	at := time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	token := model.Token{ID: "tok_1", Org: "org_1", Subject: model.Subject{User: "usr_1"}}
	for want, k := range map[string]key{
		"org/org_1":        orgKey("org_1"),
		"head":             headKey,
		"entry/7":          entryKey(7),
		"entry/65536":      entryKey(65536),
		"entry/":           key("entry\x00"),
		"entry.of/org_1/7": entries.links(model.Entry{Org: "org_1", Seq: 7})[0].at,
		"entry.of//7":      entries.links(model.Entry{Seq: 7})[0].at,
		"token.by-used/org_1/2026-03-01T09:30:00.000Z/tok_1":               usedKeys(refOf(token), token.Subject, at)[0],
		"token.of.by-used/org_1/user:usr_1/2026-03-01T09:30:00.000Z/tok_1": usedKeys(refOf(token), token.Subject, at)[1],
		"token.by-used/org_1/never/tok_1":                                  usedKeys(refOf(token), token.Subject, time.Time{})[0],
		"token.hash/010000000000…":                                         hashKey(model.Hash{1}),
		"account.email/000000000000…":                                      newKey("account.email", strings.Repeat("\x00", 32)),
	} {
		if got := k.text(); got != want {
			t.Errorf("%q is shown as %s, want %s", string(k), got, want)
		}
	}
}
