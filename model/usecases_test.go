package model_test

import (
	"fmt"
	"io"
	"time"

	"example.com/latchkey/model"
)

// A caller is somebody who asks for something.
type caller struct {
	kind  string
	actor model.Actor
	pass  model.Secret
	token model.Generated // that opened the session, if one did
	own   model.Generated // three tokens of theirs in Acme, where they can have any
	spare model.Generated
	keep  model.Generated
}

// callers are the kinds of them, in the order of the columns of who.
var callers = []string{"nobody", "guest", "manager", "administrator", "administrator elsewhere", "operator", "by token", "operator by token", "root", "disabled", "changed"}

// A scene is a world with all kinds of callers, and what they act on.
type scene struct {
	*world
	globex  model.OrgID
	callers []*caller
	robot   model.ServiceUser // with what a Guest has
	service model.Generated   // its token
	victim  person            // a Guest
	stolen  model.Generated   // the victim's token
	loot    []model.Generated // tokens of others, one for each who would revoke one
	prey    []model.Generated // each the only one of somebody else
	bin     []model.TokenRef  // service-user tokens that are in the way
	crew    model.Group       // with nobody in it
	yard    model.Site        // with nobody at it
	n       int               // for names
}

func newScene(w *world, suspended bool) *scene {
	s := &scene{world: w, globex: w.org("Globex"), robot: w.service(w.acme, "Robot", model.SetGuest)}
	for i := range callers {
		if i%9 == 0 {
			s.victim = s.guest()
		}
		s.loot = append(s.loot, w.generate(s.victim.Actor, w.acme, fmt.Sprint("loot ", i)))
		s.prey = append(s.prey, w.generate(s.guest().Actor, w.acme, "prey"))
	}
	for _, kind := range callers {
		s.callers = append(s.callers, s.caller(kind))
	}
	s.crew, s.yard = w.group(w.acme, "Crew"), w.site(w.acme, "Yard", "")
	s.service, s.stolen = w.serviceToken(s.robot, "service"), w.generate(s.victim.Actor, w.acme, "stolen")
	if suspended {
		w.suspend(w.acme)
	}
	return s
}

func (s *scene) caller(kind string) *caller {
	c := &caller{kind: kind, pass: secret}
	sets := map[string]string{"guest": model.SetGuest, "manager": model.SetManager, "operator by token": model.SetGuest}
	switch kind {
	case "nobody":
		return c
	case "root":
		c.actor = system
		return c
	case "administrator elsewhere":
		c.actor = s.person(s.globex, "Eve Else", model.SetAdministrator).Actor
		return c
	case "operator":
		c.actor = s.operator("Opal Orr").Actor
		return c
	}
	set, ok := sets[kind]
	if !ok {
		set = model.SetAdministrator
	}
	p := s.person(s.acme, "The "+kind, set)
	if kind == "operator by token" {
		s.must(s.SetOperator(s.ctx(), s.ada, p.User(), true))
		p.Actor = s.logIn(p)
	}
	c.actor, c.own, c.spare, c.keep = p.Actor, s.generate(p.Actor, s.acme, "own"), s.generate(p.Actor, s.acme, "spare"), s.generate(p.Actor, s.acme, "keep")
	switch kind {
	case "by token", "operator by token":
		c.actor, c.token = s.bearer(p.Actor, s.acme)
	case "disabled":
		s.account(c.actor, func(a *model.Account) { a.Disabled = true })
	case "changed":
		_, err := s.ChangePassword(s.ctx(), p.Actor, secret, model.NewSecret("quite another password"))
		s.must(err)
	}
	return c
}

// account changes somebody's account past the authority.
func (w *world) account(actor model.Actor, change func(*model.Account)) {
	w.t.Helper()
	w.alter(func(tx model.Tx) error {
		account, err := tx.Account(actor.User())
		if err != nil {
			return err
		}
		change(&account)
		return tx.PutAccount(account)
	})
}

// name returns one that was not there before.
func (s *scene) name(what string) string {
	s.n++
	return fmt.Sprint(what, " ", s.n)
}

// roomForService revokes the service-user tokens that earlier steps made.
func (s *scene) roomForService() {
	for _, ref := range s.bin {
		_, err := s.RevokeToken(s.ctx(), system, ref)
		s.must(err)
	}
	s.bin = nil
}

// guest is a new member whom the actors can do things to.
func (s *scene) guest() person { return s.person(s.acme, s.name("Guest"), model.SetGuest) }

// serviceUser is a new service user that the actors can do things to.
func (s *scene) serviceUser() model.ServiceUser {
	return s.world.service(s.acme, s.name("Service"), model.SetGuest)
}

// keyOfEach gives each caller who is a person a key, and returns the
// fingerprints.
func (s *scene) keyOfEach() map[model.UserID]string {
	keys := map[model.UserID]string{}
	for _, c := range s.callers {
		if user := c.actor.User(); user != "" {
			keys[user] = "SHA256:" + s.name(string(user))
			s.alter(func(tx model.Tx) error {
				return tx.PutSSHKey(model.SSHKey{User: user, Name: "laptop", Fingerprint: keys[user], AddedAt: s.Now()})
			})
		}
	}
	return keys
}

// anotherSet is a new permission set without permissions.
func (s *scene) anotherSet() model.PermissionSet {
	set, err := s.CreatePermissionSet(s.ctx(), system, s.acme, model.SetRequest{Name: s.name("Set"), Seat: model.SeatGuest})
	s.must(err)
	return set
}

// guestSet is what a Guest has. The store is not asked: a step may be about one
// that fails.
func (s *scene) guestSet() model.SetID { return s.robot.Sets[0] }

// who says what the callers get, a column for each: "." it goes, F forbidden,
// N not found, U unauthenticated, - cannot be asked. The second text is for an
// Acme that is suspended.
type who struct{ active, suspended string }

