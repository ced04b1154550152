package tokens_test

import (
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/uitest/world"
)

// Rule 9.5: what is counted of a token stands in its details: uses by day, what
// was refused and why, the last addresses.
func TestRule_9_5_UsageInTheDetails(t *testing.T) {
	w := world.New(t)
	ctx := t.Context()
	made := w.Generate("laptop-sync")
	for i := range 30 {
		w.Use(made.Secret, (i*i)%47, world.Origin)
		w.Pass(day)
	}
	w.Use(made.Secret, 21, model.Origin{Address: "2001:db8:17::52", Agent: "okhttp/4.12"})
	for _, ask := range []model.Question{{Permission: "no.such"}, {Permission: "no.other"}, {Item: model.ItemAddress{Kind: model.KindAsset, Ref: "none"}}} {
		_, err := w.Check(ctx, made.Secret, ask, world.Origin)
		w.Must(err)
	}
	_, err := w.RevokeToken(ctx, w.Ada, model.TokenRef{Org: w.Acme, ID: made.Token.ID})
	w.Must(err)
	w.Use(made.Secret, 1204, model.Origin{Address: "203.0.113.250"})
	w.Pass(2 * time.Hour)
	d := open(t, w)
	d.Press("enter")
	d.Sees("Uses a day · at most")
	d.Sees("13 May                  11 Jun")
	d.Golden(t, "usage")
	d.CheckLayout()
	d.Press("G")
	for _, line := range []string{
		"Refused in 30 days", "1,204 requests", "after it was revoked",
		"2 requests", "without the permission for what they do", "1 request ", "without access to the item",
		"Used from", "2001:db8:17::52",
	} {
		d.Sees(line)
	}
	d.Golden(t, "refused")
}

func TestUsageOfATokenThatWasNotUsed(t *testing.T) {
	w := world.New(t)
	w.Generate("laptop-sync")
	d := open(t, w)
	d.Press("enter")
	d.Sees("Uses a day  none in 30 days")
	d.SeesNot("Refused in 30 days")
	d.SeesNot("Used from")
}
