package model

import "time"

// Account is a person: one e-mail, one password, any number of memberships.
type Account struct {
	ID        UserID
	Email     string // as CleanEmail returns it
	Name      string
	CreatedAt time.Time
	Operator  bool // rule 1.6
	Disabled  bool // rule 1.2: as if deactivated everywhere

	// PasswordHash is an argon2id hash in PHC string form; "" when the person
	// has not chosen a password yet.
	PasswordHash string

	// CodeHash is the hash of the one-time code of rule 11.6, good until
	// CodeUntil; "" when there is none.
	CodeHash  string
	CodeUntil time.Time

	// Generation goes up when the password or the operator flag changes.
	// A session opened before that ends with its next use case.
	Generation int

	LastOrg     OrgID // the org that was current last
	NoAutoCopy  bool  // a secret is not copied when it appears (rule 4.4)
	LastLoginAt time.Time
}

// Membership joins a person to an org (rule 1.2). The record of someone who
// left stays, so that its epoch does.
type Membership struct {
	Org      OrgID
	User     UserID
	Status   MemberStatus
	Set      SetID
	JoinedAt time.Time

	// Epoch goes up when the member is deactivated or removed. A token carries
	// the epoch it was made in: another one means that it expired (rule 1.3).
	Epoch   int
	EpochAt time.Time    // when the epoch last went up
	EpochBy string       // the name of who did it
	EpochAs MemberStatus // what it made of the member: deactivated or removed

	// Shut says that the member is deactivated because the account was disabled:
	// enabling it brings them back.
	Shut bool

	// Term counts how often the person came back after leaving. What they were in
	// and what they owned in an earlier term is not theirs any more.
	Term int

	Name, Email string // copies of the account's, for lists
}

// MemberStatus is what a membership is at the moment.
type MemberStatus string

// The statuses of a membership. Removed ones are in no list.
const (
	MemberActive      MemberStatus = "active"
	MemberDeactivated MemberStatus = "deactivated"
	MemberRemoved     MemberStatus = "removed"
)

// ServiceUser stands for a system or an integration in one org (rule 2.1).
type ServiceUser struct {
	ID          ServiceUserID
	Org         OrgID
	Name        string
	Description string
	Sets        []SetID // what it may do is their union (rule 2.2)
	CreatedAt   time.Time
	Disabled    bool // rule 2.6
	Deleted     bool // in no list; its record stays for its tokens' sake
}

// withoutCode takes the one-time code away. A code is good only as long as what
// it gives access to is what it was when it was handed out (rule 6.5): another
// set, another org, the operator flag or a password of the person's own end it.
func (a Account) withoutCode() Account {
	a.CodeHash, a.CodeUntil = "", time.Time{}
	return a
}
