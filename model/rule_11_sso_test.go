package model_test

import (
	"testing"

	"example.com/latchkey/model"
)

// Of rule 11.4 there is the setting and its effect by rule 4.2; logging in
// through an identity provider is yet to come, so no mode shuts anybody out: not
// who has a password, and not who has a registered key. A mode that did would have
// to be refused while an administrator has neither a key nor a provider.
func TestRule_11_4_TheModesAreASettingOfTheOrg(t *testing.T) {
	w := newWorld(t)
	key := w.addKey(w.ada, "laptop", newKey(t))
	for _, c := range []struct {
		mode    model.SSOMode
		domains []string
		asks    bool // Ada, whose e-mail is at acme.example
		kind    model.Kind
	}{
		{model.SSOOff, nil, true, ""},
		{model.SSOAndPassword, nil, true, ""},
		{model.SSOOnly, nil, false, ""},
		{model.SSODomains, []string{"@Acme.Example", " globex.example "}, false, ""},
		{model.SSODomains, []string{"globex.example"}, true, ""},
		{model.SSODomains, nil, true, model.KindInvalid},
		{model.SSODomains, []string{"not a domain"}, true, model.KindInvalid},
		{"magic", nil, true, model.KindInvalid},
	} {
		_, err := w.SetSSO(w.ctx(), w.ada, w.acme, c.mode, c.domains)
		if model.KindOf(err) != c.kind {
			t.Errorf("%s %q: %v", c.mode, c.domains, err)
		}
		asks, err := w.AsksPassword(w.ctx(), w.ada, w.acme)
		w.must(err)
		if asks != c.asks {
			t.Errorf("%s %q: a password is asked for: %t", c.mode, c.domains, asks)
		}
		_, _, err = w.LogIn(w.ctx(), "ada@acme.example", secret, here)
		w.must(err)
		_, _, err = w.LogInWithKey(w.ctx(), key.Fingerprint, here)
		w.must(err)
	}
}
