package sshserver

import (
	"errors"
	"io"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/model"
)

func TestLogIn(t *testing.T) {
	w := newWorld(t, Limits{})
	bobs := w.key(w.bob)
	made, err := w.GenerateToken(t.Context(), w.bob, model.TokenRequest{Org: w.acme, Name: "cli", Password: model.NewSecret(password)})
	w.must(err)
	for name, c := range map[string]struct {
		user string
		auth gossh.AuthMethod
		want string
	}{
		"password":                   {"ada@acme.example", gossh.Password(password), "ada@acme.example"},
		"asked for it":               {"ada@acme.example", interactive(password), "ada@acme.example"},
		"asked for both":             {"root", interactive("bob@acme.example", password), "bob@acme.example"},
		"key":                        {"bob@acme.example", gossh.PublicKeys(bobs), "bob@acme.example"},
		"key, another's name":        {"ada@acme.example", gossh.PublicKeys(bobs), "bob@acme.example"},
		"key, no e-mail":             {"root", gossh.PublicKeys(bobs), "bob@acme.example"},
		"the second of two keys":     {"root", gossh.PublicKeys(newKey(t), bobs), "bob@acme.example"},
		"token":                      {"whoever", gossh.Password(made.Secret.Reveal()), "bob@acme.example"},
		"token where asked":          {"whoever", interactive("", made.Secret.Reveal()), "bob@acme.example"},
		"the third password is it":   {"ada@acme.example", gossh.RetryableAuthMethod(guesses("a", "b", password), 3), "ada@acme.example"},
		"an e-mail in other letters": {"ADA@acme.example", gossh.Password(password), "ada@acme.example"},
	} {
		t.Run(name, func(t *testing.T) {
			client, err := w.dial(c.user, c.auth)
			if err != nil {
				t.Fatal(err)
			}
			if got := w.who(client); got != c.want {
				t.Errorf("it is %s, want %s", got, c.want)
			}
		})
	}
}

// guesses gives one password after the other.
func guesses(list ...string) gossh.AuthMethod {
	return gossh.PasswordCallback(func() (string, error) {
		next := list[0]
		list = list[1:]
		return next, nil
	})
}

// TestRule_11_3_EveryRefusalIsTheSame: whoever is outside learns nothing from how
// they are refused.
func TestRule_11_3_EveryRefusalIsTheSame(t *testing.T) {
	w := newWorld(t, Limits{})
	u, err := w.CreateServiceUser(t.Context(), system, w.acme, model.ServiceUserRequest{Name: "robot", Sets: []model.SetID{w.set(model.SetStandard)}})
	w.must(err)
	robots, err := w.GenerateToken(t.Context(), system, model.TokenRequest{Org: w.acme, ServiceUser: u.ID, Name: "robot"})
	w.must(err)
	cid := w.person("cid@acme.example", "Cid Cole")
	cids := w.key(cid)
	w.must(w.DeactivateMember(t.Context(), system, w.acme, cid.User()))
	said := map[string]string{}
	for name, c := range map[string]struct {
		user string
		auth gossh.AuthMethod
	}{
		"wrong password":       {"ada@acme.example", gossh.Password("not it")},
		"unknown":              {"eve@acme.example", gossh.Password(password)},
		"no e-mail":            {"root", gossh.Password(password)},
		"deactivated":          {"cid@acme.example", gossh.Password(password)},
		"a service user":       {"ada@acme.example", gossh.Password(robots.Secret.Reveal())},
		"a service user, name": {"robot", gossh.Password(robots.Secret.Reveal())},
	} {
		said[name] = w.refused(t, name, c.user, c.auth)
	}
	same(t, said)
	same(t, map[string]string{
		"unknown key":     w.refused(t, "unknown key", "ada@acme.example", gossh.PublicKeys(newKey(t))),
		"key of a leaver": w.refused(t, "key of a leaver", "cid@acme.example", gossh.PublicKeys(cids)),
		"unknown user":    w.refused(t, "unknown user", "eve@acme.example", gossh.PublicKeys(newKey(t))),
	})
	w.refused(t, "nothing at all", "ada@acme.example")
	w.refused(t, "nothing, no name", "")
}

