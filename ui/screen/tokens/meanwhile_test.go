package tokens_test

import (
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/tokens"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

// beside is a world where Grace, who manages tokens, works beside Ada.
func beside(t *testing.T) (*world.World, model.Actor, model.Generated) {
	w := world.New(t)
	grace := w.Join("grace@acme.example", "Grace Hopper", model.SetManager)
	laptop := w.Generate("laptop-sync")
	w.Use(laptop.Secret, 3, world.Origin)
	return w, grace, laptop
}

// revokes ends a token as somebody else does, in a session of their own.
func revokes(w *world.World, by model.Actor, g model.TokenView) {
	w.TB.Helper()
	_, err := w.RevokeToken(w.TB.Context(), by, model.TokenRef{Org: g.Org, ID: g.ID})
	w.Must(err)
}

func TestAQuestionAboutATokenThatSomebodyElseRevokedSaysSo(t *testing.T) {
	w, grace, laptop := beside(t)
	d := open(t, w)
	d.Press("x")
	d.Sees("Revoke laptop-sync?")
	revokes(w, grace, laptop.Token)
	d.Send(kit.Changed{})
	d.Sees("✗ Grace Hopper revoked this token just now.")
	d.SeesNot("[ Revoke ]")
	d.Golden(t, "revoked_meanwhile")
	d.CheckLayout()
	d.Press("right", "enter")
	d.Sees("Grace Hopper revoked this token just now.") // nothing acts any more
	w.Pass(2 * time.Minute)
	d.Send(kit.Changed{})
	d.Sees("Grace Hopper revoked this token 2 minutes ago.")
	d.Press("esc")
	d.SeesNot("Grace Hopper")
	d.Sees("✗ revoked")
}

func TestAFormAboutATokenThatSomebodyElseRevokedSaysSo(t *testing.T) {
	w, grace, laptop := beside(t)
	d := open(t, w)
	d.Press("R", "tab")
	d.Type("a horse on")
	revokes(w, grace, laptop.Token)
	d.Send(kit.Changed{})
	d.Sees("✗ Grace Hopper revoked this token just now.")
	d.SeesNot("Regenerate laptop-sync?")
	d.Type(" the moon") // whoever is typing does not close it unread
	d.Press("enter")
	d.Sees("✗ Grace Hopper revoked this token just now.")
}

func TestADialogStaysWhenSomethingElseChanged(t *testing.T) {
	w, grace, _ := beside(t)
	other := w.Generate("old-phone")
	w.Pass(time.Second)
	w.Generate("newest")
	d := open(t, w)
	d.Press("x")
	revokes(w, grace, other.Token)
	d.Send(kit.Changed{})
	d.Sees("Revoke newest?")
	d.Press("right", "enter")
	d.Sees("✓ Revoked newest.")
}

func TestSeveralTokensAreGoneWithTheLastOfThem(t *testing.T) {
	w, grace, laptop := beside(t)
	other := w.Generate("old-phone")
	d := open(t, w)
	d.Press(" ", "down", " ", "x")
	d.Sees("Revoke 2 tokens?")
	revokes(w, grace, laptop.Token)
	d.Send(kit.Changed{})
	d.Sees("Revoke 1 token?")
	revokes(w, grace, other.Token)
	d.Send(kit.Changed{})
	d.Sees("✗ All of these tokens have ended, the last one just now.")
}

// Of several the question says which have ended, counts the rest, and goes on.
func TestAQuestionAboutSeveralTokensCountsThoseThatAreLeft(t *testing.T) {
	w, grace, laptop := beside(t)
	w.Generate("old-phone")
	w.Generate("nightly")
	d := open(t, w)
	d.Press(" ", " ", " ", "x")
	d.Sees("Revoke 3 tokens?")
	revokes(w, grace, laptop.Token)
	d.Send(kit.Changed{})
	d.Sees("Revoke 2 tokens?")
	d.Sees("✗ laptop-sync · Grace Hopper revoked this token just now.")
	d.Sees("1 of these 3 ended meanwhile. What uses the others is refused")
	d.CheckLayout()
	d.Golden(t, "one_of_three_meanwhile")
	d.Press("right", "enter")
	d.Sees("✓ Revoked 2 tokens; 1 had ended already.")
}

func TestAShownSecretStaysAndSaysThatItsTokenWasRevoked(t *testing.T) {
	w, grace, _ := beside(t)
	s := w.Session()
	d := w.Open(s, "My tokens", list)
	d.Press("n")
	d.Type("nightly")
	d.Press("tab", "tab", "tab")
	d.Type(world.Password)
	d.Press("enter")
	secret := secretIn(d.View())
	made, err := w.FindBySecret(t.Context(), w.Ada, model.NewSecret(secret))
	w.Must(err)
	revokes(w, grace, made)
	d.Send(kit.Changed{})
	d.Sees("✗ Grace Hopper revoked this token just now. What uses it is refused now.")
	if secretIn(d.View()) != secret {
		t.Error("the secret is not shown any more")
	}
	d.Golden(t, "secret_revoked_meanwhile")
	d.CheckLayout()
	d.Press("c")
	if given := s.Clipboard.(*uitest.Clipboard).Given; len(given) != 2 {
		t.Error("it cannot be copied any more")
	}
}

func TestAFormForAServiceUserThatWasDeletedSaysSo(t *testing.T) {
	w, grace, _ := beside(t)
	u, _ := w.Serve("nightly", "", 0, model.SetStandard)
	d := w.Open(w.Session(), "Service users", func(s *kit.Session) kit.Screen { return tokens.OfServiceUser(s, u) })
	d.Press("n")
	d.Sees("Generate API token for nightly in Acme")
	_, err := w.DeleteServiceUser(t.Context(), grace, w.Acme, u.ID, model.Subject{})
	w.Must(err)
	d.Send(kit.Changed{})
	d.Sees("✗ Grace Hopper deleted this service user just now.")
	d.Sees("Its tokens were revoked with it.")
}

func TestTheDetailsOfATokenThatSomebodyElseRevokedOfferNothingMore(t *testing.T) {
	w, grace, laptop := beside(t)
	d := open(t, w)
	d.Press("enter")
	d.Sees("x revoke")
	revokes(w, grace, laptop.Token)
	d.Send(kit.Changed{})
	d.Sees("revoked by Grace Hopper")
	d.SeesNot("x revoke")
	d.SeesNot("R regenerate")
}
