package model

import (
	"context"
	"io"
	"time"
)

// Store keeps everything. Its adapters live in package storage.
//
// All errors are of this package's Error type: KindNotFound for a record that
// is not there, KindConflict (with a Field) for a unique name that is taken,
// KindUnavailable when the store is closed, full or cannot be read, and
// KindInternal with the cause for a record that is damaged. A damaged or
// missing record is never an empty value (rule 8.4).
type Store interface {
	// View runs fn on one consistent state.
	View(ctx context.Context, fn func(Tx) error) error
	// Update runs fn in a transaction and commits it when fn returns nil. fn
	// may run more than once and must have no side effect but on the Tx. When
	// Update returns nil the change is on the disk.
	Update(ctx context.Context, fn func(Tx) error) error
	// Open reports whether the store can be asked: from the beginning of Close on, and
	// once its files were found damaged, nothing is answered, not even from memory. It
	// costs next to nothing.
	Open() bool
	// Copy writes one state whole to w, in a form of the storage's own that it
	// can be restored from, record by record: memory does not grow with the
	// store, and others write meanwhile. Every value is as it is kept, signed but
	// in clear. The error is also of KindUnavailable when w does not take it;
	// an Error that w returns comes back as it is. What was written is of no use
	// then.
	Copy(ctx context.Context, w io.Writer) (Backup, error)
	// Close writes what is open and releases the store. It may be called twice.
	Close() error
}

// Tx is one transaction: an interface per kind of record. It must not be used
// after fn has returned.
type Tx interface {
	OrgTx
	AccountTx
	MembershipTx
	ServiceUserTx
	PermissionSetTx
	TokenTx
	UseTx
	ActivityTx
	AttemptTx
	GroupTx
	SiteTx
	ItemTx
	OwnerTx
	GrantTx
	SSHKeyTx
	IntegrityTx
}

// OrgTx keeps organisations. Their names are unique, folded.
type OrgTx interface {
	Org(OrgID) (Org, error)
	OrgByName(name string) (Org, error)
	PutOrg(Org) error
	// Orgs lists by SortName or SortCreated.
	Orgs(PageRequest) (Page[Org], error)
}

// AccountTx keeps people. Their e-mails are unique.
type AccountTx interface {
	Account(UserID) (Account, error)
	AccountByEmail(email string) (Account, error)
	PutAccount(Account) error
	// Accounts lists by SortName or SortCreated.
	Accounts(PageRequest) (Page[Account], error)
}

// MembershipTx keeps who belongs to which org.
type MembershipTx interface {
	Membership(OrgID, UserID) (Membership, error)
	PutMembership(Membership) error
	// Members lists an org's members by SortName or SortCreated (of the
	// account), the removed ones left out.
	Members(OrgID, PageRequest) (Page[Membership], error)
	// MembersWithSet lists those of an org's members who hold a set, by SortName,
	// the removed ones left out.
	MembersWithSet(OrgID, SetID, PageRequest) (Page[Membership], error)
	// MembershipsOf returns all of a person's memberships, the removed ones too.
	MembershipsOf(UserID) ([]Membership, error)
}

// ServiceUserTx keeps service users. Their names are unique in their org among
// those that are not deleted, folded.
type ServiceUserTx interface {
	ServiceUser(OrgID, ServiceUserID) (ServiceUser, error)
	ServiceUserByName(org OrgID, name string) (ServiceUser, error)
	PutServiceUser(ServiceUser) error
	// ServiceUsers lists by SortName or SortCreated, the deleted ones left out.
	ServiceUsers(OrgID, PageRequest) (Page[ServiceUser], error)
}

// PermissionSetTx keeps permission sets. Their names are unique in their org,
// folded.
type PermissionSetTx interface {
	PermissionSet(OrgID, SetID) (PermissionSet, error)
	PermissionSetByName(org OrgID, name string) (PermissionSet, error)
	PutPermissionSet(PermissionSet) error
	DeletePermissionSet(OrgID, SetID) error
	// PermissionSets returns all of an org's sets, oldest first.
	PermissionSets(OrgID) ([]PermissionSet, error)
	// SetHolders counts who holds a set. PutMembership and PutServiceUser keep
	// the count, in a record that is read and then written, so that two
	// transactions that change it cannot both commit.
	SetHolders(OrgID, SetID) (SetHolders, error)
}