// The lines of the table that several use cases share.
var (
	operators = who{"UFFFF.FF.UU", "UFFFF.FF.UU"}
	orgManage = who{"UFF.N..F.UU", "UFFFN.FF.UU"}
	managers  = who{"UF..N..F.UU", "UFFFN.FF.UU"} // Manager and Administrator have the permission
	onlyOwner = who{"UFFFNFFFFUU", "UFFFNFFFFUU"} // and this is another's
	member    = who{"U...NF..FUU", "UFFFNFFFFUU"}
	lister    = who{"U...NF..FUU", "U...NF..FUU"}
	owner     = who{"-...--..-UU", "-...--..-UU"} // rule 1.5: owners can
	maker     = who{"-...--..-UU", "-FFF--FF-UU"}
	leaver    = who{"U...NFFFFUU", "UFFFNFFFFUU"}
	visitor   = who{"U...N...FUU", "U...N...FUU"}
	reader    = who{"U...N....UU", "UFFFN.FF.UU"}
	somebody  = who{"U.......FUU", "U.......FUU"}
	oneself   = who{"U.....FFFUU", "U.....FFFUU"} // it would show in other orgs too
	unlocker  = who{"U.......FUU", "U.....UUFUU"} // a suspended org refuses its tokens
	anybody   = who{"U........UU", "U........UU"}
	finder    = who{"UN..N..N.UU", "UNNNN.NN.UU"} // rule 5.6: no right and no token are the same answer
	sharer    = who{"U...NF..-UU", "U...NF..-UU"} // root has no tokens of its own
	seer      = who{"U...N....UU", "U...N....UU"}
	creator   = who{"UF..N-.F-UU", "UFFFN-FF-UU"} // who is no member owns nothing
	blind     = who{"UNNNN.NN.UU", "UFFFN.FF.UU"} // rule 7.7: it is as if it were not there
	asker     = who{"U........UU", "UFFF..FF.UU"} // an address is only that
	ruler     = who{"UFFFN.FF.UU", "UFFFN.FF.UU"} // no set begins with an override
	insider   = who{"U...NN..NUU", "UFFFNNFFNUU"} // what belongs to one's own membership
)

// A step is one use case. Ready does what has to be there first; the function
// that it returns asks, and returns the id of what it was done to, if any.
type step struct {
	method string // of Authority
	when   string // which case of it, where there are several
	who    who
	action model.Action // of its entry; "" for what only reads
	target string       // the kind of what it was done to
	noOrg  bool         // the entry belongs to no org
	ready  func(s *scene) func(by *caller) (string, error)
}

// miscount has the quota of an organisation that is not there list a token, and
// returns what is found to be wrong.
func (s *scene) miscount() []model.Finding {
	s.t.Helper()
	s.alter(func(tx model.Tx) error {
		return tx.PutQuota(model.Holder{Org: "org_nowhere"}, []model.TokenRef{ref(s.stolen)})
	})
	x, err := s.Examine(s.ctx(), system)
	s.must(err)
	return x.Findings
}

// do is for a step that needs nothing beforehand.
func do(fn func(s *scene, by *caller) (string, error)) func(*scene) func(*caller) (string, error) {
	return func(s *scene) func(*caller) (string, error) {
		return func(by *caller) (string, error) { return fn(s, by) }
	}
}

// look is for a step that only reads.
func look[T any](fn func(s *scene, by *caller) (T, error)) func(*scene) func(*caller) (string, error) {
	return do(func(s *scene, by *caller) (string, error) {
		_, err := fn(s, by)
		return "", err
	})
}

var byName = model.PageRequest{Sort: model.SortName}
var byAge = model.PageRequest{Sort: model.SortCreated}

