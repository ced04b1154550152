package model_test

import (
	"context"
	"time"

	"pgregory.net/rapid"

	"example.com/latchkey/model"
)

// actions are the steps of the machine. The last one is the comparison that
// rapid runs after each of the others.
func (m *machine) actions(steps *int) map[string]func(*rapid.T) {
	counted := func(step func()) func(*rapid.T) {
		return func(r *rapid.T) {
			*steps++
			m.r = r
			step()
		}
	}
	return map[string]func(*rapid.T){
		"time passes":        counted(m.wait),
		"somebody joins":     counted(m.joins),
		"own token":          counted(m.ownToken),
		"own token again":    counted(m.ownToken),
		"service user":       counted(m.newService),
		"service token":      counted(m.newServiceToken),
		"service changes":    counted(m.serviceChanges),
		"token is used":      counted(m.use),
		"token is revoked":   counted(m.revokes),
		"member goes":        counted(m.goes),
		"member comes back":  counted(m.comesBack),
		"member's set":       counted(m.givesSet),
		"org":                counted(m.orgChanges),
		"seats":              counted(m.limitsSeats),
		"the process starts": counted(m.restarts),
		"":                   func(r *rapid.T) { m.r = r; m.compare() },
	}
}

func (m *machine) wait() {
	m.clock.Advance(time.Duration(rapid.IntRange(1, 20*24).Draw(m.r, "hours")) * time.Hour)
}

func (m *machine) restarts() {
	m.must(m.FlushUses(m.ctx()))
	m.reopen()
}

func (m *machine) joins() {
	org, set := m.pickOrg(), rapid.SampledFrom(setNames).Draw(m.r, "set")
	p := &personModel{person: person{name: m.name("Person")}, in: map[*orgModel]*seatModel{}}
	p.email = p.name[len("Person "):] + "@somewhere.example"
	_, code, err := m.AddMember(m.ctx(), m.ada, org.id, model.MemberRequest{Email: p.email, Name: p.name, Set: m.set(org.id, set)})
	m.same("join", err, m.whenFull(org, set))
	if err != nil {
		return
	}
	p.Actor, _, err = m.ChoosePassword(m.ctx(), p.email, code, secret, here)
	m.must(err)
	p.in[org] = &seatModel{set, model.MemberActive}
	m.people = append(m.people, p)
}

// whenFull is the kind of refusal that one more active member with a set gets.
func (m *machine) whenFull(org *orgModel, set string) model.Kind {
	if full(set) && org.fullSeats > 0 && m.seated(org) >= org.fullSeats {
		return model.KindQuota
	}
	return ""
}

func (m *machine) ownToken() {
	p, org := m.pickPerson(), m.pickOrg()
	seat := p.in[org]
	made, err := m.GenerateToken(m.ctx(), p.Actor, model.TokenRequest{Org: org.id, Name: m.name("token"), Password: secret})
	switch {
	case !m.worksIn(p):
		m.same("own token of somebody shut out", err, model.KindUnauthenticated)
	case seat == nil || seat.status != model.MemberActive:
		if err == nil {
			m.r.Fatalf("%s generates in an org where they are no member", p.name)
		}
	case org.suspended && p.Actor != m.ada:
		m.same("own token in a suspended org", err, model.KindForbidden)
	case m.active(func(t *tokenModel) bool { return t.owner == p }) >= model.MaxUserTokens:
		m.same("the eleventh token", err, model.KindQuota)
	default:
		m.same("own token", err, "")
		m.tokens = append(m.tokens, &tokenModel{Generated: made, org: org, owner: p, since: m.now()})
	}
}

// worksIn reports whether the person can act at all: nobody is disabled here.
func (m *machine) worksIn(*personModel) bool { return true }

func (m *machine) newService() {
	org, set := m.pickOrg(), rapid.SampledFrom(setNames[1:]).Draw(m.r, "set")
	u, err := m.CreateServiceUser(m.ctx(), m.ada, org.id, model.ServiceUserRequest{Name: m.name("Service"), Sets: []model.SetID{m.set(org.id, set)}})
	m.same("service user", err, "")
	org.services = append(org.services, &serviceModel{ServiceUser: u, set: set})
}

func (m *machine) pickService() (*orgModel, *serviceModel) {
	org := m.pickOrg()
	if len(org.services) == 0 {
		m.r.Skip("no service users")
	}
	return org, rapid.SampledFrom(org.services).Draw(m.r, "service user")
}

