package storage

import (
	"bytes"
	"errors"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

type useDayRecord struct {
	Org   string                   `json:"org"`
	Token string                   `json:"token"`
	Day   time.Time                `json:"day"`
	Hours map[int]map[string]int64 `json:"hours"`
}

func packUseDay(d model.UseDay) useDayRecord {
	r := useDayRecord{
		Org: string(d.Token.Org), Token: string(d.Token.ID), Day: utc(d.Day),
		Hours: make(map[int]map[string]int64, len(d.Hours)),
	}
	for hour, counts := range d.Hours {
		r.Hours[hour] = make(map[string]int64, len(counts))
		for reason, n := range counts {
			r.Hours[hour][string(reason)] = n
		}
	}
	return r
}

func unpackUseDay(r useDayRecord) model.UseDay {
	d := model.UseDay{
		Token: model.TokenRef{Org: model.OrgID(r.Org), ID: model.TokenID(r.Token)}, Day: r.Day,
		Hours: make(map[int]map[model.Reason]int64, len(r.Hours)),
	}
	for hour, counts := range r.Hours {
		d.Hours[hour] = make(map[model.Reason]int64, len(counts))
		for reason, n := range counts {
			d.Hours[hour][model.Reason(reason)] = n
		}
	}
	return d
}

var useDays = table[model.UseDay, useDayRecord]{
	noun:   "day",
	key:    func(d model.UseDay) key { return useDayKey(d.Token, d.Day) },
	pack:   packUseDay,
	unpack: unpackUseDay,
}

func useDayKey(ref model.TokenRef, at time.Time) key {
	return newKey("use.day", string(ref.Org), string(ref.ID), day(at))
}

// UseDays returns a token's days from the given one on, oldest first.
func (t *tx) UseDays(ref model.TokenRef, from time.Time) ([]model.UseDay, error) {
	return useDays.records(t, engine.Range{
		Prefix: within("use.day", string(ref.Org), string(ref.ID)),
		From:   useDayKey(ref, from),
	})
}

// UseDay returns the UseDay of a midnight: one without counts when none is on record.
func (t *tx) UseDay(ref model.TokenRef, midnight time.Time) (model.UseDay, error) {
	d, err := useDays.find(t, useDayKey(ref, midnight))
	if errors.Is(err, engine.ErrNotFound) {
		return model.UseDay{Token: ref, Day: midnight}, nil
	}
	return d, err
}

// PutUseDay writes the counts of a day.
func (t *tx) PutUseDay(d model.UseDay) error {
	if err := firstOf(checkID(d.Token.Org), checkID(d.Token.ID)); err != nil {
		return err
	}
	return useDays.set(t, d)
}

// DeleteUseDays removes a token's days before the given one, the oldest first and at
// most so many.
func (t *tx) DeleteUseDays(ref model.TokenRef, before time.Time, most int) error {
	end := useDayKey(ref, before)
	var past []key
	for item, err := range t.scan(engine.Range{Prefix: within("use.day", string(ref.Org), string(ref.ID))}) {
		if err != nil {
			return err
		}
		if len(past) == most || bytes.Compare(item.Key, end) >= 0 {
			break
		}
		past = append(past, item.Key)
	}
	for _, k := range past {
		if err := t.delete(k); err != nil {
			return err
		}
	}
	return nil
}