// TokenTx keeps tokens.
type TokenTx interface {
	Token(TokenRef) (Token, error)
	// TokenByHash finds a token by the hash of its secret, the present one or
	// the previous one.
	TokenByHash(Hash) (Token, error)
	// PutToken writes a token and its indexes. The hashes of Hash and, while
	// PreviousUntil is not zero, of PreviousHash lead to it; older ones do not.
	PutToken(Token) error
	// TokensOf lists a subject's tokens in an org by SortName, SortCreated or
	// SortLastUsed, the ended ones too.
	TokensOf(OrgID, Subject, PageRequest) (Page[Token], error)
	// Tokens lists an org's tokens in the same orders.
	Tokens(OrgID, PageRequest) (Page[Token], error)
	// Quota returns the tokens that counted for a holder when it was last
	// written: some may have ended since by time. It is a guard: a transaction
	// that reads it and writes it with PutQuota conflicts with any other that
	// does (rule 3.2). Those that come to it are written before.
	Quota(Holder) ([]TokenRef, error)
	PutQuota(Holder, []TokenRef) error
	// CountedByName returns those of the tokens of a Quota that are a subject's in an
	// org and have a name, folded.
	CountedByName(h Holder, org OrgID, s Subject, name string) ([]Token, error)
}

// UseTx keeps how tokens were used.
type UseTx interface {
	// Use returns a Use of no uses for a token that has none on record.
	Use(TokenRef) (Use, error)
	// PutUse writes it, and moves the token in the SortLastUsed order and in
	// that of DueTokens.
	PutUse(Use) error
	// DueTokens returns up to limit tokens whose Use.Due is not zero and not
	// after the given time, the earliest first.
	DueTokens(until time.Time, limit int) ([]TokenRef, error)
	// UseDays returns a token's days from the given one on, oldest first.
	UseDays(ref TokenRef, from time.Time) ([]UseDay, error)
	// UseDay returns the UseDay of a midnight; one without counts when none is on
	// record.
	UseDay(ref TokenRef, midnight time.Time) (UseDay, error)
	PutUseDay(UseDay) error
	// DeleteUseDays removes a token's days before the given one, the oldest first
	// and at most so many.
	DeleteUseDays(ref TokenRef, before time.Time, most int) error
}

// ActivityTx keeps the activity log.
type ActivityTx interface {
	// Head returns the zero Head for a store without entries.
	Head() (Head, error)
	PutHead(Head) error
	// AppendEntry adds an entry; its Seq has to be new.
	AppendEntry(Entry) error
	// Entry returns the entry with that number.
	Entry(seq uint64) (Entry, error)
	// Entries lists an org's entries (those of no org for "") by SortCreated.
	Entries(OrgID, PageRequest) (Page[Entry], error)
	// AllEntries lists every entry by SortCreated.
	AllEntries(PageRequest) (Page[Entry], error)
}

// Attempts counts failures in a row of one sort: wrong passwords of an
// account (rule 11.3), or refusals that share one log entry (rules 9.1, 9.5).
type Attempts struct {
	Count int
	Last  time.Time
	Until time.Time // when the count may be forgotten
}

// AttemptTx keeps such counts under keys that the model makes.
type AttemptTx interface {
	// Attempts returns a zero count for a key that is not there.
	Attempts(key Hash) (Attempts, error)
	PutAttempts(key Hash, a Attempts) error
	DeleteAttempts(key Hash) error
	// OldAttempts returns up to limit keys whose Until is before the given time.
	OldAttempts(before time.Time, limit int) ([]Hash, error)
}

// GroupTx keeps groups and who is in them. Their names are unique in their org
// among those that are not deleted, folded.
type GroupTx interface {
	// Group returns an org's group, also a deleted one.
	Group(OrgID, GroupID) (Group, error)
	GroupByName(org OrgID, name string) (Group, error)
	PutGroup(Group) error
	// Groups lists by SortName or SortCreated, the deleted ones left out.
	Groups(OrgID, PageRequest) (Page[Group], error)
	GroupMember(OrgID, GroupID, UserID) (GroupMember, error)
	// GroupsOf returns all that PutGroupMember wrote for a person in an org. It
	// is one record, and a guard: whoever changes it has read it, so that two
	// cannot both be the last that fits.
	GroupsOf(OrgID, UserID) ([]GroupMember, error)
	PutGroupMember(GroupMember) error
	DeleteGroupMember(OrgID, GroupID, UserID) error
	// GroupMembers lists who is in a group by SortCreated (of the account).
	GroupMembers(OrgID, GroupID, PageRequest) (Page[GroupMember], error)
}

