package model

import "time"

// Entry is one line of the activity log (rule 9.1).
type Entry struct {
	Seq     uint64 // 1 for the first entry of the store, then without a gap
	At      time.Time
	Org     OrgID // "" for what belongs to no org: accounts, log-ins of no member
	Actor   ActorRef
	Action  Action
	Target  TargetRef
	From    string // the address or terminal it came from
	Refused bool   // an attempt that was refused
	Reason  string // why it was refused, for a Refused one
	Details []Detail

	// Chain is the keyed hash over the entry and the Chain of the one before
	// (rule 9.4).
	Chain Hash
}

// ActorRef says who did it: the names are those of that moment.
type ActorRef struct {
	Kind  string // user, service_user, system_user (root or the owner of the data directory), latchkey, unknown
	ID    string
	Name  string
	Token string // the id of the token it was done with, if any
}

// TargetRef says what it was done to.
type TargetRef struct {
	Kind string // org, user, service_user, token, permission_set, group, site, item, store
	ID   string
	Name string
}

// Detail is one value that changed. Before is "" for what is new.
type Detail struct {
	Field  string
	Before string
	After  string
}

// Head is the end of the activity log: what the next entry is chained to. It is
// read and written by every change, so that changes stand in one order.
// A copy of it beside the store shows when the store is an older one than it was.
type Head struct {
	Seq         uint64
	Revocations uint64    // how many tokens were revoked so far (Entry.revocations)
	At          time.Time // of the last committed change; time never runs below it
	Chain       Hash
}
