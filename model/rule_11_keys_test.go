package model_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"example.com/latchkey/model"
)

// newKey returns the line of a new public key.
func newKey(t testing.TB) string {
	t.Helper()
	public, _, err := ed25519.GenerateKey(rand.Reader)
	return lineOf(t, public, err)
}

func lineOf(t testing.TB, public any, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
}

func (w *world) addKey(p model.Actor, name, line string) model.SSHKey {
	w.t.Helper()
	key, err := w.AddSSHKey(w.ctx(), p, model.SSHKeyRequest{Name: name, Line: line, Password: secret})
	w.must(err)
	return key
}

func TestRule_11_1_WhatCanBeAKey(t *testing.T) {
	w := newWorld(t)
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	w.must(err)
	strong, err := rsa.GenerateKey(rand.Reader, 2048)
	w.must(err)
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	w.must(err)
	good := newKey(t)
	for name, line := range map[string]string{
		"ed25519": good, "with a comment": newKey(t) + " ada@laptop", "rsa": lineOf(t, strong.Public(), nil),
		"ecdsa": lineOf(t, curve.Public(), nil), "with an end of line": newKey(t) + "\r\n",
	} {
		if _, err := w.AddSSHKey(w.ctx(), w.ada, model.SSHKeyRequest{Name: name, Line: line, Password: secret}); err != nil {
			t.Errorf("%s is refused: %v", name, err)
		}
	}
	for name, c := range map[string]struct{ line, says string }{
		"nothing":       {"", "Paste the one line"},
		"no key":        {"hello", "not a public key"},
		"cut":           {good[:40], "not a public key"},
		"private":       {"-----BEGIN OPENSSH PRIVATE KEY-----", "private key, which never leaves"},
		"options":       {`command="ls" ` + newKey(t), "begins with options"},
		"two":           {newKey(t) + "\n" + newKey(t), "a single line"},
		"long":          {newKey(t) + strings.Repeat(" x", 20000), "a single line"},
		"weak":          {lineOf(t, weak.Public(), nil), "less than 2048 bits"},
		"dsa":           {dsaLine, "DSA key"},
		"a certificate": {certificate(t), "certificate"},
		"twice":         {good, "registered already, as ed25519"},
	} {
		_, err := w.AddSSHKey(w.ctx(), w.ada, model.SSHKeyRequest{Name: "x", Line: c.line, Password: secret})
		if err == nil || !strings.Contains(err.Error(), c.says) || model.FieldOf(err) != model.FieldKey {
			t.Errorf("%s: got %v (field %q), want one that says %q", name, err, model.FieldOf(err), c.says)
		}
	}
	if _, err := w.AddSSHKey(w.ctx(), w.ada, model.SSHKeyRequest{Line: newKey(t), Password: secret}); model.FieldOf(err) != model.FieldName {
		t.Errorf("a key without a name: %v", err)
	}
	key, err := w.AddSSHKey(w.ctx(), w.ada, model.SSHKeyRequest{Line: newKey(t) + " ada@desk", Password: secret})
	if err != nil || key.Name != "ada@desk" || strings.Contains(key.Line, "desk") || !strings.HasPrefix(key.Fingerprint, "SHA256:") {
		t.Errorf("got %+v, %v", key, err)
	}
}

// certificate returns the line of a certificate.
func certificate(t *testing.T) string {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	c := &ssh.Certificate{Key: key, CertType: ssh.UserCert, ValidBefore: ssh.CertTimeInfinity}
	if err := c.SignCert(rand.Reader, signer); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(c)))
}

