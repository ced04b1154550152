package model

import (
	"context"
	"strings"
)

// GatewayRequest is what a gateway asks about a request that came to it.
type GatewayRequest struct {
	Secret  Secret // of the request
	Ask     Question
	From    Origin  // where the request came from, as the gateway says; zero for the gateway itself
	Explain bool    // with the chain of checks (rule 8.3)
	Record  *Record // what the request does, for the log; nil for nothing (rule 9.6)
}

// Record is what a request does, for the activity log.
type Record struct {
	Action string    // a dotted name; the log has it with api. in front
	Target TargetRef // may be zero
}

// GatewayAnswer is the answer to a gateway.
type GatewayAnswer struct {
	Decision
	Explanation *Explanation // when it was asked for, of a token of the gateway's own org
}

// CheckFor is Check for a gateway, which shows by a token of its own that it may
// ask: one whose subject has tokens.introspect (rule 6.3). It may ask about any
// token that it was given, also one of another org (rule 7.5). What it has
// recorded is written to the log of the gateway's org, attributed to the subject
// of the request (rule 9.6), when the answer is yes.
//
// Errors: KindUnauthenticated when the gateway's token is not good,
// KindForbidden when it may not ask, KindInvalid, and those of Check.
func (a *Authority) CheckFor(ctx context.Context, gateway Secret, r GatewayRequest, from Origin) (GatewayAnswer, error) {
	var answer GatewayAnswer
	g, err := a.gateway(ctx, gateway, from)
	if err != nil {
		return answer, err
	}
	if r.Record != nil {
		if err := r.Record.clean(); err != nil {
			return answer, err
		}
	}
	if r.From == (Origin{}) {
		r.From = from
	}
	if answer.Decision, err = a.Check(ctx, r.Secret, r.Ask, r.From); err != nil {
		return answer, err
	}
	if r.Explain {
		if answer.Explanation, err = a.explainFor(ctx, g, r); err != nil {
			return GatewayAnswer{}, err
		}
	}
	if r.Record != nil && answer.OK() {
		if err := a.record(ctx, g, answer.Token, r); err != nil {
			return GatewayAnswer{}, err // what could not be recorded is not let through
		}
	}
	return answer, nil
}

func (a *Authority) gateway(ctx context.Context, secret Secret, from Origin) (Decision, error) {
	g, err := a.Check(ctx, secret, Question{Permission: TokensIntrospect}, from)
	switch {
	case err != nil || g.OK():
		return g, err
	case g.Reason == ReasonPermissionMissing:
		return g, forbidden("Asking about other tokens needs the permission %s.", TokensIntrospect)
	}
	return g, &Error{Kind: KindUnauthenticated, Field: FieldToken, Message: "The token that asks is not good: " + g.Reason.words() + "."}
}

// clean checks a record that came from outside. The error is of KindInvalid.
func (r *Record) clean() error {
	r.Action = strings.TrimSpace(r.Action)
	if len(r.Action) > MaxName || !permissionForm.fits(r.Action) {
		return invalid(FieldAction, "An action is a dotted name in lower case, as in templates.export.")
	}
	if r.Target.Kind != "" && !kindForm.fits(r.Target.Kind) {
		return invalid(FieldKind, "The kind of a target is one word in lower case.")
	}
	r.Target = r.Target.clean()
	return nil
}

// explainFor explains a request to a gateway: of a token of its own org, as to
// somebody who manages there.
func (a *Authority) explainFor(ctx context.Context, g Decision, r GatewayRequest) (*Explanation, error) {
	var e Explanation
	err := a.bland(a.store.View(ctx, func(tx Tx) error {
		q := &inquiry{Tx: tx, a: a, now: a.Now()}
		if !r.Secret.WellFormed() {
			e = nobodysExplanation(CheckSecret)
			return nil
		}
		hash := a.hash(r.Secret)
		t, err := q.TokenByHash(hash)
		if KindOf(err) == KindNotFound || err == nil && t.Org != g.Token.Org {
			e = nobodysExplanation(CheckKnown)
			return nil
		}
		if err != nil {
			return err
		}
		e, err = q.explainToken(t, hash, r.Ask)
		return err
	}))
	if e.Token == nil && e.Reason == ReasonUnknown && err == nil {
		return nil, nil // nothing to tell, or not to this gateway
	}
	return &e, err
}

// record writes the entry of what a request did (rule 9.6).
func (a *Authority) record(ctx context.Context, g Decision, t Token, r GatewayRequest) error {
	return a.commit(ctx, func(c *change) error {
		p, err := c.partyOf(t)
		if err != nil {
			return err
		}
		return c.append(Entry{
			Org: g.Token.Org, Actor: p.ref(t), Action: Action("api." + r.Record.Action), Target: r.Record.Target,
			From: r.From.clean().Address, Details: []Detail{{Field: "gateway", After: g.Subject}},
		})
	})
}
