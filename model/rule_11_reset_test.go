package model_test

import (
	"strings"
	"testing"
	"time"

	"example.com/latchkey/model"
)

// Whoever slipped a key into an account must not keep the way in that it is.
func TestRule_11_6_AResetRemovesTheSSHKeysAndEndsTheirSessions(t *testing.T) {
	w := newWorld(t)
	bob, cid := w.person(w.acme, "Bob Birch", model.SetStandard), w.person(w.acme, "Cid Cole", model.SetStandard)
	laptop := w.addKey(bob.Actor, "laptop", newKey(t))
	w.clock.Advance(time.Second)
	box := w.addKey(bob.Actor, "build box", newKey(t))
	cids := w.addKey(cid.Actor, "laptop", newKey(t))
	byKey, _, err := w.LogInWithKey(w.ctx(), laptop.Fingerprint, here)
	w.must(err)
	entries := w.since(func() {
		reset, err := w.ResetPassword(w.ctx(), w.ada, w.acme, bob.User(), model.Secret{})
		w.must(err)
		if len(reset.Keys) != 2 || reset.Keys[0].Name != "laptop" || reset.Keys[1].Name != "build box" || reset.Code.IsZero() {
			t.Errorf("the reset gives %+v", reset)
		}
	})
	if len(entries) != 1 || len(entries[0].Details) != 3 {
		t.Fatalf("the entries are %+v", entries)
	}
	for i, k := range []model.SSHKey{laptop, box} {
		if got, want := entries[0].Details[i+1], (model.Detail{Field: "ssh key", Before: k.Name + " (" + k.Fingerprint + ")"}); got != want {
			t.Errorf("the detail is %+v, want %+v", got, want)
		}
	}
	_, err = w.WhoAmI(w.ctx(), byKey, w.acme)
	w.wantKind(err, model.KindUnauthenticated)
	for _, k := range []model.SSHKey{laptop, box} {
		_, _, err = w.LogInWithKey(w.ctx(), k.Fingerprint, here)
		w.wantKind(err, model.KindUnauthenticated)
	}
	_, _, err = w.LogInWithKey(w.ctx(), cids.Fingerprint, here)
	w.must(err) // nobody else's
	_, err = w.WhoAmI(w.ctx(), bob.Actor, w.acme)
	w.must(err) // by password: it goes on
}

// The password before works until the code is used, so that whoever has it can
// register another key meanwhile: using the code ends that way in as well.
func TestRule_11_6_UsingTheCodeOfAResetRemovesTheKeysThatCameSince(t *testing.T) {
	w := newWorld(t)
	bob, cid := w.person(w.acme, "Bob Birch", model.SetStandard), w.person(w.acme, "Cid Cole", model.SetStandard)
	cids := w.addKey(cid.Actor, "laptop", newKey(t))
	reset, err := w.ResetPassword(w.ctx(), w.ada, w.acme, bob.User(), model.Secret{})
	w.must(err)
	slipped := w.addKey(bob.Actor, "slipped in", newKey(t))
	byKey, _, err := w.LogInWithKey(w.ctx(), slipped.Fingerprint, here)
	w.must(err)
	entries := w.since(func() {
		bob.Actor, _, err = w.ChoosePassword(w.ctx(), bob.email, reset.Code, model.NewSecret("quite another password"), here)
		w.must(err)
	})
	want := model.Detail{Field: "ssh key", Before: "slipped in (" + slipped.Fingerprint + ")"}
	if len(entries) == 0 || len(entries[0].Details) != 1 || entries[0].Details[0] != want {
		t.Errorf("the entries are %+v", entries)
	}
	_, _, err = w.LogInWithKey(w.ctx(), slipped.Fingerprint, here)
	w.wantKind(err, model.KindUnauthenticated)
	_, err = w.WhoAmI(w.ctx(), byKey, w.acme)
	w.wantKind(err, model.KindUnauthenticated)
	keys, err := w.SSHKeys(w.ctx(), bob.Actor)
	w.must(err)
	if len(keys) != 0 {
		t.Errorf("Bob has %+v", keys)
	}
	_, _, err = w.LogInWithKey(w.ctx(), cids.Fingerprint, here)
	w.must(err) // nobody else's
}

