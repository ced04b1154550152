package model

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// ActivityFilter narrows the activity log (rule 9.3). Its zero value lets
// everything through. Texts are compared folded, as a part of what is there.
type ActivityFilter struct {
	Actor   string
	Action  string // a beginning, as in token or token.revoke
	Target  string // of the target's name, kind or id
	From    string
	Refused bool // refused attempts alone
	Since   time.Time
	Until   time.Time
}

// IsZero reports whether the filter lets everything through.
func (f ActivityFilter) IsZero() bool { return f == ActivityFilter{} }

// ParseActivityFilter reads a filter in one line: words of the form
// actor:ada, action:token, target:ci, from:10.1, since:7d, until:2026-05-31,
// and refused. A word without a name is looked for in the target. Times are
// spans (30m, 12h, 7d) before now or days in zone. The error is of KindInvalid.
func ParseActivityFilter(text string, now time.Time, zone *time.Location) (ActivityFilter, error) {
	var f ActivityFilter
	for _, word := range strings.Fields(text) {
		if err := f.take(word, now, zone); err != nil {
			return ActivityFilter{}, err
		}
	}
	return f, nil
}

// FieldFilter is the field that errors about a filter name.
const FieldFilter Field = "filter"

func (f *ActivityFilter) take(word string, now time.Time, zone *time.Location) (err error) {
	name, value, named := strings.Cut(word, ":")
	if !named {
		if word == "refused" {
			f.Refused = true
			return nil
		}
		if f.Target != "" {
			return invalid(FieldFilter, "One word alone is looked for in the target; %s would be a second.", Printable(word))
		}
		f.Target = foldName(word)
		return nil
	}
	switch name {
	case "actor":
		f.Actor = foldName(value)
	case "action":
		f.Action = strings.ToLower(value)
	case "target":
		f.Target = foldName(value)
	case "from":
		f.From = strings.ToLower(value)
	case "since":
		f.Since, err = parseMoment(word, value, now, zone, false)
	case "until":
		f.Until, err = parseMoment(word, value, now, zone, true)
	default:
		err = invalid(FieldFilter, "A filter has no %s; it has actor, action, target, from, since, until and refused.", Printable(name))
	}
	return err
}

var spanForm = newForm(`^([0-9]{1,4})(m|h|d)$`)

// parseMoment reads a span before now or a day, the value of a word of a filter; a
// day that is an end counts whole.
func parseMoment(word, text string, now time.Time, zone *time.Location, end bool) (time.Time, error) {
	if m := spanForm.parts(text); m != nil {
		n, err := strconv.Atoi(m[1])
		unit := map[string]time.Duration{"m": time.Minute, "h": time.Hour, "d": day}[m[2]]
		if err == nil {
			return now.Add(-time.Duration(n) * unit), nil
		}
	}
	date, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		return time.Time{}, invalid(FieldFilter, "%s names no time; it needs one in a form like 30m, 12h, 7d or 2026-05-31.", Printable(word))
	}
	if end {
		return date.AddDate(0, 0, 1), nil
	}
	return date, nil
}

// lets reports whether an entry passes.
func (f ActivityFilter) lets(e Entry) bool {
	switch {
	case f.Refused && !e.Refused:
	case f.Actor != "" && !contains(e.Actor.Name+" "+e.Actor.ID, f.Actor):
	case f.Action != "" && !strings.HasPrefix(string(e.Action), f.Action):
	case f.Target != "" && !contains(e.Target.Name+" "+e.Target.Kind+" "+e.Target.ID, f.Target) && !f.detailed(e):
	case f.From != "" && !contains(e.From, f.From):
	case !f.Since.IsZero() && e.At.Before(f.Since):
	case !f.Until.IsZero() && !e.At.Before(f.Until):
	default:
		return true
	}
	return false
}

// past reports whether entries that were read in the order of r have gone
// beyond the time that the filter is about.
func (f ActivityFilter) past(rows []Entry, r PageRequest) bool {
	if len(rows) == 0 || r.Backward {
		return false
	}
	last := rows[len(rows)-1].At
	if r.Descending {
		return !f.Since.IsZero() && last.Before(f.Since)
	}
	return !f.Until.IsZero() && !last.Before(f.Until)
}

// detailed reports whether the target is among what an entry tells in detail,
// as the tokens are that went with their service user.
func (f ActivityFilter) detailed(e Entry) bool {
	return slices.ContainsFunc(e.Details, func(d Detail) bool { return contains(d.Before+" "+d.After, f.Target) })
}

func contains(text, folded string) bool { return strings.Contains(foldName(text), foldName(folded)) }
