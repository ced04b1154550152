package storage

import (
	"encoding/json"
	"time"

	"example.com/latchkey/model"
)

// ledger says who looks after which table: every one in the list of keys of this
// package's documentation stands here. A key of any other is found to be unknown.
var ledger = map[string]checker{
	"identity": identityChecker{},

	"org":         only(orgs),
	"org.by-name": leadsTo("org"),
	"org.name":    leadsTo("org"),

	"account":         only(accounts),
	"account.by-name": leadsTo("account"),
	"account.email":   leadsTo("account"),

	"member":            records[model.Membership, membershipRecord]{of: memberships, guards: countMember, broken: mayHold},
	"member.by-name":    leadsTo("member"),
	"member.by-created": leadsTo("member"),
	"member.by-set":     leadsTo("member"),
	"member.of":         leadsTo("member"),

	"service":            records[model.ServiceUser, serviceUserRecord]{of: serviceUsers, guards: countServiceUser, broken: mayHold},
	"service.by-name":    leadsTo("service"),
	"service.by-created": leadsTo("service"),
	"service.name":       leadsTo("service"),

	"set":         only(sets),
	"set.name":    leadsTo("set"),
	"set.holders": holdersChecker{},

	"group":            only(groups),
	"group.by-name":    leadsTo("group"),
	"group.by-created": leadsTo("group"),
	"group.name":       leadsTo("group"),
	"group.member":     records[model.GroupMember, groupMemberRecord]{of: groupMembers, guards: listed},
	"group.of":         groupsOfChecker{},

	"site":            records[model.Site, siteRecord]{of: sites, guards: hasTree},
	"site.by-name":    leadsTo("site"),
	"site.by-created": leadsTo("site"),
	"site.under":      leadsTo("site"),
	"site.name":       leadsTo("site"),
	"site.tree":       treeChecker{},
	"site.member":     only(siteMembers),
	"site.of":         leadsTo("site.member"),

	"item":            only(items),
	"item.by-created": leadsTo("item"),
	"item.by-kind":    leadsTo("item"),
	"item.by-name":    leadsTo("item"),
	"item.of":         leadsTo("item"),
	"item.at":         leadsTo("item"),
	"item.at-kind":    leadsTo("item"),
	"item.ref":        leadsTo("item"),
	"handover":        only(handOvers),
	"handover.to":     leadsTo("handover"),

	"grant":    only(grants),
	"grant.to": leadsTo("grant"),
	"rule":     only(grants),

	"token":            records[model.Token, tokenRecord]{of: tokens, more: placeByUse, guards: counted},
	"token.hash":       leadsTo("token"),
	"token.by-name":    leadsTo("token"),
	"token.by-used":    leadsTo("token"),
	"token.of":         leadsTo("token"),
	"token.of.by-name": leadsTo("token"),
	"token.of.by-used": leadsTo("token"),
	"quota":            quotaChecker{},

	"use":        only(uses),
	"use.by-due": leadsTo("use"),
	"use.day":    only(useDays),

	"head":      headChecker{},
	"head.kept": keptChecker{},
	"entry":     records[model.Entry, entryRecord]{of: entries, first: entryInOrder},
	"entry.of":  leadsTo("entry"),

	"sshkey":    only(sshKeys),
	"sshkey.of": leadsTo("sshkey"),

	"attempt":          only(attempts),
	"attempt.by-until": leadsTo("attempt"),
}

// placeByUse adds a token's places in the orders by last use, which its use
// decides. A token that has none on record stands where one that was never used
// does; where it stands elsewhere, the record of its use is lost.
func placeByUse(t *tx, token model.Token, found *kept) error {
	at := useKey(refOf(token))
	s, err := t.look(at)
	if err != nil {
		return err
	}
	var use useRecord
	switch {
	case s.flaw != nil || s.there && json.Unmarshal(s.payload, &use) != nil:
		found.unsure = true
		return nil
	case !s.there:
		first, err := t.look(usedKeys(refOf(token), token.Subject, time.Time{})[0])
		if err != nil {
			return err
		}
		if !first.there {
			found.lost, found.unsure = at, true
			return nil
		}
	}
	for _, k := range usedKeys(refOf(token), token.Subject, use.LastAt) {
		found.links = append(found.links, link{at: k})
	}
	return nil
}
