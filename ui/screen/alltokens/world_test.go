package alltokens_test

import (
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/screen/alltokens"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

const day = 24 * time.Hour

// office is a world whose people and service users have tokens in every state.
type office struct {
	*world.World
	bob  model.Actor
	made map[string]model.Generated
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{World: world.New(t), made: map[string]model.Generated{}}
	o.bob = o.Join("bob@acme.example", "Bob Birch", model.SetStandard)
	o.made["forgotten"] = o.Generate("forgotten")
	o.generate(o.bob, "old-phone")
	_, err := o.RevokeToken(t.Context(), o.bob, model.TokenRef{Org: o.Acme, ID: o.made["old-phone"].Token.ID})
	o.Must(err)
	_, served := o.Serve("ERP export", "", 2, model.SetStandard)
	o.made["ERP export-1"], o.made["ERP export-2"] = served[0], served[1]
	o.Pass(9 * day)
	o.generate(o.bob, "ci-nightly")
	o.Use(o.made["ci-nightly"].Secret, 3, world.Origin)
	o.Pass(26 * day)
	o.made["laptop-sync"] = o.Generate("laptop-sync")
	o.generate(o.bob, "日本-report")
	o.Use(o.made["laptop-sync"].Secret, 412, world.Origin)
	o.Use(o.made["ERP export-1"].Secret, 9, model.Origin{Address: "10.9.9.1", Agent: "python-requests/2.31"})
	o.Pass(2 * time.Minute)
	_, err = o.GenerateToken(t.Context(), o.Ada, model.TokenRequest{Org: o.Acme, Name: "never-seen", Password: model.NewSecret(world.Password)})
	o.Must(err)
	return o
}

// generate makes a token of somebody's own, copied.
func (o *office) generate(who model.Actor, name string) {
	o.TB.Helper()
	made, err := o.GenerateToken(o.TB.Context(), who, model.TokenRequest{Org: o.Acme, Name: name, Password: model.NewSecret(world.Password)})
	o.Must(err)
	o.Must(o.MarkSecretSeen(o.TB.Context(), who, model.TokenRef{Org: o.Acme, ID: made.Token.ID}))
	o.made[name] = made
}

// open shows the list to somebody.
func (o *office) open(who model.Actor) *uitest.Driver {
	o.TB.Helper()
	return o.Open(o.SessionOf(who), "All tokens", alltokens.New)
}

func openAsAda(t *testing.T) *uitest.Driver {
	t.Helper()
	o := newOffice(t)
	return o.open(o.Ada)
}
