package model

import "time"

// Group is a flat list of people in one org (rule 7.4).
type Group struct {
	ID        GroupID
	Org       OrgID
	Name      string
	CreatedAt time.Time
	Deleted   bool // in no list; what it was given counts for nobody
}

// MaxGroups is how many groups of an org one person is in at the most (rule 1.2).
const MaxGroups = 100

// GroupMember says that a person is in a group. It counts for the Term that the
// person joined the org for: who left and came back is in no group.
type GroupMember struct {
	Org     OrgID
	Group   GroupID
	User    UserID
	Term    int // of the Membership
	AddedAt time.Time
}

// Site is a place in an org's tree of sites (rule 7.4).
type Site struct {
	ID        SiteID
	Org       OrgID
	Name      string
	Parent    SiteID // "" at the top
	CreatedAt time.Time
	Deleted   bool // in no list; nothing lies below it
}

// MaxSiteDepth is how many levels a tree of sites has at the most: a check
// walks from a site up to the top.
const MaxSiteDepth = 16

// SiteMember says that a person is a member of a site, and thereby of those
// below it (rule 7.4). It counts for one Term, as a GroupMember does.
type SiteMember struct {
	Org     OrgID
	Site    SiteID
	User    UserID
	Term    int
	AddedAt time.Time
}
