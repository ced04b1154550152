package content_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

func TestADialogAboutAnItemThatIsGoneSaysSo(t *testing.T) {
	for name, keys := range map[string][]string{"share": {"s"}, "edit": {"E"}, "delete": {"x"}, "hand over": {"h"}} {
		t.Run(name, func(t *testing.T) {
			p := planted(t)
			grace := p.Join("grace@acme.example", "Grace Hopper", model.SetAdministrator)
			d := p.as(p.Ada)
			d.Press("down")
			d.Sees("› Forklift pre-start #1182")
			d.Press(keys...)
			d.Sees("[ Cancel ]")
			p.share(p.onForklift(), model.Grantee{Org: p.Acme, Kind: model.GranteeUser, ID: string(grace.User())}, model.LevelDelete)
			d.Send(kit.Changed{})
			d.Sees("[ Cancel ]")
			p.Must(p.DeleteItem(t.Context(), grace, model.ItemRef{Org: p.Acme, ID: p.forklift.ID}))
			d.Send(kit.Changed{})
			d.Sees("✗ Grace Hopper deleted this item just now.")
			d.SeesNot("[ Cancel ]")
			d.Golden(t, "deleted_meanwhile")
		})
	}
}

// Whether an item was deleted or is only out of sight is told to nobody who could
// not see it anyhow (rule 7.7).
func TestRule_7_7_AnItemOutOfSightIsNotSaidToBeDeleted(t *testing.T) {
	p := planted(t)
	p.share(p.onForklift(), model.Grantee{Org: p.Acme, Kind: model.GranteeUser, ID: string(p.bob.User())}, model.LevelEdit)
	d := p.as(p.bob)
	d.Press("g")
	for range 6 {
		d.Press("down")
	}
	d.Press("/")
	d.Type("1182")
	d.Press("enter", "s")
	d.Sees("Share Forklift pre-start #1182")
	p.Must(p.DeleteItem(t.Context(), p.Ada, model.ItemRef{Org: p.Acme, ID: p.forklift.ID}))
	d.Send(kit.Changed{})
	d.Sees("✗ This item was deleted meanwhile, or you do not see it any")
}
