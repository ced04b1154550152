package storetest

import (
	"fmt"

	"example.com/latchkey/model"
)

func sshKey(userNo, n int) model.SSHKey {
	return model.SSHKey{
		User: userID(userNo), Name: fmt.Sprint("laptop ", n), Fingerprint: fmt.Sprint("SHA256:", n),
		Line: fmt.Sprint("ssh-ed25519 AAAA", n), AddedAt: at(n),
	}
}

func sshKeys(s *suite) {
	get := func(n int) func(model.Tx) (model.SSHKey, error) {
		return func(tx model.Tx) (model.SSHKey, error) { return tx.SSHKey(fmt.Sprint("SHA256:", n)) }
	}
	of := func(user int) string {
		return ids(see(s, func(tx model.Tx) ([]model.SSHKey, error) { return tx.SSHKeysOf(userID(user)) }),
			func(k model.SSHKey) string { return k.Fingerprint })
	}
	missing(s, get(1))
	s.refused(model.KindNotFound, func(tx model.Tx) error { return tx.DeleteSSHKey("SHA256:1") })
	s.refused(model.KindNotFound, func(tx model.Tx) error { _, err := tx.SSHKey("no\x00key"); return err })
	s.change(func(tx model.Tx) error {
		return first(tx.PutSSHKey(sshKey(1, 2)), tx.PutSSHKey(sshKey(1, 1)), tx.PutSSHKey(sshKey(2, 3)))
	})
	same(s, "key", see(s, get(1)), sshKey(1, 1))
	same(s, "oldest first", of(1), "SHA256:1 SHA256:2")
	same(s, "somebody else's", of(2), "SHA256:3")
	same(s, "nobody's", of(9), "")

	used := sshKey(1, 1)
	used.LastUsedAt = at(30)
	s.change(func(tx model.Tx) error { return tx.PutSSHKey(used) })
	same(s, "used", see(s, get(1)), used)

	theirs := sshKey(2, 1)
	e := s.refused(model.KindConflict, func(tx model.Tx) error { return tx.PutSSHKey(theirs) })
	same(s, "field of the conflict", e.Field, model.FieldKey)
	same(s, "whose it is after the refusal", see(s, get(1)).User, userID(1))
	again := sshKey(1, 1)
	again.AddedAt = at(40)
	s.change(func(tx model.Tx) error { return tx.DeleteSSHKey("SHA256:1") })
	missing(s, get(1))
	same(s, "after removal", of(1), "SHA256:2")
	s.change(func(tx model.Tx) error { return tx.PutSSHKey(again) })
	same(s, "registered again", of(1), "SHA256:2 SHA256:1")
	s.change(func(tx model.Tx) error { return tx.DeleteSSHKey("SHA256:2") })
	s.change(func(tx model.Tx) error { theirs := sshKey(2, 2); return tx.PutSSHKey(theirs) })
	same(s, "free for another after removal", of(2), "SHA256:2 SHA256:3")
}