// newServiceToken is asked by a random member: whoever may not manage service
// users, or has less than this one, is refused (rule 6.5).
func (m *machine) newServiceToken() {
	org, u := m.pickService()
	p := m.pickPerson()
	made, err := m.GenerateToken(m.ctx(), p.Actor, model.TokenRequest{Org: org.id, ServiceUser: u.ID, Name: m.name("token"), Password: secret})
	seat, operator := p.in[org], p.Actor == m.ada
	switch {
	case !operator && (seat == nil || seat.status != model.MemberActive):
		m.same("service token by a stranger", err, model.KindNotFound)
	case !operator && (level(seat.set) < level(model.SetManager) || org.suspended):
		m.same("service token without the right", err, model.KindForbidden)
	case u.deleted:
		m.same("token of a deleted service user", err, model.KindNotFound)
	case !operator && level(seat.set) < level(u.set):
		m.same("service token of more than one has", err, model.KindForbidden)
	case m.active(func(t *tokenModel) bool { return t.org == org && t.service != nil }) >= model.MaxServiceUserTokens:
		m.same("the twenty-first token", err, model.KindQuota)
	default:
		m.same("service token", err, "")
		m.tokens = append(m.tokens, &tokenModel{Generated: made, org: org, service: u, since: m.now()})
	}
}

func (m *machine) serviceChanges() {
	org, u := m.pickService()
	if u.deleted {
		_, err := m.EnableServiceUser(m.ctx(), m.ada, org.id, u.ID)
		m.same("a deleted service user", err, model.KindNotFound)
		return
	}
	switch rapid.IntRange(0, 3).Draw(m.r, "how") {
	case 0:
		_, err := m.DeleteServiceUser(m.ctx(), m.ada, org.id, u.ID, model.Subject{})
		m.same("delete", err, "")
		for _, t := range m.tokens {
			if t.service == u && m.alive(t) {
				t.revoked = true
			}
		}
		u.deleted = true
	case 1, 2:
		_, err := m.DisableServiceUser(m.ctx(), m.ada, org.id, u.ID)
		m.same("disable", err, map[bool]model.Kind{true: model.KindConflict}[u.disabled])
		u.disabled = true
	case 3:
		_, err := m.EnableServiceUser(m.ctx(), m.ada, org.id, u.ID)
		m.same("enable", err, map[bool]model.Kind{false: model.KindConflict}[u.disabled])
		u.disabled = false
	}
}

func (m *machine) pickToken() *tokenModel {
	if len(m.tokens) == 0 {
		m.r.Skip("no tokens")
	}
	return rapid.SampledFrom(m.tokens).Draw(m.r, "token")
}

func (m *machine) use() {
	t := m.pickToken()
	want := m.answer(t)
	d, err := m.Verify(m.ctx(), t.Secret, here)
	m.same("verify", err, "")
	if d.Reason != want {
		m.r.Fatalf("%s: the answer is %s, want %s", t.Token.Name, d.Reason, want)
	}
	if want == model.ReasonOK {
		t.since = m.now()
	}
}

// revokes is asked by a random person: the owner, or who has the right.
func (m *machine) revokes() {
	t, p := m.pickToken(), m.pickPerson()
	alive := m.alive(t)
	_, err := m.RevokeToken(m.ctx(), p.Actor, ref(t.Generated))
	seat, operator, own := p.in[t.org], p.Actor == m.ada, t.owner == p
	switch {
	case !operator && (seat == nil || seat.status != model.MemberActive):
		m.same("revoked by a stranger", err, model.KindNotFound)
	case own && seat == nil || own && seat.status != model.MemberActive:
		if err == nil && alive {
			m.r.Fatalf("%s revokes in an org where they are no member", p.name)
		}
	case !operator && !own && (level(seat.set) < level(model.SetManager) || t.org.suspended):
		m.same("revoked without the right", err, model.KindForbidden)
	case !alive:
		m.same("revoked again", err, model.KindConflict)
	default:
		m.same("revoked", err, "")
		t.revoked = true
	}
}

// goes is a random member who is deactivated or removed by Ada.
func (m *machine) goes() {
	p, org := m.pickPerson(), m.pickOrg()
	seat, remove := p.in[org], rapid.Bool().Draw(m.r, "remove")
	end := m.DeactivateMember
	as := model.MemberDeactivated
	if remove {
		end, as = func(ctx context.Context, actor model.Actor, org model.OrgID, user model.UserID) error {
			return m.RemoveMember(ctx, actor, org, user, model.Subject{})
		}, model.MemberRemoved
	}
	err := end(m.ctx(), m.ada, org.id, p.User())
	switch {
	case seat == nil || seat.status == model.MemberRemoved:
		m.same("a stranger goes", err, model.KindNotFound)
	case p.Actor == m.ada && !remove:
		m.same("deactivating oneself", err, model.KindConflict)
	case seat.status == model.MemberDeactivated && !remove:
		m.same("deactivated again", err, model.KindConflict)
	case seat.status == model.MemberActive && seat.set == model.SetAdministrator && m.administrators(org) == 1:
		m.same("the last administrator goes", err, model.KindConflict)
	default:
		m.same("goes", err, "")
		for _, t := range m.tokens {
			if t.owner == p && t.org == org && m.alive(t) {
				t.expired = true
			}
		}
		seat.status = as
	}
}

