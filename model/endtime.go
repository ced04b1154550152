package model

import (
	"strconv"
	"strings"
	"time"
)

var daysForm = newForm(`^([0-9]{1,4})\s*(d|day|days)$`)

// ParseEnd reads an end date as people type it (rule 3.5): "" or "never" for
// none, a day such as 2026-12-31 (the token is good until that day is over, in
// zone), or a number of days from now such as 90d. The error is of KindInvalid.
func ParseEnd(text string, now time.Time, zone *time.Location) (time.Time, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" || text == "never" {
		return time.Time{}, nil
	}
	if m := daysForm.parts(text); m != nil {
		n, err := strconv.Atoi(m[1])
		if err == nil && n > 0 {
			return now.Add(time.Duration(n) * day), nil
		}
	}
	date, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		return time.Time{}, invalid(FieldEndsAt, "The end date needs the form 2026-12-31, or 90d for 90 days from now, or nothing for never.")
	}
	end := date.AddDate(0, 0, 1)
	if !end.After(now) {
		return time.Time{}, invalid(FieldEndsAt, "The end date %s has passed already; choose one in the future.", text)
	}
	return end, nil
}
