package model_test

import (
	"context"
	"testing"

	"example.com/latchkey/model"
)

// The answer and the listing are of one state: what was shared after the token
// ended is not listed.
func TestRule_8_1_AListingIsOfTheStateThatTheTokenWasGoodIn(t *testing.T) {
	p := newPlot(t)
	item := p.thing(p.acme, model.KindTemplate)
	between := &meanwhile{Store: p.store}
	p.store = between
	p.reopen()
	between.do = func() {
		p.changeMember(p.bob, func(m *model.Membership) { m.Status = model.MemberDeactivated; m.Epoch++; m.EpochAs = m.Status })
		p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelView)
	}
	query := model.ItemQuery{Page: model.PageRequest{Sort: model.SortCreated}}
	d, page, err := p.ListItemsFor(p.ctx(), p.tokens["bob"].Secret, query, here)
	p.must(err)
	if len(page.Rows) != 0 {
		t.Errorf("answered %s, and shown what was shared after Bob was deactivated: %v", d.Reason, idsOf(page.Rows))
	}
	p.wantReason(p.tokens["bob"], model.ReasonExpired)
}

// meanwhile is a store in which something happens right after the next View.
type meanwhile struct {
	model.Store
	do func()
}

func (s *meanwhile) View(ctx context.Context, fn func(model.Tx) error) error {
	err := s.Store.View(ctx, fn)
	if do := s.do; do != nil {
		s.do = nil
		do()
	}
	return err
}

// Beside the error of a record that could not be written, or of an explanation,
// stands no answer.
func TestRule_8_4_BesideAnErrorOfAGatewayStandsNoYes(t *testing.T) {
	p, gate := newGate(t)
	p.faults().breaks(errDisk, "AppendEntry")
	a, err := p.through(gate, model.GatewayRequest{Secret: p.tokens["bob"].Secret, Record: &model.Record{Action: "templates.read"}})
	p.wantKind(err, model.KindUnavailable)
	if a.OK() || a.Allowed != nil {
		t.Errorf("the answer is %s and %v", a.Reason, err)
	}
}
