package storage

import (
	"errors"
	"strings"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

type sshKeyRecord struct {
	User        string    `json:"user"`
	Name        string    `json:"name"`
	Fingerprint string    `json:"fingerprint"`
	Line        string    `json:"line"`
	AddedAt     time.Time `json:"added_at"`
	LastUsedAt  time.Time `json:"last_used_at,omitzero"`
}

var sshKeys = table[model.SSHKey, sshKeyRecord]{
	noun: "key",
	key:  func(k model.SSHKey) key { return sshKeyKey(k.Fingerprint) },
	pack: func(k model.SSHKey) sshKeyRecord {
		return sshKeyRecord{
			User: string(k.User), Name: k.Name, Fingerprint: k.Fingerprint, Line: k.Line,
			AddedAt: utc(k.AddedAt), LastUsedAt: utc(k.LastUsedAt),
		}
	},
	unpack: func(r sshKeyRecord) model.SSHKey {
		return model.SSHKey{
			User: model.UserID(r.User), Name: r.Name, Fingerprint: r.Fingerprint, Line: r.Line,
			AddedAt: r.AddedAt, LastUsedAt: r.LastUsedAt,
		}
	},
	links: func(k model.SSHKey) []link {
		return []link{{at: newKey("sshkey.of", string(k.User), millis(k.AddedAt), k.Fingerprint)}}
	},
}

// maxFingerprint is how long a fingerprint may be, in bytes; SHA-256 has 50.
const maxFingerprint = 100

func sshKeyKey(fingerprint string) key {
	return newKey("sshkey", fingerprint)
}

// checkFingerprint refuses what would break the layout as a part of a key.
func checkFingerprint(fingerprint string) error {
	if fingerprint == "" || len(fingerprint) > maxFingerprint || strings.ContainsRune(fingerprint, 0) {
		return internal(nil, "latchkey made the fingerprint %q, which cannot be stored.", fingerprint)
	}
	return nil
}

// SSHKey returns the key with that fingerprint. KindNotFound when there is none.
func (t *tx) SSHKey(fingerprint string) (model.SSHKey, error) {
	return sshKeys.get(t, sshKeyKey(fingerprint))
}

// PutSSHKey writes a key. KindConflict when somebody else has it.
func (t *tx) PutSSHKey(k model.SSHKey) error {
	if err := firstOf(checkID(k.User), checkFingerprint(k.Fingerprint)); err != nil {
		return err
	}
	old, err := sshKeys.find(t, sshKeyKey(k.Fingerprint))
	switch {
	case err == nil && old.User != k.User:
		return &model.Error{Kind: model.KindConflict, Field: model.FieldKey, Message: "Somebody has registered that key already; a key is one person's."}
	case err != nil && !errors.Is(err, engine.ErrNotFound):
		return err
	}
	_, err = sshKeys.put(t, k)
	return err
}

// DeleteSSHKey removes a key. KindNotFound when there is none.
func (t *tx) DeleteSSHKey(fingerprint string) error {
	k, err := t.SSHKey(fingerprint)
	if err != nil {
		return err
	}
	return sshKeys.delete(t, k)
}

// SSHKeysOf returns all of a person's keys, oldest first.
func (t *tx) SSHKeysOf(user model.UserID) ([]model.SSHKey, error) {
	return sshKeys.list(t, within("sshkey.of", string(user)))
}