func (m *machine) comesBack() {
	p, org := m.pickPerson(), m.pickOrg()
	seat := p.in[org]
	switch {
	case seat == nil || seat.status == model.MemberActive:
		m.r.Skip("not gone")
	case seat.status == model.MemberDeactivated:
		err := m.ReactivateMember(m.ctx(), m.ada, org.id, p.User())
		m.same("reactivate", err, m.whenFull(org, seat.set))
		if err == nil {
			seat.status = model.MemberActive
		}
	case p.email != "":
		_, _, err := m.AddMember(m.ctx(), m.ada, org.id, model.MemberRequest{Email: p.email, Set: m.set(org.id, seat.set)})
		m.same("join again", err, m.whenFull(org, seat.set))
		if err == nil {
			seat.status = model.MemberActive
		}
	}
}

// givesSet is asked by a random person of a random person (rules 1.4, 6.5, 10.1).
func (m *machine) givesSet() {
	by, p, org := m.pickPerson(), m.pickPerson(), m.pickOrg()
	set := rapid.SampledFrom(setNames).Draw(m.r, "set")
	err := m.SetMemberSet(m.ctx(), by.Actor, org.id, p.User(), m.set(org.id, set))
	mine, theirs, operator := by.in[org], p.in[org], by.Actor == m.ada
	switch {
	case !operator && (mine == nil || mine.status != model.MemberActive):
		m.same("a set by a stranger", err, model.KindNotFound)
	case !operator && (level(mine.set) < level(model.SetManager) || org.suspended):
		m.same("a set without the right", err, model.KindForbidden)
	case theirs == nil || theirs.status == model.MemberRemoved:
		m.same("a set for a stranger", err, model.KindNotFound)
	case !operator && (level(theirs.set) > level(mine.set) || level(set) > level(mine.set)):
		m.same("more than one has", err, model.KindForbidden)
	case theirs.set == set:
		m.same("the same set", err, "")
	case theirs.status == model.MemberActive && theirs.set == model.SetAdministrator && m.administrators(org) == 1:
		m.same("the last administrator's set", err, model.KindConflict)
	case theirs.status == model.MemberActive && full(set) != full(theirs.set) && m.whenFull(org, set) != "":
		m.same("no seat", err, model.KindQuota)
	default:
		m.same("a set", err, "")
		theirs.set = set
	}
}

func (m *machine) orgChanges() {
	org := m.pickOrg()
	if rapid.Bool().Draw(m.r, "limit") {
		limit := rapid.SampledFrom(model.InactivityLimits()).Draw(m.r, "limit")
		for _, t := range m.tokens { // what the old one had ended stays so (rule 3.4)
			m.end(t)
		}
		_, err := m.SetServiceTokenInactivity(m.ctx(), m.ada, org.id, limit)
		m.same("limit", err, "")
		org.limit = limit
		return
	}
	change := m.SuspendOrg
	if org.suspended {
		change = m.ReviveOrg
	}
	_, err := change(m.ctx(), m.ada, org.id)
	m.same("suspend or revive", err, "")
	org.suspended = !org.suspended
}

func (m *machine) limitsSeats() {
	org := m.pickOrg()
	org.fullSeats = rapid.IntRange(0, 4).Draw(m.r, "seats")
	_, err := m.SetSeatLimit(m.ctx(), m.ada, org.id, model.SeatFull, org.fullSeats)
	m.same("seat limit", err, "")
}

// compare looks at everything without using anything.
func (m *machine) compare() {
	for _, org := range m.orgs {
		counts, err := m.Seats(m.ctx(), m.ada, org.id)
		m.same("seats", err, "")
		if got, want := counts[0].Taken, m.seated(org); got != want {
			m.r.Fatalf("%d full seats are taken, want %d", got, want)
		}
		if m.administrators(org) < 1 {
			m.r.Fatalf("an org is without an administrator")
		}
		quota, err := m.TokenQuota(m.ctx(), m.ada, org.id, true)
		m.same("quota", err, "")
		want := m.active(func(t *tokenModel) bool { return t.org == org && t.service != nil })
		if len(quota.Active) != want || want > model.MaxServiceUserTokens {
			m.r.Fatalf("%d service-user tokens are active, want %d", len(quota.Active), want)
		}
		m.compareTokens(org)
	}
}

func (m *machine) compareTokens(org *orgModel) {
	page, err := m.ListTokens(m.ctx(), m.ada, model.TokenQuery{Org: org.id, All: true, Page: model.PageRequest{Sort: model.SortCreated, Limit: 1000}})
	m.same("list", err, "")
	reasons := map[model.TokenID]model.Reason{}
	for _, v := range page.Rows {
		reasons[v.ID] = v.Reason
	}
	for _, t := range m.tokens {
		if t.org != org {
			continue
		}
		if got, want := reasons[t.Token.ID], m.answer(t); got != want {
			m.r.Fatalf("%s would be answered %s, want %s", t.Token.Name, got, want)
		}
	}
}