func TestRule_11_1_AKeyIsOnePersons(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetStandard)
	line := newKey(t)
	key := w.addKey(w.ada, "laptop", line)
	_, err := w.AddSSHKey(w.ctx(), bob.Actor, model.SSHKeyRequest{Name: "mine", Line: line, Password: secret})
	w.wantKind(err, model.KindConflict)
	w.wantKind(w.RemoveSSHKey(w.ctx(), bob.Actor, key.Fingerprint), model.KindNotFound)
	if keys, err := w.SSHKeys(w.ctx(), bob.Actor); err != nil || len(keys) != 0 {
		t.Fatalf("Bob has %v, %v", keys, err)
	}
	keys, err := w.SSHKeys(w.ctx(), w.ada)
	if err != nil || len(keys) != 1 || keys[0] != key {
		t.Fatalf("Ada has %v, %v", keys, err)
	}
	for i := range 19 {
		w.addKey(w.ada, "laptop "+strings.Repeat("x", i+1), newKey(t))
	}
	_, err = w.AddSSHKey(w.ctx(), w.ada, model.SSHKeyRequest{Name: "one more", Line: newKey(t), Password: secret})
	w.wantKind(err, model.KindQuota)
}

func TestRule_11_1_LogInWithAKey(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetStandard)
	key := w.addKey(bob.Actor, "laptop", newKey(t))
	var actor model.Actor
	entries := w.since(func() {
		var org model.OrgID
		var err error
		w.clock.Advance(time.Minute)
		actor, org, err = w.LogInWithKey(w.ctx(), key.Fingerprint, here)
		w.must(err)
		if actor.User() != bob.User() || org != w.acme {
			t.Fatalf("the key lets %s into %s", actor.User(), org)
		}
	})
	if len(entries) != 1 || entries[0].Action != model.ActLogIn || entries[0].Refused || entries[0].From != here.Address {
		t.Fatalf("the entries are %+v", entries)
	}
	keys, err := w.SSHKeys(w.ctx(), actor)
	if err != nil || len(keys) != 1 || !keys[0].LastUsedAt.Equal(w.Now()) {
		t.Fatalf("got %+v, %v", keys, err)
	}
}

// A key that nobody has and one of somebody who is shut out get the same answer.
func TestRule_11_3_AKeyThatLetsNobodyIn(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetStandard)
	cid := w.person(w.acme, "Cid Cole", model.SetStandard)
	bobs, cids := w.addKey(bob.Actor, "laptop", newKey(t)), w.addKey(cid.Actor, "laptop", newKey(t))
	w.must(w.DeactivateMember(w.ctx(), system, w.acme, bob.User()))
	w.account(cid.Actor, func(a *model.Account) { a.Disabled = true })
	for name, fingerprint := range map[string]string{"unknown": "SHA256:nobody", "empty": "", "deactivated": bobs.Fingerprint, "disabled": cids.Fingerprint} {
		entries := w.since(func() {
			_, _, err := w.LogInWithKey(w.ctx(), fingerprint, model.Origin{Address: name})
			w.wantKind(err, model.KindUnauthenticated)
			if err.Error() != "That key lets nobody in." {
				t.Errorf("%s: %v", name, err)
			}
		})
		if known, err := w.KnowsSSHKey(w.ctx(), fingerprint); known || err != nil {
			t.Errorf("%s is known: %v", name, err)
		}
		if len(entries) != 1 || !entries[0].Refused || entries[0].Action != model.ActLogIn {
			t.Errorf("%s: the entries are %+v", name, entries)
		}
	}
	w.must(w.ReactivateMember(w.ctx(), system, w.acme, bob.User()))
	if known, err := w.KnowsSSHKey(w.ctx(), bobs.Fingerprint); !known || err != nil {
		t.Errorf("Bob is back, and his key is not: %v", err)
	}
}

// Who takes a key away ends what it opened, also when it comes back.
func TestRule_11_1_ASessionEndsWithItsKey(t *testing.T) {
	w := newWorld(t)
	line := newKey(t)
	key := w.addKey(w.ada, "laptop", line)
	byKey, _, err := w.LogInWithKey(w.ctx(), key.Fingerprint, here)
	w.must(err)
	_, err = w.WhoAmI(w.ctx(), byKey, w.acme)
	w.must(err)
	w.must(w.RemoveSSHKey(w.ctx(), w.ada, key.Fingerprint))
	for range 2 {
		_, err = w.WhoAmI(w.ctx(), byKey, w.acme)
		w.wantKind(err, model.KindUnauthenticated)
		w.clock.Advance(time.Second)
		w.addKeyOnce(line)
	}
	_, err = w.WhoAmI(w.ctx(), w.ada, w.acme)
	w.must(err) // by password: it goes on
}