func (w *world) refused(t *testing.T, name, user string, auth ...gossh.AuthMethod) string {
	t.Helper()
	var banner strings.Builder
	_, err := w.connect(&gossh.ClientConfig{User: user, Auth: auth, BannerCallback: func(text string) error {
		banner.WriteString(text)
		return nil
	}})
	if err == nil {
		t.Errorf("%s is let in", name)
		return ""
	}
	return banner.String() + err.Error()
}

func same(t *testing.T, said map[string]string) {
	t.Helper()
	for name, text := range said {
		for other, theirs := range said {
			if text != theirs {
				t.Errorf("%s gets %q, %s gets %q", name, text, other, theirs)
			}
		}
	}
}

// unsigned offers a key and then does not sign with it.
type unsigned struct{ gossh.Signer }

var errWillNotSign = errors.New("this client has no such key")

func (unsigned) Sign(io.Reader, []byte) (*gossh.Signature, error) { return nil, errWillNotSign }

// forged signs with one key for another.
type forged struct {
	public gossh.PublicKey
	with   gossh.Signer
}

func (f forged) PublicKey() gossh.PublicKey { return f.public }

func (f forged) Sign(rand io.Reader, data []byte) (*gossh.Signature, error) {
	return f.with.Sign(rand, data)
}

// inOrder tries the methods one after the other, whatever became of those before.
func inOrder(methods ...gossh.AuthMethod) func(*gossh.ClientAuthContext) (gossh.AuthMethod, error) {
	return func(*gossh.ClientAuthContext) (gossh.AuthMethod, error) {
		if len(methods) == 0 {
			return nil, errors.New("no method is left")
		}
		next := methods[0]
		methods = methods[1:]
		return next, nil
	}
}

// TestWhatWasNotProvedNamesNobody: a client that offers the key of somebody else
// and then proves to be Bob is Bob, in whichever order; and offering alone gains
// nothing.
func TestWhatWasNotProvedNamesNobody(t *testing.T) {
	w := newWorld(t, Limits{})
	adas, bobs := w.key(w.ada), w.key(w.bob)
	offer := gossh.PublicKeys(unsigned{adas})
	for name, c := range map[string]struct {
		user    string
		methods []gossh.AuthMethod
	}{
		"then a password":              {"bob@acme.example", []gossh.AuthMethod{offer, gossh.Password(password)}},
		"then another key":             {"ada@acme.example", []gossh.AuthMethod{offer, gossh.PublicKeys(bobs)}},
		"then an answer":               {"ada", []gossh.AuthMethod{offer, interactive("bob@acme.example", password)}},
		"after an answer":              {"ada", []gossh.AuthMethod{interactive("ada@acme.example", "wrong"), offer, gossh.PublicKeys(bobs)}},
		"after a password":             {"ada@acme.example", []gossh.AuthMethod{gossh.Password("wrong"), offer, gossh.PublicKeys(bobs)}},
		"after one's own, unsigned":    {"bob@acme.example", []gossh.AuthMethod{gossh.PublicKeys(unsigned{bobs}), offer, gossh.Password(password)}},
		"twice, and an answer between": {"x", []gossh.AuthMethod{offer, interactive("ada@acme.example", "wrong"), offer, gossh.PublicKeys(bobs)}},
	} {
		t.Run(name, func(t *testing.T) {
			client, err := w.connect(&gossh.ClientConfig{User: c.user, AuthCallback: inOrder(c.methods...)})
			if err != nil {
				t.Fatal(err)
			}
			if got := w.who(client); got != "bob@acme.example" {
				t.Errorf("it is %s", got)
			}
		})
	}
	for name, methods := range map[string][]gossh.AuthMethod{
		"offered alone":          {offer},
		"offered many times":     {offer, offer, offer},
		"signed by another key":  {offer, gossh.PublicKeys(forged{adas.PublicKey(), bobs})},
		"one's own, then forged": {gossh.PublicKeys(unsigned{bobs}), gossh.PublicKeys(forged{adas.PublicKey(), bobs})},
	} {
		if client, err := w.connect(&gossh.ClientConfig{User: "ada@acme.example", AuthCallback: inOrder(methods...)}); err == nil {
			t.Errorf("%s: it is %s", name, w.who(client))
		}
	}
}

