package model

import (
	"context"
	"time"
)

// ExplainRequest says whose request is explained: that with a secret, that with
// a token, or any that a subject makes. One of the three is set.
type ExplainRequest struct {
	Secret  Secret
	Token   TokenRef
	Org     OrgID // of the Subject
	Subject Subject
	Ask     Question
}

// SameSubject reports whether two requests are of the same token or subject,
// whatever they ask.
func (r ExplainRequest) SameSubject(other ExplainRequest) bool {
	return r.Secret.Equal(other.Secret) && r.Token == other.Token && r.Org == other.Org && r.Subject == other.Subject
}

// Explanation is the chain of rule 8.1, check by check, for one request (rule
// 8.3).
type Explanation struct {
	Steps   []Step
	Reason  Reason     // that of the first step that failed; ReasonOK when none did
	Token   *TokenView // nil for a subject, and for a secret that is nobody's
	Org     OrgID      // of the subject; "" when there is none
	OrgName string
	Subject Subject
	Name    string // of the subject
	Item    *Item  // nil when none was asked about, or none that may be told of
}

// StepState is what became of a check.
type StepState string

// The states of a step.
const (
	StepPassed  StepState = "passed"
	StepFailed  StepState = "failed"
	StepUnasked StepState = "unasked" // the request asks for nothing that it checks
	StepUnknown StepState = "unknown" // it could not be looked at: there is no token
)

// Step is one check of an explained request.
type Step struct {
	Check  Check
	State  StepState
	Reason Reason    // the answer when it is the first that failed
	Text   string    // what decided it
	At     time.Time // when the token ended, or will; zero otherwise
	Notes  []string  // more about it, a line each
	Mend   Place     // where it can be changed; zero for a passed one, and where nothing can
}

// Place is where something that decides can be changed.
type Place struct {
	Org  OrgID
	Kind string // token, org, user, service_user, permission_set, item
	ID   string
}

// Explain says how a request would be answered and what decides each check; the
// first that fails is the answer of Check, by the same code. It is no use of the
// token and counts nothing.
//
// Whoever may list the token explains it; a subject, whoever manages such
// subjects, and everybody themself. A secret that is nobody's and one of an org
// in which the actor has no right are explained alike, as unknown (rule 5.6).
// About an item that neither the subject nor the actor as a manager of its org
// may know of, no more is told than about one that does not exist (rule 7.7).
//
// Errors: KindForbidden, KindNotFound, KindInvalid.
func (a *Authority) Explain(ctx context.Context, actor Actor, r ExplainRequest) (Explanation, error) {
	if err := r.Ask.Check(); err != nil {
		return Explanation{}, err
	}
	var e Explanation
	err := a.bland(a.store.View(ctx, func(tx Tx) error {
		q := &inquiry{Tx: tx, a: a, now: a.Now()}
		if err := q.identify(actor); err != nil {
			return err
		}
		var err error
		switch {
		case !r.Secret.IsZero():
			e, err = q.explainSecret(r)
		case r.Token != (TokenRef{}):
			e, err = q.explainRef(r)
		default:
			e, err = q.explainSubject(r)
		}
		return err
	}))
	return e, err
}

// explaining is the use case of explaining what a subject may do.
func explaining(s Subject, actor Actor) useCase {
	switch {
	case s.IsServiceUser():
		return ucListService
	case s.User == actor.user && s.User != "":
		return ucExplainOwn
	}
	return ucExplainUser
}

// explainSecret explains a request by its secret. One that the actor may not
// know of is nobody's.
func (q *inquiry) explainSecret(r ExplainRequest) (Explanation, error) {
	if !r.Secret.WellFormed() {
		return nobodysExplanation(CheckSecret), nil
	}
	hash := q.a.hash(r.Secret)
	t, err := q.TokenByHash(hash)
	if err == nil {
		err = q.mayExplain(t)
	}
	switch KindOf(err) {
	case "":
		return q.explainToken(t, hash, r.Ask)
	case KindNotFound, KindForbidden:
		return nobodysExplanation(CheckKnown), nil
	}
	return Explanation{}, err
}

func (q *inquiry) explainRef(r ExplainRequest) (Explanation, error) {
	t, err := q.Token(r.Token)
	if err == nil {
		err = q.mayExplain(t)
	}
	if err != nil {
		return Explanation{}, err
	}
	return q.explainToken(t, t.Hash, r.Ask)
}

// mayExplain is KindForbidden or KindNotFound unless the actor may list t.
func (q *inquiry) mayExplain(t Token) error {
	if err := q.enter(t.Org); err != nil {
		return err
	}
	_, uc := TokenQuery{Org: t.Org, User: t.Subject.User, ServiceUser: t.Subject.ServiceUser}.subject(q.actor.Actor)
	return q.actor.authorise(uc)
}

func (q *inquiry) explainSubject(r ExplainRequest) (Explanation, error) {
	if err := q.enter(r.Org); err != nil {
		return Explanation{}, err
	}
	if err := q.actor.authorise(explaining(r.Subject, q.actor.Actor)); err != nil {
		return Explanation{}, err
	}
	p, err := q.party(r.Org, r.Subject)
	if err != nil {
		return Explanation{}, err
	}
	e := explainer{inquiry: q, party: p, standing: p.standingNow()}
	return e.explain(r.Ask, nil)
}

// standingNow is what a request of the subject comes to before a token has a
// part in it.
func (p party) standingNow() standing {
	l := p.life()
	s := standing{suspended: l.suspended, inactive: l.inactive}
	s.reason = s.answer()
	return s
}

func (q *inquiry) explainToken(t Token, secret Hash, ask Question) (Explanation, error) {
	view, err := q.view(t)
	if err != nil {
		return Explanation{}, err
	}
	p, err := q.partyOf(t)
	if err != nil {
		return Explanation{}, err
	}
	e := explainer{inquiry: q, party: p, standing: p.life().answerTo(secret, &t, view.Use.LastAt, q.now)}
	return e.explain(ask, &view)
}

// nobodysExplanation is that of a request whose secret is no token's.
func nobodysExplanation(failed Check) Explanation {
	e := Explanation{Reason: ReasonUnknown}
	secret := Step{Check: CheckSecret, State: StepPassed, Reason: ReasonMalformed, Text: "well formed"}
	known := Step{Check: CheckKnown, State: StepFailed, Reason: ReasonUnknown, Text: "no token that you may see has this secret"}
	if failed == CheckSecret {
		e.Reason = ReasonMalformed
		secret.State, secret.Text = StepFailed, "no secret of latchkey, or a part of it is missing"
		known.State, known.Text = StepUnknown, "not looked up"
	}
	e.Steps = []Step{secret, known}
	for _, l := range tokenChain {
		e.Steps = append(e.Steps, Step{Check: l.check, State: StepUnknown, Reason: l.reason, Text: "not reached"})
	}
	for _, l := range askChain {
		e.Steps = append(e.Steps, Step{Check: l.check, State: StepUnknown, Reason: l.reason, Text: "not reached"})
	}
	return e
}
