package storage

import (
	"encoding"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"example.com/latchkey/model"
)

// encode returns the payload of a record: JSON, unless it has a form of its own.
func encode(record any) ([]byte, error) {
	if own, ok := record.(encoding.BinaryMarshaler); ok {
		return own.MarshalBinary()
	}
	return json.Marshal(record)
}

// decode reads a payload that was verified: only a fault of latchkey's own can have
// left one that is no R.
func decode[R any](t *tx, k key, payload []byte) (record R, err error) {
	if own, ok := any(&record).(encoding.BinaryUnmarshaler); ok {
		err = own.UnmarshalBinary(payload)
	} else {
		err = json.Unmarshal(payload, &record)
	}
	if err != nil {
		var none R
		return none, t.damaged(k, err)
	}
	return record, nil
}

// utc is how records keep times: in UTC, without the process's own clock.
func utc(t time.Time) time.Time { return t.UTC().Round(0) }

// hashText is a model.Hash that records show as hex digits, and a hash of
// zeros as "".
type hashText model.Hash

// MarshalText writes 64 hex digits, or nothing.
func (h hashText) MarshalText() ([]byte, error) {
	if h == (hashText{}) {
		return nil, nil
	}
	return hex.AppendEncode(nil, h[:]), nil
}

// UnmarshalText reads what MarshalText wrote.
func (h *hashText) UnmarshalText(text []byte) error {
	*h = hashText{}
	if len(text) == 0 {
		return nil
	}
	if len(text) != hex.EncodedLen(len(h)) {
		return fmt.Errorf("a hash of %d digits", len(text))
	}
	_, err := hex.Decode(h[:], text)
	return err
}

// levelText is a model.Level that records show by its name.
type levelText model.Level

// MarshalText writes the level's name.
func (l levelText) MarshalText() ([]byte, error) { return []byte(model.Level(l).String()), nil }

// UnmarshalText reads what MarshalText wrote: a level that is not known is an
// error, not some other level.
func (l *levelText) UnmarshalText(text []byte) error {
	*l = levelText(model.LevelNone)
	if string(text) == model.LevelNone.String() {
		return nil
	}
	level, err := model.ParseLevel(string(text))
	*l = levelText(level)
	return err
}

// texts returns named strings as plain ones; nil for none.
func texts[T ~string](list []T) []string {
	var out []string
	for _, one := range list {
		out = append(out, string(one))
	}
	return out
}

// fromTexts turns texts round.
func fromTexts[T ~string](list []string) []T {
	var out []T
	for _, one := range list {
		out = append(out, T(one))
	}
	return out
}
