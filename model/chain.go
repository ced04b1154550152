package model

// Check is one step of the chain that a request goes through (rule 8.1).
type Check string

// The checks, in their order.
const (
	CheckSecret     Check = "secret"     // is well formed
	CheckKnown      Check = "known"      // is that of a token
	CheckRevoked    Check = "revoked"    // the token was not
	CheckExpired    Check = "expired"    // the token has not
	CheckOrg        Check = "org"        // is not suspended
	CheckSubject    Check = "subject"    // is active
	CheckPermission Check = "permission" // the subject has it
	CheckAccess     Check = "access"     // the subject reaches the item
)

// link is a check with the reason that its failing gives (rule 8.2). Whether it
// fails is decided here and nowhere else: Verify, Check, the lists and Explain
// all ask it.
type link[T any] struct {
	check  Check
	reason Reason
	fails  func(T) bool
}

// tokenChain are the checks from the token to its subject.
var tokenChain = []link[standing]{
	{CheckRevoked, ReasonRevoked, func(s standing) bool { return s.superseded || s.end != "" && !s.end.expired() }},
	{CheckExpired, ReasonExpired, func(s standing) bool { return s.end.expired() }},
	{CheckOrg, ReasonOrgSuspended, func(s standing) bool { return s.suspended }},
	{CheckSubject, ReasonSubjectInactive, func(s standing) bool { return s.inactive }},
}

// askChain are the checks of what the request asks for.
var askChain = []link[*finding]{
	{CheckPermission, ReasonPermissionMissing, func(f *finding) bool { return !f.permitted() }},
	{CheckAccess, ReasonAccessMissing, func(f *finding) bool { return !f.accessible() }},
}

// first returns the reason of the first link that fails, and ReasonOK.
func first[T any](chain []link[T], of T) Reason {
	for _, l := range chain {
		if l.fails(of) {
			return l.reason
		}
	}
	return ReasonOK
}

func (s standing) answer() Reason { return first(tokenChain, s) }

// finding is what a question comes to for a subject.
type finding struct {
	ask Question
	org *Org // of the subject
	bearer
	need Level // on the item

	item  Item
	found bool  // there is such an item
	have  Level // on it: all of it when every way was looked at, else enough
	ways  []Way
}

// find looks up what a question comes to for a subject. It stops when that is
// decided, unless every way is wanted. Errors: KindInvalid for a question that
// cannot be answered, and the store's.
func (q *inquiry) find(p party, ask Question, every bool) (*finding, error) {
	allowed, err := q.permissionsOf(p.org.ID, p.sets)
	if err != nil {
		return &finding{ask: ask, org: &p.org}, err
	}
	f := asked(&p, allowed, ask)
	if err := ask.Check(); err != nil {
		return f, err
	}
	if ask.Item.IsZero() || !every && !f.permitted() {
		return f, nil
	}
	return f, q.findItem(f, every)
}

// asked is what a question comes to before its item is looked for.
func asked(p *party, allowed Permissions, ask Question) *finding {
	return &finding{ask: ask, org: &p.org, bearer: bearerOf(p, allowed)}
}

func (q *inquiry) findItem(f *finding, every bool) (err error) {
	if f.need, err = levelFor(f.ask); err != nil {
		return err
	}
	item, err := q.at(f.org.ID, f.ask.Item)
	if KindOf(err) == KindNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	f.item, f.found = item, true
	return q.look(f, every)
}

// look finds the ways in which the subject reaches the item.
func (q *inquiry) look(f *finding, every bool) error {
	return q.eachWay(&f.bearer, f.item, func(w Way) bool {
		f.ways = append(f.ways, w)
		f.have = max(f.have, w.Level)
		return every || f.have < max(f.need, LevelView)
	})
}

// permitted reports whether the subject has the permission (rule 6.1).
func (f *finding) permitted() bool {
	return f.ask.Permission == "" || f.allowed.Has(f.ask.Permission)
}

// accessible reports whether the subject has access (rules 7.1, 7.2). What it
// answers about an item that the subject cannot see is what it answers about one
// that does not exist (rule 7.7).
func (f *finding) accessible() bool {
	switch {
	case f.ask.Org != "" && f.ask.Org != f.org.ID:
		return false
	case f.ask.Item.IsZero():
		return true
	case f.need == LevelNone && f.ask.Permission.verb() == "create":
		return !f.visible() || f.serves()
	case f.ask.Permission == "":
		return f.visible() && f.have >= f.need
	}
	return f.found && f.serves() && f.have >= max(f.need, LevelView)
}

// visible reports whether the subject sees the item: it may view that kind, and
// some way gives it a level (rules 7.1, 7.7).
func (f *finding) visible() bool {
	return f.found && f.have >= LevelView && f.mayView(f.item.Kind)
}

// told returns the item that a yes is about. Of one that the subject does not
// reach nothing is told (rule 7.7): creating asks for none.
func (f *finding) told() ItemRef {
	if f.need > LevelNone || f.visible() {
		return f.item.ref()
	}
	return ItemRef{}
}

// serves reports whether the permission is for items of that kind (rule 7.2).
func (f *finding) serves() bool {
	return f.ask.Permission == "" || f.org.servesKind(f.ask.Permission, f.item.Kind)
}
