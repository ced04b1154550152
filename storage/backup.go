package storage

import (
	"bytes"
	"encoding/hex"
	"errors"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// A backup is one state of a store as a stream of bytes:
//
//	magic    "latchkey-backup-v1\n"
//	header   length, sealed value       the head of the activity log
//	records  length, key, length, sealed value, in the order of the keys
//	end      0, length, sealed value    how many records, and the SHA-256 of all before the length
//
// Lengths are uvarints. All values are sealed with the key of the store: those of
// the records are as they lie in the engine, and header and end are sealed as the
// values of keys that no record has. So a backup says at its first bytes whether
// a key file belongs to it, none of it can be altered, left out or put in from
// another backup without that key, and a stream that breaks off has no end. What
// hides it is for whoever keeps it: secrets are in it as the store has them, by
// keyed hashes, but names are in clear.
const (
	backupFamily = "latchkey-backup-v"
	backupMagic  = backupFamily + "1\n"

	// backupMaxEdge is how long header and end may be, in bytes; they have less
	// than 300.
	backupMaxEdge = 4 << 10
)

// The keys that header and end are sealed as the values of.
var (
	backupHeaderKey = key("backup.header")
	backupEndKey    = key("backup.end")
)

// backupEnd is the payload of the end.
type backupEnd struct {
	Records uint64     `json:"records"`
	SHA256  digestText `json:"sha256"`
}

// digestText is a SHA-256 as hex digits, all of them also when they are zero.
type digestText [32]byte

// MarshalText writes 64 hex digits.
func (d digestText) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, d[:]), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *digestText) UnmarshalText(text []byte) error {
	if len(text) != hex.EncodedLen(len(d)) {
		return errors.New("a digest of another length")
	}
	_, err := hex.Decode(d[:], text)
	return err
}

// things are the tables whose records a person knows as things.
var things = []struct {
	prefix key
	count  func(*model.Backup) *uint64
}{
	{all("org"), func(b *model.Backup) *uint64 { return &b.Orgs }},
	{all("account"), func(b *model.Backup) *uint64 { return &b.People }},
	{all("service"), func(b *model.Backup) *uint64 { return &b.ServiceUsers }},
	{all("token"), func(b *model.Backup) *uint64 { return &b.Tokens }},
}

// countRecord adds a record to what a backup holds.
func countRecord(b *model.Backup, k key) {
	b.Records++
	for _, c := range things {
		if bytes.HasPrefix(k, c.prefix) {
			*c.count(b)++
		}
	}
}

// notABackup is the error for a backup that is not as it was written.
func notABackup(cause error, sentence string) error {
	return &model.Error{Kind: model.KindInvalid, Message: sentence, Err: cause}
}

func backupDamaged(cause error) error {
	return notABackup(cause, "The backup is damaged or was altered, so nothing of it is used. Take another copy of it.")
}

func backupCutShort(cause error) error {
	return notABackup(cause, "The backup is cut short, so nothing of it is used. Take another copy of it.")
}

// openEdge opens the header or the end.
func (s *sealer) openEdge(k key, value []byte) ([]byte, error) {
	payload, err := s.open(k, value)
	switch {
	case errors.Is(err, errVersion):
		return nil, newerBackup(err)
	case errors.Is(err, errMAC) && bytes.Equal(k, backupHeaderKey):
		return nil, unavailable(engine.ErrWrongKey, "The key file does not belong to this backup. Name the one that its store was made with.")
	case err != nil:
		return nil, backupDamaged(err)
	}
	return payload, nil
}

func newerBackup(cause error) error {
	return notABackup(cause, "This backup was written by a newer latchkey. Update latchkey to restore it.")
}