// steps is every use case of Authority that asks who it is for.
var steps = []step{
	{"ListOrgs", "", anybody, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.ListOrgs(s.ctx(), by.actor, byName) })},
	{"OrgsByID", "", anybody, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.OrgsByID(s.ctx(), by.actor, []model.OrgID{s.acme}) })},
	{"FindOrg", "", seer, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.FindOrg(s.ctx(), by.actor, string(s.acme)) })},
	{"CreateOrg", "", operators, model.ActCreateOrg, "org", false, do(func(s *scene, by *caller) (string, error) {
		org, err := s.CreateOrg(s.ctx(), by.actor, s.name("Org"), "ada@acme.example")
		return string(org.ID), err
	})},
	{"RenameOrg", "", orgManage, model.ActRenameOrg, "org", false, do(func(s *scene, by *caller) (string, error) {
		_, err := s.RenameOrg(s.ctx(), by.actor, s.acme, s.name("Acme"))
		return string(s.acme), err
	})},
	{"SuspendOrg", "", operators, model.ActSuspendOrg, "org", false, func(s *scene) func(*caller) (string, error) {
		org := s.org(s.name("Org"))
		return func(by *caller) (string, error) {
			_, err := s.SuspendOrg(s.ctx(), by.actor, org)
			return string(org), err
		}
	}},
	{"ReviveOrg", "", operators, model.ActReviveOrg, "org", false, func(s *scene) func(*caller) (string, error) {
		org := s.org(s.name("Org"))
		s.suspend(org)
		return func(by *caller) (string, error) {
			_, err := s.ReviveOrg(s.ctx(), by.actor, org)
			return string(org), err
		}
	}},
	{"SetSSO", "", orgManage, model.ActSetSSO, "org", false, do(func(s *scene, by *caller) (string, error) {
		s.n++
		_, err := s.SetSSO(s.ctx(), by.actor, s.acme, []model.SSOMode{model.SSOAndPassword, model.SSODomains}[s.n%2], []string{fmt.Sprint("n", s.n, ".example")})
		return string(s.acme), err
	})},
	{"SetServiceTokenInactivity", "", orgManage, model.ActSetInactivity, "org", false, func(s *scene) func(*caller) (string, error) {
		s.n++
		limits := model.InactivityLimits()
		_, err := s.SetServiceTokenInactivity(s.ctx(), system, s.acme, limits[0])
		s.must(err)
		return func(by *caller) (string, error) {
			_, err := s.SetServiceTokenInactivity(s.ctx(), by.actor, s.acme, limits[1+s.n%(len(limits)-1)])
			return string(s.acme), err
		}
	}},
	{"SwitchOrg", "", visitor, model.ActSwitchOrg, "org", false, do(func(s *scene, by *caller) (string, error) {
		_, err := s.SwitchOrg(s.ctx(), by.actor, s.acme)
		return string(s.acme), err
	})},

	{"WhoAmI", "in no org", somebody, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.WhoAmI(s.ctx(), by.actor, "") })},
	{"WhoAmI", "in Acme", visitor, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.WhoAmI(s.ctx(), by.actor, s.acme) })},
	{"RenameAccount", "", oneself, model.ActRenameAccount, "user", true, do(func(s *scene, by *caller) (string, error) {
		return string(by.actor.User()), s.RenameAccount(s.ctx(), by.actor, s.name("Name"))
	})},
	{"SetAutoCopy", "", somebody, model.ActSetAutoCopy, "user", true, do(func(s *scene, by *caller) (string, error) {
		return string(by.actor.User()), s.SetAutoCopy(s.ctx(), by.actor, false)
	})},
	{"ChangePassword", "", somebody, model.ActChangePassword, "user", true, do(func(s *scene, by *caller) (_ string, err error) {
		next := model.NewSecret(s.name("yet another password"))
		id := string(by.actor.User())
		if by.actor, err = s.ChangePassword(s.ctx(), by.actor, by.pass, next); err == nil {
			by.pass = next
		}
		return id, err
	})},
	{"SSHKeys", "", somebody, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.SSHKeys(s.ctx(), by.actor) })},
	{"AsksPasswordForKey", "", somebody, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.AsksPasswordForKey(s.ctx(), by.actor) })},
	{"AddSSHKey", "", somebody, model.ActAddSSHKey, "user", true, do(func(s *scene, by *caller) (string, error) {
		_, err := s.AddSSHKey(s.ctx(), by.actor, model.SSHKeyRequest{Name: "laptop", Line: newKey(s.t), Password: by.pass})
		return string(by.actor.User()), err
	})},
	{"RemoveSSHKey", "", somebody, model.ActRemoveSSHKey, "user", true, func(s *scene) func(*caller) (string, error) {
		keys := s.keyOfEach()
		return func(by *caller) (string, error) {
			return string(by.actor.User()), s.RemoveSSHKey(s.ctx(), by.actor, keys[by.actor.User()])
		}
	}},
	{"SSHKeysOf", "", operators, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.SSHKeysOf(s.ctx(), by.actor, s.victim.User())
	})},
	{"FindSSHKeyOf", "", operators, "", "", false, func(s *scene) func(*caller) (string, error) {
		p := s.guest()
		s.addKey(p.Actor, "laptop", newKey(s.t))
		return func(by *caller) (string, error) {
			_, err := s.FindSSHKeyOf(s.ctx(), by.actor, p.User(), "laptop")
			return "", err
		}
	}},
	{"RemoveSSHKeyOf", "", operators, model.ActRemoveSSHKey, "user", true, func(s *scene) func(*caller) (string, error) {
		p := s.guest()
		key := s.addKey(p.Actor, "laptop", newKey(s.t))
		return func(by *caller) (string, error) {
			return string(p.User()), s.RemoveSSHKeyOf(s.ctx(), by.actor, p.User(), key.Fingerprint)
		}
	}},
	{"SetOperator", "", operators, model.ActSetOperator, "user", true, func(s *scene) func(*caller) (string, error) {
		p := s.guest()
		return func(by *caller) (string, error) {
			return string(p.User()), s.SetOperator(s.ctx(), by.actor, p.User(), true)
		}
	}},
	{"Unlock", "", unlocker, model.ActUnlock, "user", true, do(func(s *scene, by *caller) (string, error) {
		proof := by.pass
		if !by.token.Secret.IsZero() {
			proof = by.token.Secret
		}
		return string(by.actor.User()), s.Unlock(s.ctx(), by.actor, proof)
	})},

	{"ListMembers", "", managers, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.ListMembers(s.ctx(), by.actor, s.acme, byName) })},
	{"FindMember", "", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.FindMember(s.ctx(), by.actor, s.acme, "ada@acme.example")
	})},
	{"AddMember", "", managers, model.ActAddMember, "user", false, do(func(s *scene, by *caller) (string, error) {
		s.n++
		m, _, err := s.AddMember(s.ctx(), by.actor, s.acme, model.MemberRequest{Email: fmt.Sprint("n", s.n, "@n.example"), Name: "N", Set: s.guestSet(), Password: by.pass})
		return string(m.User), err
	})},
	{"SetMemberSet", "", managers, model.ActSetMemberSet, "user", false, func(s *scene) func(*caller) (string, error) {
		p, basic := s.guest(), s.set(s.acme, model.SetBasic)
		return func(by *caller) (string, error) {
			return string(p.User()), s.SetMemberSet(s.ctx(), by.actor, s.acme, p.User(), basic)
		}
	}},
	{"DeactivateMember", "", managers, model.ActDeactivateMember, "user", false, func(s *scene) func(*caller) (string, error) {
		p := s.guest()
		return func(by *caller) (string, error) {
			return string(p.User()), s.DeactivateMember(s.ctx(), by.actor, s.acme, p.User())
		}
	}},
	{"ReactivateMember", "", managers, model.ActReactivateMember, "user", false, func(s *scene) func(*caller) (string, error) {
		p := s.guest()
		s.must(s.DeactivateMember(s.ctx(), system, s.acme, p.User()))
		return func(by *caller) (string, error) {
			return string(p.User()), s.ReactivateMember(s.ctx(), by.actor, s.acme, p.User())
		}
	}},
	{"RemoveMember", "", managers, model.ActRemoveMember, "user", false, func(s *scene) func(*caller) (string, error) {
		p := s.guest()
		return func(by *caller) (string, error) {
			return string(p.User()), s.RemoveMember(s.ctx(), by.actor, s.acme, p.User(), model.Subject{})
		}
	}},
	{"LeaveOrg", "", leaver, model.ActLeaveOrg, "user", false, do(func(s *scene, by *caller) (string, error) {
		return string(by.actor.User()), s.LeaveOrg(s.ctx(), by.actor, s.acme, model.Subject{})
	})},
	{"MemberNames", "", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		names, _, err := s.MemberNames(s.ctx(), by.actor, s.acme, "", 10)
		return names, err
	})},
	{"MembersByID", "", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.MembersByID(s.ctx(), by.actor, s.acme, []model.UserID{s.victim.User()})
	})},
	{"Seats", "", managers, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.Seats(s.ctx(), by.actor, s.acme) })},
	{"SetSeatLimit", "", operators, model.ActSetSeats, "org", false, do(func(s *scene, by *caller) (string, error) {
		s.n++
		_, err := s.SetSeatLimit(s.ctx(), by.actor, s.acme, model.SeatLite, 1000+s.n)
		return string(s.acme), err
	})},
	{"ResetPassword", "", managers, model.ActResetPassword, "user", false, func(s *scene) func(*caller) (string, error) {
		p := s.guest()
		return func(by *caller) (string, error) {
			_, err := s.ResetPassword(s.ctx(), by.actor, s.acme, p.User(), by.pass)
			return string(p.User()), err
		}
	}},
	{"KeysAtReset", "", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.KeysAtReset(s.ctx(), by.actor, s.acme, s.victim.User())
	})},
	{"FindAccount", "", operators, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.FindAccount(s.ctx(), by.actor, "ada@acme.example") })},
	{"DisableAccount", "", operators, model.ActDisableAccount, "user", true, func(s *scene) func(*caller) (string, error) {
		p := s.guest()
		return func(by *caller) (string, error) {
			return string(p.User()), s.DisableAccount(s.ctx(), by.actor, p.User())
		}
	}},
	{"EnableAccount", "", operators, model.ActEnableAccount, "user", true, func(s *scene) func(*caller) (string, error) {
		p := s.guest()
		s.must(s.DisableAccount(s.ctx(), system, p.User()))
		return func(by *caller) (string, error) {
			return string(p.User()), s.EnableAccount(s.ctx(), by.actor, p.User())
		}
	}},
	{"ListPermissionSets", "", reader, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.ListPermissionSets(s.ctx(), by.actor, s.acme) })},
	{"HoldersOf", "", reader, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.HoldersOf(s.ctx(), by.actor, s.acme, s.guestSet()) })},
	{"LeastSet", "for another's", managers, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.LeastSet(s.ctx(), by.actor, ref(s.stolen)) })},
	{"LeastSet", "for a service user's", managers, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.LeastSet(s.ctx(), by.actor, ref(s.service)) })},
	{"PreviewPermissionSet", "", orgManage, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.PreviewPermissionSet(s.ctx(), by.actor, s.acme, s.guestSet(), model.SetRequest{Name: "Guest"})
	})},
	{"AddPermission", "", orgManage, model.ActAddPermission, "org", false, do(func(s *scene, by *caller) (string, error) {
		s.n++
		_, err := s.AddPermission(s.ctx(), by.actor, s.acme, fmt.Sprint("own.n", s.n))
		return string(s.acme), err
	})},
	{"CreatePermissionSet", "", orgManage, model.ActCreateSet, "permission_set", false, do(func(s *scene, by *caller) (string, error) {
		set, err := s.CreatePermissionSet(s.ctx(), by.actor, s.acme, model.SetRequest{Name: s.name("Set"), Seat: model.SeatGuest})
		return string(set.ID), err
	})},
	{"EditPermissionSet", "", orgManage, model.ActEditSet, "permission_set", false, func(s *scene) func(*caller) (string, error) {
		set := s.anotherSet()
		return func(by *caller) (string, error) {
			_, err := s.EditPermissionSet(s.ctx(), by.actor, set, model.SetRequest{Name: s.name("Set")})
			return string(set.ID), err
		}
	}},
	{"DeletePermissionSet", "", orgManage, model.ActDeleteSet, "permission_set", false, func(s *scene) func(*caller) (string, error) {
		set := s.anotherSet()
		return func(by *caller) (string, error) {
			return string(set.ID), s.DeletePermissionSet(s.ctx(), by.actor, s.acme, set.ID)
		}
	}},
	{"PermissionSets", "", reader, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.PermissionSets(s.ctx(), by.actor, s.acme) })},
	{"FindPermissionSet", "", reader, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.FindPermissionSet(s.ctx(), by.actor, s.acme, "Guest")
	})},

	{"ListServiceUsers", "", managers, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.ListServiceUsers(s.ctx(), by.actor, s.acme, byName) })},
	{"ServiceUsersByID", "", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.ServiceUsersByID(s.ctx(), by.actor, s.acme, []model.ServiceUserID{s.robot.ID})
	})},
	{"FindServiceUser", "", managers, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.FindServiceUser(s.ctx(), by.actor, s.acme, "Robot") })},
	{"CreateServiceUser", "", managers, model.ActCreateServiceUser, "service_user", false, do(func(s *scene, by *caller) (string, error) {
		u, err := s.CreateServiceUser(s.ctx(), by.actor, s.acme, model.ServiceUserRequest{Name: s.name("Made"), Sets: []model.SetID{s.guestSet()}})
		return string(u.ID), err
	})},
	{"EditServiceUser", "", managers, model.ActEditServiceUser, "service_user", false, do(func(s *scene, by *caller) (string, error) {
		_, err := s.EditServiceUser(s.ctx(), by.actor, s.acme, s.robot.ID, model.ServiceUserRequest{Name: "Robot", Description: s.name("d"), Sets: []model.SetID{s.guestSet()}})
		return string(s.robot.ID), err
	})},
	{"DisableServiceUser", "", managers, model.ActDisableService, "service_user", false, func(s *scene) func(*caller) (string, error) {
		u := s.serviceUser()
		return func(by *caller) (string, error) {
			_, err := s.DisableServiceUser(s.ctx(), by.actor, s.acme, u.ID)
			return string(u.ID), err
		}
	}},
	{"EnableServiceUser", "", managers, model.ActEnableService, "service_user", false, func(s *scene) func(*caller) (string, error) {
		u := s.serviceUser()
		_, err := s.DisableServiceUser(s.ctx(), system, s.acme, u.ID)
		s.must(err)
		return func(by *caller) (string, error) {
			_, err := s.EnableServiceUser(s.ctx(), by.actor, s.acme, u.ID)
			return string(u.ID), err
		}
	}},
	{"DeleteServiceUser", "", managers, model.ActDeleteService, "service_user", false, func(s *scene) func(*caller) (string, error) {
		u := s.serviceUser()
		return func(by *caller) (string, error) {
			_, err := s.DeleteServiceUser(s.ctx(), by.actor, s.acme, u.ID, model.Subject{})
			return string(u.ID), err
		}
	}},

	{"AsksPassword", "", visitor, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.AsksPassword(s.ctx(), by.actor, s.acme) })},
	{"GenerateToken", "for oneself", member, model.ActGenerateToken, "token", false, do(func(s *scene, by *caller) (string, error) {
		g, err := s.GenerateToken(s.ctx(), by.actor, model.TokenRequest{Org: s.acme, Name: s.name("t"), Password: by.pass})
		return string(g.Token.ID), err
	})},
	{"GenerateToken", "for a service user", managers, model.ActGenerateToken, "token", false, func(s *scene) func(*caller) (string, error) {
		s.roomForService()
		return func(by *caller) (string, error) {
			g, err := s.GenerateToken(s.ctx(), by.actor, model.TokenRequest{Org: s.acme, ServiceUser: s.robot.ID, Name: s.name("t"), Password: by.pass})
			if err == nil {
				s.bin = append(s.bin, ref(g))
			}
			return string(g.Token.ID), err
		}
	}},
	{"RegenerateToken", "one's own", maker, model.ActRegenerateToken, "token", false, do(func(s *scene, by *caller) (string, error) {
		_, err := s.RegenerateToken(s.ctx(), by.actor, ref(by.own), 0, by.pass)
		return string(by.own.Token.ID), err
	})},
	{"RegenerateToken", "another's", onlyOwner, model.ActRegenerateToken, "token", false, do(func(s *scene, by *caller) (string, error) {
		_, err := s.RegenerateToken(s.ctx(), by.actor, ref(s.stolen), 0, by.pass)
		return string(s.stolen.Token.ID), err
	})},
	{"RegenerateToken", "a service user's", managers, model.ActRegenerateToken, "token", false, do(func(s *scene, by *caller) (string, error) {
		_, err := s.RegenerateToken(s.ctx(), by.actor, ref(s.service), time.Hour, by.pass)
		return string(s.service.Token.ID), err
	})},
	{"RevokeToken", "one's own", owner, model.ActRevokeToken, "token", false, do(func(s *scene, by *caller) (string, error) {
		_, err := s.RevokeToken(s.ctx(), by.actor, ref(by.spare))
		return string(by.spare.Token.ID), err
	})},
	{"RevokeToken", "another's", managers, model.ActRevokeToken, "token", false, func(s *scene) func(*caller) (string, error) {
		made := s.loot[0]
		s.loot = s.loot[1:]
		return func(by *caller) (string, error) {
			_, err := s.RevokeToken(s.ctx(), by.actor, ref(made))
			return string(made.Token.ID), err
		}
	}},
	{"RevokeToken", "a service user's", managers, model.ActRevokeToken, "token", false, func(s *scene) func(*caller) (string, error) {
		s.roomForService()
		made := s.serviceToken(s.robot, s.name("t"))
		return func(by *caller) (string, error) {
			_, err := s.RevokeToken(s.ctx(), by.actor, ref(made))
			if err != nil {
				s.bin = append(s.bin, ref(made))
			}
			return string(made.Token.ID), err
		}
	}},
	{"MarkSecretSeen", "one's own", owner, model.ActTokenSeen, "token", false, do(func(s *scene, by *caller) (string, error) {
		return string(by.own.Token.ID), s.MarkSecretSeen(s.ctx(), by.actor, ref(by.own))
	})},
	{"MarkSecretSeen", "a service user's", managers, model.ActTokenSeen, "token", false, func(s *scene) func(*caller) (string, error) {
		s.roomForService()
		made := s.serviceToken(s.robot, s.name("t"))
		s.bin = append(s.bin, ref(made))
		return func(by *caller) (string, error) {
			return string(made.Token.ID), s.MarkSecretSeen(s.ctx(), by.actor, ref(made))
		}
	}},
	{"TokenDetails", "one's own", owner, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.TokenDetails(s.ctx(), by.actor, ref(by.own)) })},
	{"TokenDetails", "another's", managers, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.TokenDetails(s.ctx(), by.actor, ref(s.stolen)) })},
	{"TokenDetails", "a service user's", managers, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.TokenDetails(s.ctx(), by.actor, ref(s.service)) })},
	{"ListTokens", "one's own", lister, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.ListTokens(s.ctx(), by.actor, model.TokenQuery{Org: s.acme, Page: byName})
	})},
	{"ListTokens", "another's", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.ListTokens(s.ctx(), by.actor, model.TokenQuery{Org: s.acme, User: s.victim.User(), Page: byName})
	})},
	{"ListTokens", "everybody's", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.ListTokens(s.ctx(), by.actor, model.TokenQuery{Org: s.acme, All: true, Page: byName})
	})},
	{"ListTokens", "a service user's", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.ListTokens(s.ctx(), by.actor, model.TokenQuery{Org: s.acme, ServiceUser: s.robot.ID, Page: byName})
	})},
	{"Tokens", "", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.Tokens(s.ctx(), by.actor, model.TokenQuery{Org: s.acme, ServiceUser: s.robot.ID}, []model.TokenID{s.service.Token.ID})
	})},
	{"FindToken", "", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.FindToken(s.ctx(), by.actor, model.TokenQuery{Org: s.acme, ServiceUser: s.robot.ID}, "service")
	})},
	{"TokenQuota", "one's own", lister, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.TokenQuota(s.ctx(), by.actor, s.acme, false) })},
	{"TokenQuota", "of service users", managers, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.TokenQuota(s.ctx(), by.actor, s.acme, true) })},

	{"FindBySecret", "", finder, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.FindBySecret(s.ctx(), by.actor, s.stolen.Secret) })},
	{"FindBySecret", "one's own", owner, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.FindBySecret(s.ctx(), by.actor, by.keep.Secret) })},
	{"FindAnyToken", "another's, by name", finder, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.FindAnyToken(s.ctx(), by.actor, s.acme, "stolen")
	})},
	{"FindAnyToken", "another's, by id", finder, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.FindAnyToken(s.ctx(), by.actor, s.acme, string(s.stolen.Token.ID))
	})},
	{"FindSubject", "", managers, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.FindSubject(s.ctx(), by.actor, s.acme, "Robot") })},
	{"AddItemKind", "", orgManage, model.ActAddKind, "org", false, do(func(s *scene, by *caller) (string, error) {
		s.n++
		_, err := s.AddItemKind(s.ctx(), by.actor, s.acme, fmt.Sprint("kind-", s.n))
		return string(s.acme), err
	})},
	{"ListItems", "one's own", sharer, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.ListItems(s.ctx(), by.actor, model.ItemQuery{Org: s.acme, Page: byAge})
	})},
	{"ListItems", "another's", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.ListItems(s.ctx(), by.actor, model.ItemQuery{Org: s.acme, Subject: model.Subject{User: s.victim.User()}, Page: byAge})
	})},
	{"ListItems", "a service user's", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.ListItems(s.ctx(), by.actor, model.ItemQuery{Org: s.acme, Subject: model.Subject{ServiceUser: s.robot.ID}, Page: byAge})
	})},
	{"ListItems", "everybody's", operators, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.ListItems(s.ctx(), by.actor, model.ItemQuery{Org: s.acme, All: true, Page: byAge})
	})},
	{"Explain", "oneself", sharer, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.Explain(s.ctx(), by.actor, model.ExplainRequest{Org: s.acme, Subject: model.Subject{User: by.actor.User()}})
	})},
	{"Explain", "another", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.Explain(s.ctx(), by.actor, model.ExplainRequest{Org: s.acme, Subject: model.Subject{User: s.victim.User()}})
	})},
	{"Explain", "a service user", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.Explain(s.ctx(), by.actor, model.ExplainRequest{Org: s.acme, Subject: model.Subject{ServiceUser: s.robot.ID}})
	})},
	{"Explain", "another's token", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.Explain(s.ctx(), by.actor, model.ExplainRequest{Token: model.TokenRef{Org: s.acme, ID: s.stolen.Token.ID}})
	})},
	{"Explain", "a secret", anybody, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.Explain(s.ctx(), by.actor, model.ExplainRequest{Secret: s.stolen.Secret})
	})},
	{"TokensIn", "one's own", sharer, "", "", false, look(func(s *scene, by *caller) (any, error) {
		list, _, err := s.TokensIn(s.ctx(), by.actor, model.RevokeScope{Org: s.acme, Subject: model.Subject{User: by.actor.User()}})
		return list, err
	})},
	{"TokensIn", "another's", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		list, _, err := s.TokensIn(s.ctx(), by.actor, model.RevokeScope{Org: s.acme, Subject: model.Subject{User: s.victim.User()}})
		return list, err
	})},
	{"TokensIn", "a service user's", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		list, _, err := s.TokensIn(s.ctx(), by.actor, model.RevokeScope{Org: s.acme, Subject: model.Subject{ServiceUser: s.robot.ID}})
		return list, err
	})},
	{"TokensIn", "everybody's", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		list, _, err := s.TokensIn(s.ctx(), by.actor, model.RevokeScope{Org: s.acme})
		return list, err
	})},
	{"RevokeAll", "of a person", managers, model.ActRevokeToken, "token", false, func(s *scene) func(*caller) (string, error) {
		prey := s.prey[0]
		s.prey = s.prey[1:]
		subject := s.row(prey).Subject
		return func(by *caller) (string, error) {
			n, err := s.RevokeAll(s.ctx(), by.actor, model.RevokeScope{Org: s.acme, Subject: subject})
			if err != nil || n != 1 {
				return subject.ID(), err // then it is the person that the entry is about
			}
			return string(prey.Token.ID), nil
		}
	}},

	{"ListGroups", "", reader, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.ListGroups(s.ctx(), by.actor, s.acme, byName) })},
	{"GroupsByID", "", reader, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.GroupsByID(s.ctx(), by.actor, s.acme, []model.GroupID{s.crew.ID})
	})},
	{"FindGroup", "", reader, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.FindGroup(s.ctx(), by.actor, s.acme, "Crew") })},
	{"GroupMembers", "", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.GroupMembers(s.ctx(), by.actor, s.acme, s.crew.ID, byAge)
	})},
	{"GroupsOf", "oneself", insider, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.GroupsOf(s.ctx(), by.actor, s.acme, by.actor.User())
	})},
	{"GroupsOf", "another", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.GroupsOf(s.ctx(), by.actor, s.acme, s.victim.User())
	})},
	{"CreateGroup", "", managers, model.ActCreateGroup, "group", false, do(func(s *scene, by *caller) (string, error) {
		g, err := s.CreateGroup(s.ctx(), by.actor, s.acme, s.name("Group"))
		return string(g.ID), err
	})},
	{"RenameGroup", "", managers, model.ActEditGroup, "group", false, func(s *scene) func(*caller) (string, error) {
		g := s.group(s.acme, s.name("Group"))
		return func(by *caller) (string, error) {
			_, err := s.RenameGroup(s.ctx(), by.actor, s.acme, g.ID, s.name("Group"))
			return string(g.ID), err
		}
	}},
	{"DeleteGroup", "", managers, model.ActDeleteGroup, "group", false, func(s *scene) func(*caller) (string, error) {
		g := s.group(s.acme, s.name("Group"))
		return func(by *caller) (string, error) { return string(g.ID), s.DeleteGroup(s.ctx(), by.actor, s.acme, g.ID) }
	}},
	{"AddToGroup", "", managers, model.ActAddToGroup, "group", false, func(s *scene) func(*caller) (string, error) {
		g := s.group(s.acme, s.name("Group"))
		return func(by *caller) (string, error) {
			return string(g.ID), s.AddToGroup(s.ctx(), by.actor, s.acme, g.ID, s.victim.User())
		}
	}},
	{"RemoveFromGroup", "", managers, model.ActTakeFromGroup, "group", false, func(s *scene) func(*caller) (string, error) {
		g := s.group(s.acme, s.name("Group"))
		s.intoGroup(g, s.victim)
		return func(by *caller) (string, error) {
			return string(g.ID), s.RemoveFromGroup(s.ctx(), by.actor, s.acme, g.ID, s.victim.User())
		}
	}},

	{"GivenTo", "a group", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.GivenTo(s.ctx(), by.actor, model.Grantee{Org: s.acme, Kind: model.GranteeGroup, ID: string(s.crew.ID)}, model.PageRequest{})
	})},
	{"GivenTo", "a site", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.GivenTo(s.ctx(), by.actor, model.Grantee{Org: s.acme, Kind: model.GranteeSite, ID: string(s.yard.ID)}, model.PageRequest{})
	})},

	{"ListSites", "", reader, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.ListSites(s.ctx(), by.actor, s.acme, byName) })},
	{"SitesBelow", "", reader, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.SitesBelow(s.ctx(), by.actor, s.acme, s.yard.ID, byName)
	})},
	{"SitesByID", "", reader, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.SitesByID(s.ctx(), by.actor, s.acme, []model.SiteID{s.yard.ID})
	})},
	{"SiteTree", "", reader, "", "", false, look(func(s *scene, by *caller) (any, error) {
		nodes, _, err := s.SiteTree(s.ctx(), by.actor, s.acme)
		return nodes, err
	})},
	{"SitePath", "", reader, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.SitePath(s.ctx(), by.actor, s.acme, s.yard.ID) })},
	{"FindSite", "", reader, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.FindSite(s.ctx(), by.actor, s.acme, "Yard") })},
	{"SiteMembers", "", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.SiteMembers(s.ctx(), by.actor, s.acme, s.yard.ID, byAge)
	})},
	{"SitesOf", "oneself", insider, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.SitesOf(s.ctx(), by.actor, s.acme, by.actor.User())
	})},
	{"SitesOf", "another", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.SitesOf(s.ctx(), by.actor, s.acme, s.victim.User())
	})},
	{"CreateSite", "", managers, model.ActCreateSite, "site", false, do(func(s *scene, by *caller) (string, error) {
		made, err := s.CreateSite(s.ctx(), by.actor, s.acme, s.name("Site"), s.yard.ID)
		return string(made.ID), err
	})},
	{"RenameSite", "", managers, model.ActEditSite, "site", false, func(s *scene) func(*caller) (string, error) {
		at := s.site(s.acme, s.name("Site"), "")
		return func(by *caller) (string, error) {
			_, err := s.RenameSite(s.ctx(), by.actor, s.acme, at.ID, s.name("Site"))
			return string(at.ID), err
		}
	}},
	{"MoveSite", "", managers, model.ActMoveSite, "site", false, func(s *scene) func(*caller) (string, error) {
		at := s.site(s.acme, s.name("Site"), "")
		return func(by *caller) (string, error) {
			_, err := s.MoveSite(s.ctx(), by.actor, s.acme, at.ID, s.yard.ID)
			return string(at.ID), err
		}
	}},
	{"DeleteSite", "", managers, model.ActDeleteSite, "site", false, func(s *scene) func(*caller) (string, error) {
		at := s.site(s.acme, s.name("Site"), "")
		return func(by *caller) (string, error) { return string(at.ID), s.DeleteSite(s.ctx(), by.actor, s.acme, at.ID) }
	}},
	{"AddToSite", "", managers, model.ActAddToSite, "site", false, func(s *scene) func(*caller) (string, error) {
		at := s.site(s.acme, s.name("Site"), "")
		return func(by *caller) (string, error) {
			return string(at.ID), s.AddToSite(s.ctx(), by.actor, s.acme, at.ID, s.victim.User())
		}
	}},
	{"RemoveFromSite", "", managers, model.ActTakeFromSite, "site", false, func(s *scene) func(*caller) (string, error) {
		at := s.site(s.acme, s.name("Site"), "")
		s.atSite(at, s.victim)
		return func(by *caller) (string, error) {
			return string(at.ID), s.RemoveFromSite(s.ctx(), by.actor, s.acme, at.ID, s.victim.User())
		}
	}},

	{"CreateItem", "for another", managers, model.ActCreateItem, "item", false, do(func(s *scene, by *caller) (string, error) {
		item, err := s.CreateItem(s.ctx(), by.actor, s.acme, model.ItemRequest{Kind: model.KindTemplate, Name: s.name("Item"), Owner: asUser(s.victim.Actor)})
		return string(item.ID), err
	})},
	{"CreateItem", "for oneself", creator, model.ActCreateItem, "item", false, do(func(s *scene, by *caller) (string, error) {
		item, err := s.CreateItem(s.ctx(), by.actor, s.acme, model.ItemRequest{Kind: model.KindTemplate, Name: s.name("Item")})
		return string(item.ID), err
	})},
	{"EditItem", "that one sees", managers, model.ActEditItem, "item", false, seen(editItem)},
	{"EditItem", "that one does not see", blind, model.ActEditItem, "item", false, unseen(editItem)},
	{"DeleteItem", "that one sees", managers, model.ActDeleteItem, "item", false, seen(deleteItem)},
	{"DeleteItem", "that one does not see", blind, model.ActDeleteItem, "item", false, unseen(deleteItem)},
	{"HandOverItem", "that one sees", reader, model.ActHandOverItem, "item", false, seen(handOverItem)},
	{"HandOverItem", "that one does not see", blind, model.ActHandOverItem, "item", false, unseen(handOverItem)},
	{"OwnedItems", "one's own", insider, "", "", false, look(func(s *scene, by *caller) (any, error) {
		n, _, err := s.OwnedItems(s.ctx(), by.actor, s.acme, asUser(by.actor))
		return n, err
	})},
	{"OwnedItems", "another's", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		n, _, err := s.OwnedItems(s.ctx(), by.actor, s.acme, asUser(s.victim.Actor))
		return n, err
	})},
	{"OwnedItems", "a service user's", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		n, _, err := s.OwnedItems(s.ctx(), by.actor, s.acme, model.Subject{ServiceUser: s.robot.ID})
		return n, err
	})},
	{"ItemDetails", "that one sees", reader, "", "", false, seen(itemDetails)},
	{"ItemDetails", "that one does not see", blind, "", "", false, unseen(itemDetails)},
	{"FindItem", "that one sees", reader, "", "", false, seen(findItem)},
	{"FindItem", "that one does not see", blind, "", "", false, unseen(findItem)},
	{"FindAskedItem", "that one sees", asker, "", "", false, seen(findAskedItem)},
	{"FindAskedItem", "that one does not see", asker, "", "", false, unseen(findAskedItem)},
	{"Share", "what one sees", reader, model.ActGrant, "item", false, seen(shareItem)},
	{"Share", "what one does not see", blind, model.ActGrant, "item", false, unseen(shareItem)},
	{"Share", "by a rule", ruler, model.ActGrant, "site", false, func(s *scene) func(*caller) (string, error) {
		at := s.site(s.acme, s.name("Site"), "")
		return func(by *caller) (string, error) {
			scope := model.Scope{Org: s.acme, Kind: model.KindTemplate, Site: at.ID}
			_, err := s.Share(s.ctx(), by.actor, scope, toGroup(s.crew), model.LevelView)
			return string(at.ID), err
		}
	}},
	{"TakeBack", "from what one sees", reader, model.ActTakeGrant, "item", false, seen(takeBack)},
	{"TakeBack", "from what one does not see", blind, model.ActTakeGrant, "item", false, unseen(takeBack)},
	{"TakeBack", "a rule", ruler, model.ActTakeGrant, "org", false, func(s *scene) func(*caller) (string, error) {
		rule := model.Scope{Org: s.acme, Kind: model.KindAsset}
		s.shares(rule, toGroup(s.crew), model.LevelView)
		return func(by *caller) (string, error) {
			return string(s.acme), s.TakeBack(s.ctx(), by.actor, rule, toGroup(s.crew))
		}
	}},
	{"GrantsOn", "what one sees", reader, "", "", false, seen(grantsOn)},
	{"GrantsOn", "what one does not see", blind, "", "", false, unseen(grantsOn)},
	{"Rules", "", ruler, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.Rules(s.ctx(), by.actor, s.acme, byAge) })},
	{"GrantStops", "on what one sees", reader, "", "", false, seen(grantStops)},
	{"GrantStops", "on what one does not see", blind, "", "", false, unseen(grantStops)},
	{"MembershipStops", "", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.MembershipStops(s.ctx(), by.actor, toGroup(s.crew), s.victim.User())
	})},
	{"FindGrantee", "", reader, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.FindGrantee(s.ctx(), by.actor, s.acme, "group:Crew") })},

	{"ListActivity", "of Acme", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.ListActivity(s.ctx(), by.actor, s.acme, model.ActivityFilter{}, byAge)
	})},
	{"Activity", "of Acme", managers, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.Activity(s.ctx(), by.actor, s.acme, []uint64{1}) })},
	{"ExportActivity", "", managers, "", "", false, look(func(s *scene, by *caller) (any, error) {
		return s.ExportActivity(s.ctx(), by.actor, s.acme, model.ActivityFilter{}, model.ExportCSV, io.Discard)
	})},
	{"AcceptOlder", "", operators, model.ActAcceptOlder, "store", true, do(func(s *scene, by *caller) (string, error) {
		return "", s.AcceptOlder(s.ctx(), by.actor, model.Head{Seq: 1 << 40})
	})},
	{"Examine", "", operators, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.Examine(s.ctx(), by.actor) })},
	{"Repair", "", operators, model.ActRepair, "store", true, func(s *scene) func(*caller) (string, error) {
		found := s.miscount()
		return func(by *caller) (string, error) {
			_, err := s.Repair(s.ctx(), by.actor, found)
			return "", err
		}
	}},
	{"BackUp", "", operators, model.ActBackUp, "store", true, do(func(s *scene, by *caller) (string, error) {
		_, err := s.BackUp(s.ctx(), by.actor, io.Discard)
		return "", err
	})},
	{"NoteRestore", "", operators, model.ActRestore, "store", true, func(s *scene) func(*caller) (string, error) {
		was := s.head()
		return func(by *caller) (string, error) { return "", s.NoteRestore(s.ctx(), by.actor, was) }
	}},
	{"VerifyActivity", "", operators, "", "", false, look(func(s *scene, by *caller) (any, error) { return s.VerifyActivity(s.ctx(), by.actor) })},
}
