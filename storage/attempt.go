package storage

import (
	"errors"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

type attemptRecord struct {
	Key   hashText  `json:"key"`
	Count int       `json:"count"`
	Last  time.Time `json:"last"`
	Until time.Time `json:"until"`
}

// attempt is the model's count together with the key that it is kept under.
type attempt struct {
	hash model.Hash
	model.Attempts
}

var attempts = table[attempt, attemptRecord]{
	noun: "count of attempts",
	key:  func(a attempt) key { return attemptKey(a.hash) },
	pack: func(a attempt) attemptRecord {
		return attemptRecord{Key: hashText(a.hash), Count: a.Count, Last: utc(a.Last), Until: utc(a.Until)}
	},
	unpack: func(r attemptRecord) attempt {
		return attempt{model.Hash(r.Key), model.Attempts{Count: r.Count, Last: r.Last, Until: r.Until}}
	},
	links: func(a attempt) []link {
		return []link{{at: newKey("attempt.by-until", millis(a.Until), string(a.hash[:]))}}
	},
}

func attemptKey(h model.Hash) key { return newKey("attempt", string(h[:])) }

// Attempts returns the count under a key: a zero one when there is none.
func (t *tx) Attempts(h model.Hash) (model.Attempts, error) {
	a, err := attempts.find(t, attemptKey(h))
	if errors.Is(err, engine.ErrNotFound) {
		return model.Attempts{}, nil
	}
	return a.Attempts, err
}

// PutAttempts writes the count.
func (t *tx) PutAttempts(h model.Hash, a model.Attempts) error {
	_, err := attempts.put(t, attempt{h, a})
	return err
}

// DeleteAttempts removes a count; none there is no error.
func (t *tx) DeleteAttempts(h model.Hash) error {
	return attempts.deleteAt(t, attemptKey(h))
}

// OldAttempts returns up to limit keys whose Until is before the given time,
// the earliest first.
func (t *tx) OldAttempts(before time.Time, limit int) ([]model.Hash, error) {
	found, err := attempts.until(t, all("attempt.by-until"), before, limit)
	if err != nil {
		return nil, err
	}
	var old []model.Hash
	for _, a := range found {
		if a.Until.Before(before) {
			old = append(old, a.hash)
		}
	}
	return old, nil
}
