package storage

import (
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

// PutUseDay writes the counts of a day.
func (t *tx) PutUseDay(d model.UseDay) error {
	if err := firstOf(checkID(d.Token.Org), checkID(d.Token.ID)); err != nil {
		return err
	}
	_, err := useDays.put(t, d)
	return err
}

// DeleteUseDay removes a day's counts; none there is no error.
func (t *tx) DeleteUseDay(ref model.TokenRef, at time.Time) error {
	return t.delete(useDayKey(ref, at))
}
