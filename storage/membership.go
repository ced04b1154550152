package storage

import (
	"time"

	"example.com/latchkey/model"
)

type membershipRecord struct {
	Org      string    `json:"org"`
	User     string    `json:"user"`
	Status   string    `json:"status"`
	Set      string    `json:"set"`
	JoinedAt time.Time `json:"joined_at"`
	Epoch    int       `json:"epoch,omitzero"`
	EpochAt  time.Time `json:"epoch_at,omitzero"`
	EpochBy  string    `json:"epoch_by,omitzero"`
	EpochAs  string    `json:"epoch_as,omitzero"`
	Shut     bool      `json:"shut,omitzero"`
	Term     int       `json:"term,omitzero"`
	Name     string    `json:"name"`
	Email    string    `json:"email"`
}

func packMembership(m model.Membership) membershipRecord {
	return membershipRecord{
		Org: string(m.Org), User: string(m.User), Status: string(m.Status), Set: string(m.Set),
		JoinedAt: utc(m.JoinedAt), Epoch: m.Epoch, EpochAt: utc(m.EpochAt), EpochBy: m.EpochBy,
		EpochAs: string(m.EpochAs), Shut: m.Shut, Term: m.Term, Name: m.Name, Email: m.Email,
	}
}

func unpackMembership(r membershipRecord) model.Membership {
	return model.Membership{
		Org: model.OrgID(r.Org), User: model.UserID(r.User), Status: model.MemberStatus(r.Status),
		Set: model.SetID(r.Set), JoinedAt: r.JoinedAt, Epoch: r.Epoch, EpochAt: r.EpochAt,
		EpochBy: r.EpochBy, EpochAs: model.MemberStatus(r.EpochAs), Shut: r.Shut, Term: r.Term,
		Name: r.Name, Email: r.Email,
	}
}

var memberships = table[model.Membership, membershipRecord]{
	noun:   "member",
	key:    func(m model.Membership) key { return membershipKey(m.Org, m.User) },
	pack:   packMembership,
	unpack: unpackMembership,
	links: func(m model.Membership) []link {
		org, user := string(m.Org), string(m.User)
		links := []link{{at: newKey("member.of", user, org)}}
		if m.Status == model.MemberRemoved {
			return links
		}
		return append(links,
			link{at: newKey("member.by-name", org, sortable(m.Name), user)},
			link{at: newKey("member.by-created", org, user)},
			link{at: newKey("member.by-set", org, string(m.Set), sortable(m.Name), user)})
	},
}

func membershipKey(org model.OrgID, user model.UserID) key {
	return newKey("member", string(org), string(user))
}

// Membership returns what joins a person to an org, also of someone who left.
// KindNotFound when they were never in it.
func (t *tx) Membership(org model.OrgID, user model.UserID) (model.Membership, error) {
	return memberships.get(t, membershipKey(org, user))
}

// PutMembership writes a membership and keeps the count of who holds its set.
func (t *tx) PutMembership(m model.Membership) error {
	if err := firstOf(checkID(m.Org), checkID(m.User), checkID(m.Set)); err != nil {
		return err
	}
	old, err := memberships.put(t, m)
	if err != nil {
		return err
	}
	moved := holdings{}
	if old != nil {
		moved.addMember(*old, -1)
	}
	moved.addMember(m, +1)
	return t.moveHoldings(m.Org, moved)
}

// Members lists an org's members by SortName or SortCreated, the removed ones
// left out.
func (t *tx) Members(org model.OrgID, req model.PageRequest) (model.Page[model.Membership], error) {
	return memberships.page(t, orders{
		model.SortName:    {prefix: within("member.by-name", string(org))},
		model.SortCreated: {prefix: within("member.by-created", string(org))},
	}, req)
}

// MembersWithSet lists those who hold a set, by SortName, the removed ones left
// out.
func (t *tx) MembersWithSet(org model.OrgID, set model.SetID, req model.PageRequest) (model.Page[model.Membership], error) {
	return memberships.page(t, orders{
		model.SortName: {prefix: within("member.by-set", string(org), string(set))},
	}, req)
}

// MembershipsOf returns all of a person's memberships, the removed ones too.
func (t *tx) MembershipsOf(user model.UserID) ([]model.Membership, error) {
	return memberships.list(t, within("member.of", string(user)))
}
