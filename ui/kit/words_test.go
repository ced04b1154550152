package kit_test

import (
	"testing"
	"time"

	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
)

func TestAgo(t *testing.T) {
	s := uitest.Session()
	for _, test := range []struct {
		passed time.Duration
		want   string
	}{
		{-time.Hour, "just now"},
		{59 * time.Second, "just now"},
		{time.Minute, "1 minute ago"},
		{2*time.Minute + 59*time.Second, "2 minutes ago"},
		{23*time.Hour + 59*time.Minute, "23 hours ago"},
		{24 * time.Hour, "1 day ago"},
		{26 * 24 * time.Hour, "26 days ago"},
		{364 * 24 * time.Hour, "364 days ago"},
		{800 * 24 * time.Hour, "2 years ago"},
	} {
		if got := s.Ago(uitest.Now.Add(-test.passed)); got != test.want {
			t.Errorf("%v ago: %q, want %q", test.passed, got, test.want)
		}
	}
	if got := s.Ago(time.Time{}); got != "never" {
		t.Errorf("the zero time: %q", got)
	}
}

func TestUntil(t *testing.T) {
	s := uitest.Session()
	for left, want := range map[time.Duration]string{
		-time.Hour: "now", 30 * time.Second: "now", 90 * time.Minute: "in 1 hour", 73 * time.Hour: "in 3 days",
	} {
		if got := s.Until(uitest.Now.Add(left)); got != want {
			t.Errorf("in %v: %q, want %q", left, got, want)
		}
	}
}

func TestDaysAreThoseOfThePersonsZone(t *testing.T) {
	s := uitest.Session()
	s.Zone = time.FixedZone("AEST", 10*60*60)
	evening := time.Date(2026, time.May, 11, 20, 15, 7, 0, time.UTC)
	if got := s.Day(evening); got != "12 May" {
		t.Errorf("Day: %q", got)
	}
	if got := s.Day(evening.AddDate(-1, 0, 0)); got != "May 2025" {
		t.Errorf("Day of another year: %q", got)
	}
	if got := s.Exact(evening); got != "12 May 2026, 06:15:07 AEST" {
		t.Errorf("Exact: %q", got)
	}
	if s.Day(time.Time{}) != "" || s.Exact(time.Time{}) != "never" {
		t.Error("the zero time has a day")
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1234: "1,234", -1234: "-1,234", -999: "-999", 1234567: "1,234,567"} {
		if got := kit.Count(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestPlural(t *testing.T) {
	for got, want := range map[string]string{
		kit.Plural(1, "token"):            "1 token",
		kit.Plural(0, "token"):            "0 tokens",
		kit.Plural(1200, "token"):         "1,200 tokens",
		kit.Plural(2, "entry", "entries"): "2 entries",
		kit.Plural(1, "entry", "entries"): "1 entry",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
