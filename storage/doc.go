// Package storage keeps latchkey's records: it is the adapter of model.Store
// over any ordered key-value engine (package engine; badgerdb is the first).
// What a record looks like, where it lies and how it is found is written here
// once, for every engine.
//
// # Values
//
// Every value is sealed: a version byte, the first 16 bytes of an HMAC-SHA256
// over version, key and payload, then the payload. The key is part of it, so a
// value that was altered or moved to another key does not verify. The payload
// of a record is JSON, with field names of its own: a domain
// value can change without the disk noticing, and an old record is still read.
// A quota has a short form instead (quota.go). The payload of an index entry is
// the key of the record it leads to.
//
// A value that does not verify, and a record that is missing where an index
// leads to it, is an error of model.KindInternal and raises Options.Alarm: it
// is never an empty value (rule 8.4).
//
// # Keys
//
// A key is a table's name and its parts, with a zero byte before each part. A
// fold is the folded name cut to 64 bytes, a hash the SHA-256 of a whole folded
// name (of an item's reference as it is), a time the milliseconds since 1970 as 8
// bytes that sort as the time does, a seq 8 bytes. An OWNER is kind:id:term, a
// GRANTEE the parts ORG and kind:id. A part that is none (the PARENT of a site at
// the top, the SITE of a rule for a whole org) is empty, as no id is.
//
//	record            key                                holds
//	identity          identity                           whose key file the store belongs to
//	org               org ORG                            an organisation
//	                  org.by-name fold ORG               order
//	                  org.name hash                      guard: one org of that name
//	account           account USER                       a person
//	                  account.by-name fold USER          order
//	                  account.email hash                 guard
//	membership        member ORG USER                    also that of someone who left
//	                  member.by-name ORG fold USER       order, without the removed
//	                  member.by-created ORG USER         order, without the removed
//	                  member.by-set ORG SET fold USER    order, without the removed
//	                  member.of USER ORG                 a person's orgs, with the removed
//	service user      service ORG SVC                    also a deleted one
//	                  service.by-name ORG fold SVC       order, without the deleted
//	                  service.by-created ORG SVC         order, without the deleted
//	                  service.name ORG hash              guard, without the deleted
//	permission set    set ORG SET
//	                  set.name ORG hash                  guard
//	                  set.holders ORG SET                guard: how many hold it
//	group             group ORG GRP                      also a deleted one
//	                  group.by-name ORG fold GRP         order, without the deleted
//	                  group.by-created ORG GRP           order, without the deleted
//	                  group.name ORG hash                guard, without the deleted
//	group member      group.member ORG GRP USER          in the order of the accounts
//	                  group.of ORG USER                  guard: the groups of a person
//	site              site ORG SIT                       also a deleted one
//	                  site.by-name ORG fold SIT          order, without the deleted
//	                  site.by-created ORG SIT            order, without the deleted
//	                  site.under ORG PARENT fold SIT     order, without the deleted
//	                  site.name ORG hash                 guard, without the deleted
//	                  site.tree ORG                      guard: changes of the tree
//	site member       site.member ORG SIT USER           in the order of the accounts
//	                  site.of ORG USER SIT               a person's sites
//	item              item ORG ITM                       also a deleted one
//	                  item.by-created ORG ITM            order, without the deleted
//	                  item.by-kind ORG KIND ITM          order, without the deleted
//	                  item.by-name ORG fold ITM          order, without the deleted
//	                  item.of ORG OWNER ITM              order, without the deleted
//	                  item.at ORG SITE ITM               order, without the deleted
//	                  item.at-kind ORG SITE KIND ITM     order, without the deleted
//	                  item.ref ORG KIND hash             guard, without the deleted
//	hand-over         handover ORG OWNER                 who got what an owner had
//	                  handover.to ORG OWNER OWNER        order: to whom, from whom
//	grant             grant ORG ITM GRANTEE              on one item
//	                  grant.to GRANTEE ORG ITM           order of a grantee
//	rule              rule ORG KIND SITE GRANTEE         a grant on all of a kind
//	token             token ORG TOK
//	                  token.hash hash                    the secret's, and the one before
//	                  token.by-name ORG fold TOK         order in the org
//	                  token.by-used ORG time TOK         order in the org
//	                  token.of ORG SUBJECT TOK           order of a subject
//	                  token.of.by-name ORG SUBJECT fold TOK
//	                  token.of.by-used ORG SUBJECT time TOK
//	quota             quota HOLDER                       guard: the tokens that count
//	use               use ORG TOK                        how a token was used
//	                  use.by-due time ORG TOK            order of when time ends the token
//	use of a day      use.day ORG TOK DAY                counts per hour and answer
//	activity          head                               the end of the log
//	                  head.kept                          that the end was kept beside the store
//	                  entry seq                          a line of the log
//	                  entry.of ORG seq                   order in an org
//	SSH key           sshkey FINGERPRINT                 guard: one person has it
//	                  sshkey.of USER time FINGERPRINT    a person's, by age
//	attempts          attempt hash                       failures in a row
//	                  attempt.by-until time hash         the earliest first
//
// Where a table has no order by creation, the records' own keys are it: ids
// are ULIDs.
//
// # Backups
//
// Store.Copy writes every record of one state in the order of the keys, sealed as
// it is, and ReadBackup and Restore make a store of that again. backup.go has the
// form, which is read for good.
//
// # Guards
//
// An engine reports a conflict over keys that were read one by one, not over
// ranges. So whatever has to hold over many records (a name is unique, a quota
// is not exceeded, a set has no holders, sites make no ring) has a record of its
// own that is read and then written by every change that touches it.
//
// # Examination
//
// Records are what was entered and what happened. Orders and guards follow from
// them: an examination goes through all keys and looks whether they do, and a
// repair makes them anew, each in a transaction that reads the records again.
// Who looks after which table stands in the ledger.
package storage
