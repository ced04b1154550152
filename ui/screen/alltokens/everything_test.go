package alltokens_test

import (
	"hash/crc32"
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

func TestRule_5_5_EverythingOfOneOwner(t *testing.T) {
	o := newOffice(t)
	d := o.open(o.Ada)
	d.Press("O")
	d.Sees("Revoke all 2 tokens of Bob Birch?")
	d.Sees("ci-nightly · used 26 days ago")
	d.Golden(t, "owner")
	d.Press("enter")
	o.WantReason(o.made["日本-report"].Secret, model.ReasonOK)
	d.Press("O", "right", "enter")
	d.Sees("✓ Revoked 2 tokens of Bob Birch.")
	o.WantReason(o.made["日本-report"].Secret, model.ReasonRevoked)
	o.WantReason(o.made["laptop-sync"].Secret, model.ReasonOK)
	d.Press("O")
	d.Sees("✗ Bob Birch has no token that could be revoked.")
}

func TestRule_5_5_EverythingOfAServiceUser(t *testing.T) {
	o := newOffice(t)
	d := o.open(o.Ada)
	d.Press("/")
	d.Type("ERP")
	d.Press("enter", "O")
	d.Sees("Revoke all 2 tokens of ERP export?")
	d.Sees("ERP export-2 · never used")
	d.Press("right", "enter")
	o.WantReason(o.made["ERP export-2"].Secret, model.ReasonRevoked)
	o.WantReason(o.made["ci-nightly"].Secret, model.ReasonOK)
}

func TestRule_5_5_EverythingOfTheOrganisationAsksForItsName(t *testing.T) {
	o := newOffice(t)
	d := o.open(o.Ada)
	d.Press("A")
	d.Sees("Revoke all 6 tokens of Acme?")
	d.Sees("ERP export-1 · ERP export · used 2 minutes ago")
	d.CheckLayout()
	d.Golden(t, "organisation")
	d.Press("enter")
	d.Sees("✗ That is not its name; it is called Acme.")
	d.Type("acme")
	d.Press("enter")
	d.Sees("✗ That is not its name")
	o.WantReason(o.made["laptop-sync"].Secret, model.ReasonOK)
	d.Press("backspace", "backspace", "backspace", "backspace")
	d.Type("Acme")
	d.Press("enter")
	d.Sees("✓ Revoked 6 tokens of Acme.")
	for _, name := range []string{"laptop-sync", "ci-nightly", "ERP export-1"} {
		o.WantReason(o.made[name].Secret, model.ReasonRevoked)
	}
	d.Press("A")
	d.Sees("✗ Acme has no token that could be revoked.")
}

// find looks for a secret and returns what is seen.
func find(d *uitest.Driver, secret string) {
	d.Press("F")
	d.Paste(secret + "\n")
	d.Press("enter")
}

func TestRule_5_6_FindBySecret(t *testing.T) {
	o := newOffice(t)
	d := o.open(o.Ada)
	secret := o.made["ci-nightly"].Secret
	d.Press("F")
	d.Paste(secret.Reveal())
	d.SeesNot(secret.Reveal())
	d.Press("enter")
	d.Sees("API token ci-nightly")
	d.Sees("It is ci-nightly of Bob Birch. Press x to revoke it.")
	d.Sees("3 in all") // looking is no use
	d.Golden(t, "found")
	d.Press("x", "right", "enter")
	o.WantReason(secret, model.ReasonRevoked)
	d.Press("esc")
	d.Sees("All API tokens")
	find(d, secret.Reveal())
	d.Sees("which has ended.")
}

func TestRule_5_6_UnknownSecretsAndThoseOfOtherOrganisationsGiveTheSameAnswer(t *testing.T) {
	o := newOffice(t)
	mia := o.Join("mia@acme.example", "Mia Moss", model.SetManager)
	globex, err := o.CreateOrg(t.Context(), o.Ada, "Globex", "ada@acme.example")
	o.Must(err)
	theirs, err := o.GenerateToken(t.Context(), o.Ada, model.TokenRequest{Org: globex.ID, Name: "globex-sync", Password: model.NewSecret(world.Password)})
	o.Must(err)
	d := o.open(mia)
	for name, secret := range map[string]string{"other org": theirs.Secret.Reveal(), "unknown": nobodys()} {
		find(d, secret)
		d.Sees("✗ No token that you may see has that secret.")
		d.SeesNot("globex")
		d.SeesNot(secret)
		if t.Failed() {
			t.Fatal(name)
		}
		d.Press("esc")
	}
	find(d, "lku_0000")
	d.Sees("✗ That is not a token of latchkey, or a part of it is")
}

func TestRule_5_6_ATokenOfAnotherOrganisationOfOnesOwnIsNamedWithIt(t *testing.T) {
	o := newOffice(t)
	globex, err := o.CreateOrg(t.Context(), o.Ada, "Globex", "ada@acme.example")
	o.Must(err)
	there, err := o.GenerateToken(t.Context(), o.Ada, model.TokenRequest{Org: globex.ID, Name: "globex-sync", Password: model.NewSecret(world.Password)})
	o.Must(err)
	d := o.open(o.Ada)
	find(d, there.Secret.Reveal())
	d.Sees("It is globex-sync of Ada Ashby in Globex. Press x to revoke it.")
	d.SeesNot("R regenerate") // that is for the organisation that one works in
	d.Press("x", "right", "enter")
	o.WantReason(there.Secret, model.ReasonRevoked)
}

// nobodys returns a well-formed secret that no token has (rule 3.9).
func nobodys() string {
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	body := "lku_" + strings.Repeat("a", 32)
	sum := crc32.ChecksumIEEE([]byte(body))
	check := make([]byte, 6)
	for i := len(check) - 1; i >= 0; i-- {
		check[i] = digits[sum%62]
		sum /= 62
	}
	return body + string(check)
}
