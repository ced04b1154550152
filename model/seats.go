package model

import (
	"context"
	"maps"
	"strconv"
)

// SeatTypes lists the types of seat in the order they are shown in.
func SeatTypes() []SeatType { return []SeatType{SeatFull, SeatLite, SeatGuest} }

// SeatCount is how many seats of one type are taken (rule 10.1).
type SeatCount struct {
	Type  SeatType
	Taken int
	Limit int             // 0 when there is none
	Sets  []PermissionSet // those that take such a seat
	By    []int           // by how many active members, for each of Sets
}

// Full reports whether no further member can take such a seat.
func (s SeatCount) Full() bool { return s.Limit > 0 && s.Taken >= s.Limit }

// Seats returns how many seats of each type the org's active members take, in
// the order of SeatTypes. Deactivated members and service users take none.
// Errors: KindForbidden, KindNotFound.
func (a *Authority) Seats(ctx context.Context, actor Actor, org OrgID) ([]SeatCount, error) {
	var counts []SeatCount
	err := a.inquire(ctx, actor, org, ucListMembers, func(q *inquiry) error {
		counts = nil
		for _, seat := range SeatTypes() {
			count, err := q.seats(seat)
			if err != nil {
				return err
			}
			counts = append(counts, count)
		}
		return nil
	})
	return counts, err
}

// seats counts the seats of a type in the org at hand, by the guards of who
// holds a set.
func (q *inquiry) seats(seat SeatType) (SeatCount, error) {
	org := q.actor.org
	count := SeatCount{Type: seat, Limit: org.SeatLimits[seat]}
	sets, err := q.PermissionSets(org.ID)
	if err != nil {
		return count, err
	}
	for _, set := range sets {
		if set.Seat != seat {
			continue
		}
		holders, err := q.SetHolders(org.ID, set.ID)
		if err != nil {
			return count, err
		}
		count.Sets, count.By = append(count.Sets, set), append(count.By, holders.ActiveMembers)
		count.Taken += holders.ActiveMembers
	}
	return count, nil
}

// takeSeat refuses an active member more than the limit allows (rule 10.1). The
// error is of KindQuota.
func (c *change) takeSeat(id SetID) error {
	set, err := c.PermissionSet(c.actor.org.ID, id)
	if err != nil {
		return err
	}
	count, err := c.seats(set.Seat)
	if err != nil || !count.Full() {
		return err
	}
	return &Error{Kind: KindQuota, Field: FieldSeats, Message: "All " + strconv.Itoa(count.Limit) + " " + string(set.Seat) +
		" seats of " + Printable(c.actor.org.Name) + " are taken; free one, or have an operator raise the limit."}
}

// changeSeat is takeSeat for an active member who gets a set of another type.
func (c *change) changeSeat(m Membership, to SetID) error {
	before, err := c.PermissionSet(m.Org, m.Set)
	if err != nil {
		return missing(err)
	}
	after, err := c.PermissionSet(m.Org, to)
	if err != nil || m.Status != MemberActive || before.Seat == after.Seat {
		return err
	}
	return c.takeSeat(to)
}

// SetSeatLimit sets how many seats of a type an org has; 0 takes the limit away.
// Who sits already stays. Errors: KindForbidden, KindInvalid.
//
// What is another by now than the actor saw is a KindConflict (stale.go).
func (a *Authority) SetSeatLimit(ctx context.Context, actor Actor, org OrgID, seat SeatType, limit int, seen ...int) (Org, error) {
	if limit < 0 || limit > 1_000_000_000 {
		return Org{}, invalid(FieldSeats, "A limit of seats is a number from 1, or nothing for no limit.")
	}
	words := func(n int) string {
		if n == 0 {
			return "none"
		}
		return strconv.Itoa(n)
	}
	return a.changeOrg(ctx, actor, org, ucSetSeats, ActSetSeats, func(_ *change, o *Org) (Detail, error) {
		before := o.SeatLimits[seat]
		if err := stale("the limit", before, seen); err != nil {
			return Detail{}, err
		}
		if before == limit {
			return Detail{}, nil
		}
		limits := maps.Clone(o.SeatLimits)
		if limits == nil {
			limits = map[SeatType]int{}
		}
		if limits[seat] = limit; limit == 0 {
			delete(limits, seat)
		}
		o.SeatLimits = limits
		return Detail{"limit of " + string(seat) + " seats", words(before), words(limit)}, nil
	})
}