// TestThreeWrongPasswords: the connection ends with the third, and the pause of
// rule 11.3 is not got round by new connections.
func TestThreeWrongPasswords(t *testing.T) {
	w := newWorld(t, Limits{})
	if _, err := w.dial("ada@acme.example", gossh.RetryableAuthMethod(guesses("a", "b", "c", password), 4)); err == nil {
		t.Error("a fourth password is looked at on one connection")
	}
	_, _ = w.dial("ada@acme.example", gossh.RetryableAuthMethod(guesses("d", "e"), 2))
	if _, err := w.dial("ada@acme.example", gossh.Password(password)); err == nil {
		t.Error("there is no pause after five wrong passwords")
	}
}

func TestManyKeysAndThenAPassword(t *testing.T) {
	w := newWorld(t, Limits{})
	agent := gossh.PublicKeys(newKey(t), newKey(t), newKey(t), newKey(t), newKey(t))
	client, err := w.connect(&gossh.ClientConfig{User: "ada@acme.example", AuthCallback: inOrder(agent, interactive(password))})
	if err != nil {
		t.Fatalf("an agent with five keys locks its owner out: %v", err)
	}
	if got := w.who(client); got != "ada@acme.example" {
		t.Errorf("it is %s", got)
	}
}

// TestRule_11_6_ACodeChoosesAPassword: who is new logs in over SSH as well.
func TestRule_11_6_ACodeChoosesAPassword(t *testing.T) {
	w := newWorld(t, Limits{})
	code := w.code("new@acme.example", "New Person").Reveal()
	client, err := w.dial("new@acme.example", interactive(code, "short", "short", "one that is long enough", "not the same", "one that is long enough", "one that is long enough"))
	if err != nil {
		t.Fatal(err)
	}
	if got := w.who(client); got != "new@acme.example" {
		t.Errorf("it is %s", got)
	}
	if _, err := w.dial("new@acme.example", gossh.Password("one that is long enough")); err != nil {
		t.Error(err)
	}
	if _, err := w.dial("new@acme.example", interactive(code)); err == nil {
		t.Error("the code is good twice")
	}
}

// TestASessionEndsWithItsKey: see rule 11.1 in the model; here it is a session.
func TestASessionEndsWithItsKey(t *testing.T) {
	w := newWorld(t, Limits{})
	key := w.key(w.bob)
	client, err := w.dial("bob", gossh.PublicKeys(key))
	w.must(err)
	p := w.sit(client)
	p.sees("0 of 10 active")
	w.must(w.RemoveSSHKey(t.Context(), w.bob, gossh.FingerprintSHA256(key.PublicKey())))
	p.sees("This session has ended, because its key was removed")
	if err := p.session.Wait(); err == nil {
		t.Error("it ended as if all was well")
	}
}

// TestTheLogSaysWhoAndFromWhere: rule 9.1.
func TestTheLogSaysWhoAndFromWhere(t *testing.T) {
	w := newWorld(t, Limits{})
	client, err := w.dial("bob@acme.example", gossh.Password(password))
	w.must(err)
	w.who(client)
	_, _ = w.dial("bob@acme.example", gossh.Password("wrong"))
	page, err := w.ListActivity(t.Context(), system, w.acme, model.ActivityFilter{}, model.PageRequest{Sort: model.SortCreated, Descending: true, Limit: 2})
	w.must(err)
	if len(page.Rows) != 2 || !page.Rows[0].Refused || page.Rows[1].Refused || page.Rows[1].Action != model.ActLogIn ||
		page.Rows[1].From != "127.0.0.1" || page.Rows[0].From != "127.0.0.1" || page.Rows[1].Actor.Name != "Bob Birch" {
		t.Errorf("the entries are %+v", page.Rows)
	}
}