// A reset that is refused removes nothing.
func TestRule_11_6_AResetThatIsRefusedLeavesTheKeysAlone(t *testing.T) {
	w := newWorld(t)
	mia, bob := w.person(w.acme, "Mia Moss", model.SetManager), w.person(w.acme, "Bob Birch", model.SetStandard)
	key := w.addKey(bob.Actor, "laptop", newKey(t))
	w.join(bob, w.org("Globex"), model.SetStandard)
	_, err := w.ResetPassword(w.ctx(), mia.Actor, w.acme, bob.User(), model.Secret{})
	w.wantKind(err, model.KindForbidden)
	_, _, err = w.LogInWithKey(w.ctx(), key.Fingerprint, here)
	w.must(err)
}

// The question before a reset says which keys go, to who may reset and to nobody
// else: keys are the account's, and no organisation's.
func TestRule_11_6_WhichKeysAResetRemovesIsToldToWhoMayReset(t *testing.T) {
	w := newWorld(t)
	mia, bob := w.person(w.acme, "Mia Moss", model.SetManager), w.person(w.acme, "Bob Birch", model.SetStandard)
	w.addKey(bob.Actor, "laptop", newKey(t))
	told := func(by model.Actor) int {
		keys, err := w.KeysAtReset(w.ctx(), by, w.acme, bob.User())
		w.must(err)
		return len(keys)
	}
	if told(mia.Actor) != 1 || told(w.ada) != 1 {
		t.Error("who may reset is not told of the key")
	}
	w.join(bob, w.org("Globex"), model.SetStandard)
	if told(mia.Actor) != 0 || told(w.ada) != 1 {
		t.Error("who may not reset is told of the key, or the operator is not")
	}
	w.must(w.RemoveMember(w.ctx(), w.ada, w.acme, bob.User(), model.Subject{}))
	_, err := w.KeysAtReset(w.ctx(), w.ada, w.acme, bob.User())
	w.wantKind(err, model.KindNotFound)
}

// An operator removes one key of somebody's, whatever the reason.
func TestRule_11_1_AnOperatorRemovesAKeyOfSomebodys(t *testing.T) {
	w := newWorld(t)
	bob, cid := w.person(w.acme, "Bob Birch", model.SetStandard), w.person(w.acme, "Cid Cole", model.SetStandard)
	laptop, box := w.addKey(bob.Actor, "laptop", newKey(t)), w.addKey(bob.Actor, "build box", newKey(t))
	byKey, _, err := w.LogInWithKey(w.ctx(), laptop.Fingerprint, here)
	w.must(err)
	w.wantKind(w.RemoveSSHKeyOf(w.ctx(), w.ada, cid.User(), laptop.Fingerprint), model.KindNotFound)
	w.wantKind(w.RemoveSSHKeyOf(w.ctx(), w.ada, bob.User(), "SHA256:nobody"), model.KindNotFound)
	entries := w.since(func() { w.must(w.RemoveSSHKeyOf(w.ctx(), w.ada, bob.User(), laptop.Fingerprint)) })
	if len(entries) != 1 || entries[0].Target.ID != string(bob.User()) || len(entries[0].Details) != 1 ||
		entries[0].Details[0].Before != "laptop ("+laptop.Fingerprint+")" {
		t.Errorf("the entries are %+v", entries)
	}
	_, err = w.WhoAmI(w.ctx(), byKey, w.acme)
	w.wantKind(err, model.KindUnauthenticated)
	keys, err := w.SSHKeysOf(w.ctx(), w.ada, bob.User())
	w.must(err)
	if len(keys) != 1 || keys[0] != box {
		t.Errorf("Bob has %+v", keys)
	}
}

func TestRule_12_1_AKeyIsFoundByItsFingerprintOrItsName(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetStandard)
	laptop, box := w.addKey(bob.Actor, "laptop", newKey(t)), w.addKey(bob.Actor, "Build box", newKey(t))
	twin := w.addKey(bob.Actor, "laptop", newKey(t))
	for text, want := range map[string]model.SSHKey{laptop.Fingerprint: laptop, twin.Fingerprint: twin, "build box": box} {
		if got, err := w.FindSSHKeyOf(w.ctx(), w.ada, bob.User(), text); err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	_, err := w.FindSSHKeyOf(w.ctx(), w.ada, bob.User(), "laptop")
	w.wantKind(err, model.KindConflict)
	for _, k := range []model.SSHKey{laptop, twin} {
		if !strings.Contains(err.Error(), k.Fingerprint) {
			t.Errorf("%v does not name %s", err, k.Fingerprint)
		}
	}
	_, err = w.FindSSHKeyOf(w.ctx(), w.ada, bob.User(), "phone")
	w.wantKind(err, model.KindNotFound)
}