// SiteTx keeps sites and their members. Their names are unique in their org
// among those that are not deleted, folded.
type SiteTx interface {
	// Site returns an org's site, also a deleted one.
	Site(OrgID, SiteID) (Site, error)
	SiteByName(org OrgID, name string) (Site, error)
	// PutSite writes a site. It also reads and writes a record of the org's whole
	// tree: of two who move sites at once one runs into a conflict, so that no
	// ring comes about.
	PutSite(Site) error
	// Sites lists by SortName or SortCreated, the deleted ones left out.
	Sites(OrgID, PageRequest) (Page[Site], error)
	// SitesBelow lists the sites right below one ("" for the top) by SortName,
	// the deleted ones left out.
	SitesBelow(OrgID, SiteID, PageRequest) (Page[Site], error)
	SiteMember(OrgID, SiteID, UserID) (SiteMember, error)
	// SitesOf returns all that PutSiteMember wrote for a person in an org.
	SitesOf(OrgID, UserID) ([]SiteMember, error)
	PutSiteMember(SiteMember) error
	DeleteSiteMember(OrgID, SiteID, UserID) error
	// SiteMembers lists who is at a site by SortCreated (of the account).
	SiteMembers(OrgID, SiteID, PageRequest) (Page[SiteMember], error)
}

// ItemTx keeps items. Their references are unique in their org and kind among
// those that are not deleted, byte for byte.
type ItemTx interface {
	// Item returns an org's item, also a deleted one.
	Item(ItemRef) (Item, error)
	ItemByRef(org OrgID, kind ItemKind, ref string) (Item, error)
	// ItemsNamed returns up to limit items of an org with a name, folded, the
	// deleted ones left out.
	ItemsNamed(org OrgID, name string, limit int) ([]Item, error)
	PutItem(Item) error
	// ItemIDs returns up to limit of the items in a range that come after one in
	// the order of their ids ("" for the start), or before it when backward (""
	// for the end), the nearest first. The deleted ones are left out.
	ItemIDs(r ItemRange, from ItemID, backward bool, limit int) ([]ItemID, error)
}

// OwnerTx keeps who got what an owner had (rule 1.3).
type OwnerTx interface {
	// HandOver returns who got what an owner of an org had. KindNotFound when the
	// owner still has it.
	HandOver(OrgID, Owner) (HandOver, error)
	PutHandOver(HandOver) error
	// HandedTo returns those who named an owner as their successor.
	HandedTo(OrgID, Owner) ([]HandOver, error)
}

// GrantTx keeps grants.
type GrantTx interface {
	Grant(Scope, Grantee) (Grant, error)
	PutGrant(Grant) error
	// DeleteGrant removes a grant; none there is no error.
	DeleteGrant(Scope, Grantee) error
	// Grants lists those on one scope, in an order of its own (Sort is ignored).
	Grants(Scope, PageRequest) (Page[Grant], error)
	// Rules lists all rules of an org, in an order of its own.
	Rules(OrgID, PageRequest) (Page[Grant], error)
	// GrantedTo returns up to limit of the items that a grantee has a grant on
	// each, deleted items too. Their order is by org and then id; from and
	// backward are as for ItemIDs, with a zero ItemRef for the start or the end.
	GrantedTo(to Grantee, from ItemRef, backward bool, limit int) ([]ItemRef, error)
}

// SSHKeyTx keeps the public keys that people log in with. A key is one person's.
type SSHKeyTx interface {
	SSHKey(fingerprint string) (SSHKey, error)
	// PutSSHKey returns KindConflict for a key that somebody else has.
	PutSSHKey(SSHKey) error
	DeleteSSHKey(fingerprint string) error
	// SSHKeysOf returns all of a person's keys, oldest first.
	SSHKeysOf(UserID) ([]SSHKey, error)
}

// IntegrityTx is about whether what the store keeps hangs together.
type IntegrityTx interface {
	// Examine goes through every key of the store, and what lies beneath them, and
	// tells each thing that is wrong: files that are not what was written, a value
	// that does not verify, a record or index that is missing, an index that leads
	// astray, a guard that disagrees with a recount, and what no part of this store
	// has written. It raises no alarm. It returns how many keys
	// it has looked at, and the first error of found as it is. KindUnavailable and
	// KindInternal are for a store that cannot be read at all.
	Examine(found func(Finding) error, tell Progress) (keys uint64, err error)
	// Repair puts right what an examination found, from the records as they are
	// in this transaction, and reports whether it changed anything. It writes
	// indexes and guards alone. KindUnavailable when the store's key file is
	// another one.
	Repair(Finding) (bool, error)
}
