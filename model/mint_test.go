package model_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"example.com/latchkey/model"
)

// TestMint: a token that was put into the store beside the use cases is verified
// like any other, and its secret can be made again.
func TestMint(t *testing.T) {
	w := newWorld(t)
	mint := func() (model.Mint, model.Secret) {
		m := model.NewMint(rand.NewChaCha8([32]byte{7}), bytes.Repeat([]byte("p"), 32))
		secret, err := m.Secret(model.PrefixUser)
		w.must(err)
		return m, secret
	}
	m, secret := mint()
	w.must(w.store.Update(t.Context(), func(tx model.Tx) error {
		return tx.PutToken(model.Token{
			ID: "tok_00000000000000000000000001", Org: w.acme, Subject: model.Subject{User: w.ada.User()}, Name: "minted",
			CreatedAt: w.Now(), Hash: m.Hash(secret), LastFour: secret.LastFour(),
		})
	}))
	_, again := mint()
	d, err := w.Verify(t.Context(), again, model.Origin{Address: "10.1.4.7"})
	w.must(err)
	if !d.OK() || d.Token.Name != "minted" {
		t.Errorf("the answer is %s for %q", d.Reason, d.Token.Name)
	}
}
