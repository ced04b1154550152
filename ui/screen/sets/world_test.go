package sets_test

import (
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/screen/sets"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

// office is a world where people and a service user hold sets, with tokens.
type office struct {
	*world.World
	bob, mia model.Actor
	nightly  model.Generated
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{World: world.Old(t)}
	o.bob = o.Join("bob@acme.example", "Bob Birch", model.SetStandard)
	o.mia = o.Join("mia@acme.example", "Mia Moss", model.SetManager)
	_, served := o.Serve("ERP export", "", 2, model.SetStandard)
	o.Pass(9 * 24 * time.Hour)
	o.Use(served[0].Secret, 9, world.Origin)
	var err error
	o.nightly, err = o.GenerateToken(t.Context(), o.bob, model.TokenRequest{Org: o.Acme, Name: "ci-nightly", Password: model.NewSecret(world.Password)})
	o.Must(err)
	o.Pass(2 * time.Hour)
	o.Use(o.nightly.Secret, 3, world.Origin)
	return o
}

// open shows the list to somebody.
func (o *office) open(who model.Actor) *uitest.Driver {
	o.TB.Helper()
	return o.Open(o.SessionOf(who), "Permission sets", sets.New)
}

// set returns one of Acme's sets.
func (o *office) set(name string) model.PermissionSet {
	o.TB.Helper()
	set, err := o.FindPermissionSet(o.TB.Context(), o.Ada, o.Acme, name)
	o.Must(err)
	return set
}

// lacks reports whether a set of Acme does not have a permission.
func (o *office) lacks(name string, p model.Permission) bool {
	o.TB.Helper()
	for _, has := range o.set(name).Permissions {
		if has == p {
			return false
		}
	}
	return true
}

// openAsAda shows the list to Ada with the cursor so many rows down:
// Administrator, Manager, Standard, Basic, Guest.
func openAsAda(t *testing.T, down int) (*office, *uitest.Driver) {
	t.Helper()
	o := newOffice(t)
	d := o.open(o.Ada)
	for range down {
		d.Press("down")
	}
	return o, d
}

// keeper shows the list to somebody who manages sets and has little else.
func keeper(t *testing.T) (*office, *uitest.Driver) {
	t.Helper()
	o := newOffice(t)
	_, err := o.CreatePermissionSet(t.Context(), o.Ada, o.Acme, model.SetRequest{
		Name: "Set keeper", Seat: model.SeatFull, Permissions: []model.Permission{model.PermissionSetsManage, "templates.view"},
	})
	o.Must(err)
	return o, o.open(o.Join("kim@acme.example", "Kim Kale", "Set keeper"))
}
