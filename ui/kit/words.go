package kit

import (
	"strconv"
	"time"
)

const day = 24 * time.Hour

// Ago says how long ago t was, for lists: "just now", "2 minutes ago",
// "26 days ago", and "never" for the zero time.
func (s *Session) Ago(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	if passed := s.Now().Sub(t); passed >= time.Minute {
		return span(passed) + " ago"
	}
	return "just now"
}

// Until says how long it is to t: "in 3 days", "now" when it has come, and
// "never" for the zero time.
func (s *Session) Until(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	if left := t.Sub(s.Now()); left >= time.Minute {
		return "in " + span(left)
	}
	return "now"
}

// span names a duration of at least a minute in its largest whole unit. Days
// go on to a year, since the rules count in days.
func span(d time.Duration) string {
	switch {
	case d < time.Hour:
		return Plural(int(d/time.Minute), "minute")
	case d < day:
		return Plural(int(d/time.Hour), "hour")
	case d < 365*day:
		return Plural(int(d/day), "day")
	}
	return Plural(int(d/(365*day)), "year")
}

// Day names the day of t for lists: "12 May", or "May 2025" when that is another
// year than now's, and "" for the zero time.
func (s *Session) Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(s.Zone)
	if t.Year() == s.Now().In(s.Zone).Year() {
		return t.Format("02 Jan")
	}
	return t.Format("Jan 2006")
}

// Exact names t to the second with its zone, for details, and says "never" for
// the zero time.
func (s *Session) Exact(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.In(s.Zone).Format("02 Jan 2006, 15:04:05 MST")
}

// Count writes n with a comma between thousands: 1,234.
func Count(n int) string {
	digits := strconv.Itoa(n)
	start := 0
	if n < 0 {
		start = 1
	}
	for i := len(digits) - 3; i > start; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Plural writes n and the noun that goes with it: "1 token", "1,234 tokens".
// Nouns that do not end in a plain s are given as plural.
func Plural(n int, noun string, plural ...string) string {
	switch {
	case n == 1:
	case len(plural) > 0:
		noun = plural[0]
	default:
		noun += "s"
	}
	return Count(n) + " " + noun
}