func (w *world) addKeyOnce(line string) {
	if keys, _ := w.SSHKeys(w.ctx(), w.ada); len(keys) == 0 {
		w.addKey(w.ada, "laptop", line)
	}
}

// A leaked token registers no key (rule 4.6).
func TestRule_4_6_KeysNeedThePassword(t *testing.T) {
	w := newWorld(t)
	byToken, _ := w.bearer(w.ada, w.acme)
	line := newKey(t)
	add := func(p model.Secret) error {
		_, err := w.AddSSHKey(w.ctx(), byToken, model.SSHKeyRequest{Name: "laptop", Line: line, Password: p})
		return err
	}
	w.wantKind(add(model.Secret{}), model.KindInvalid)
	w.wantKind(add(model.NewSecret("not the password")), model.KindUnauthenticated)
	w.must(add(secret))
	w.noPassword(w.acme)
	line = newKey(t)
	w.wantKind(add(secret), model.KindForbidden)
	_, err := w.AsksPasswordForKey(w.ctx(), byToken)
	w.wantKind(err, model.KindForbidden)
}

// Registering asks for the password as generating does: of whoever can log in with
// one in any of their organisations (rule 4.2).
func TestRule_4_2_KeysAskForThePassword(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex") // Ada's too
	add := func(p model.Secret) error {
		_, err := w.AddSSHKey(w.ctx(), w.ada, model.SSHKeyRequest{Name: "laptop", Line: newKey(t), Password: p})
		return err
	}
	w.wantAsksForKey(w.ada, true)
	w.wantKind(add(model.Secret{}), model.KindInvalid)
	entries := w.since(func() { w.wantKind(add(model.NewSecret("not the password")), model.KindUnauthenticated) })
	if len(entries) != 1 || !entries[0].Refused || entries[0].Action != model.ActAddSSHKey {
		t.Errorf("the entries are %+v", entries)
	}
	w.noPassword(w.acme)
	w.wantAsksForKey(w.ada, true) // by Globex
	w.wantKind(add(model.Secret{}), model.KindInvalid)
	w.must(add(secret))
	w.noPassword(globex)
	w.wantAsksForKey(w.ada, false)
	w.must(add(model.Secret{}))
	w.wantAsksForKey(w.operator("Opal Orr").Actor, true) // in no organisation
}

func (w *world) wantAsksForKey(p model.Actor, want bool) {
	w.t.Helper()
	asks, err := w.AsksPasswordForKey(w.ctx(), p)
	w.must(err)
	if asks != want {
		w.t.Errorf("the password is asked for: %t, want %t", asks, want)
	}
}

// dsaLine is a DSA key, which nothing makes any more.
const dsaLine = "ssh-dss AAAAB3NzaC1kc3MAAACBAKJQpo1W0uRIKruXuCR7lingXMC6MSrumCoMKI66iGr5mJI/Q/UfauUpnnhkQr/64OXfz3FeELgRdKhIVoYelmYr2iwIL0ghKIiuHFQWz3pPE27NW+bG7CEycZ5PO5/DUiGF+fAjzuilaMvBbTYH2EC/cjhdmGl6wqsNwQV5zTxTAAAAFQDE0iz0KwY/A6ufkNxTSlRaUhFSCQAAAIBKavUhMS7SK10FotGIC4fqGxtEaDjdJ1Tpa5LMJvMt4X6+9PbONQoz9FE0FnsrlHxUd82W00uqcvqPOU5LkHCjSVaZtkyVifXL32tr6zNqaC/LdmOdTrLfYFX3Qxpf0LK2TZDVX1JibvXtsbygHq9gFbVveCTmBsOssgGg/G/LTAAAAIAx3IGjUoinFa9l9KXosIEO1sBtXo2RIzV0e2ZGWlJXQK/POHJZmnff4NU+3cV7tBMMJuZUrSJbx0YC+ElrdyCWLnN1LBdthJP1okeM3VMgZTmcG5kGWcpoToVWd1uX9qAsW5OgPaZrcyR7MUorwno3BaYIptWwuhYzRUXcL+yHiA=="
