package model_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"example.com/latchkey/model"
)

var ulidForm = regexp.MustCompile(`^(org|usr|svc|tok|set)_([0-9A-HJKMNP-TV-Z]{26})$`)

// ulidTime reads the time out of an id, by another way than the code's: the
// first ten characters are 48 bits of milliseconds, five bits each.
func ulidTime(t *testing.T, id string) time.Time {
	t.Helper()
	parts := ulidForm.FindStringSubmatch(id)
	if parts == nil || parts[2][0] > '7' {
		t.Fatalf("%q is no prefix and ULID", id)
	}
	var millis int64
	for _, r := range parts[2][:10] {
		millis = millis<<5 | int64(strings.IndexRune("0123456789ABCDEFGHJKMNPQRSTVWXYZ", r))
	}
	return time.UnixMilli(millis).UTC()
}

func TestRule_12_1_IdsAreAPrefixAndAULIDOfTheTimeOfMaking(t *testing.T) {
	w := newWorld(t)
	w.clock.Advance(1234567891 * time.Millisecond)
	org := w.org("Globex")
	cy := w.person(org, "Cy Cole", model.SetGuest)
	u := w.service(org, "Robot", model.SetGuest)
	ids := map[string]string{
		"org_": string(org), "usr_": string(cy.User()), "svc_": string(u.ID), "set_": string(w.set(org, model.SetGuest)),
		"tok_": string(w.generate(cy.Actor, org, "t").Token.ID),
	}
	for prefix, id := range ids {
		if !strings.HasPrefix(id, prefix) {
			t.Errorf("%s has another prefix than %s", id, prefix)
		}
		if at := ulidTime(t, id); !at.Equal(w.clock.Now().Truncate(time.Millisecond)) {
			t.Errorf("%s is of %v, want %v", id, at, w.clock.Now())
		}
	}
}

func TestRule_12_1_IdsSortByMakingAndNoneComesTwice(t *testing.T) {
	w := newWorld(t)
	var ids []string
	for i := range 30 { // within one millisecond, in the next, and with the clock set back
		u, err := w.CreateServiceUser(w.ctx(), system, w.acme, model.ServiceUserRequest{Name: fmt.Sprint("N", i), Sets: []model.SetID{w.set(w.acme, model.SetGuest)}})
		w.must(err)
		ids = append(ids, string(u.ID))
		switch i {
		case 10:
			w.clock.Advance(time.Millisecond)
		case 20:
			w.clock.Advance(-time.Hour)
		}
	}
	if !slices.IsSorted(ids) || len(slices.Compact(slices.Clone(ids))) != len(ids) {
		t.Errorf("made in this order: %v", ids)
	}

	all := make([]string, 64)
	for _, err := range atOnce(len(all), func(i int) error {
		org, err := w.CreateOrg(w.ctx(), w.ada, fmt.Sprint("Org ", i), "")
		all[i] = string(org.ID)
		return err
	}) {
		w.must(err)
	}
	slices.Sort(all)
	if len(slices.Compact(all)) != 64 {
		t.Error("an id came twice")
	}
}

func TestRule_12_1_TimesAreUTC(t *testing.T) {
	w := newWorld(t)
	zone := time.FixedZone("elsewhere", 5*3600)
	w.clock.now = w.clock.now.In(zone)
	made, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: "n", EndsAt: w.clock.Now().Add(day), Password: secret})
	w.must(err)
	w.wantReason(made, model.ReasonOK)
	v := w.row(made)
	for name, at := range map[string]time.Time{"made": v.CreatedAt, "ends": v.EndsAt, "expires": v.Expires, "used": v.Use.LastAt, "now": w.Now(), "entry": w.log()[0].At} {
		if at.Location() != time.UTC {
			t.Errorf("%s at %v, which is not UTC", name, at)
		}
	}
}

func TestRule_12_2_Names(t *testing.T) {
	for text, want := range map[string]string{
		"Nightly export":               "Nightly export",
		" Nightly\t\r\n":               "Nightly",
		"e\u0301te\u0301":              "été",
		"日本語 ١٢٣ naïve":                "日本語 ١٢٣ naïve",
		"a+b (c) – «d» № 5 €7 ✓":       "a+b (c) – «d» № 5 €7 ✓",
		"क्ष":                          "क्ष",
		strings.Repeat("é", 64):        strings.Repeat("é", 64),
		strings.Repeat("🦊", 64):        strings.Repeat("🦊", 64),
		strings.Repeat("x", 64) + "\n": strings.Repeat("x", 64),
	} {
		got, err := model.CleanName(model.FieldName, text)
		if err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{ // and what the sentence has to name
		"":                      "Type a name",
		" \n ":                  "Type a name",
		"a  b":                  "two spaces",
		"a\tb":                  "a tab",
		"a\nb":                  "a line break",
		"a\x1b[31mb":            "U+001B",
		"a\x00b":                "U+0000",
		"a\u0085b":              "U+0085",
		"a\u200bb":              "U+200B", // zero width space
		"a\u202eb":              "U+202E", // right-to-left override
		"a\ufeffb":              "U+FEFF",
		"a\u00adb":              "U+00AD", // soft hyphen
		"a\u2028b":              "U+2028",
		"a\u2029b":              "U+2029",
		"a\ue000b":              "U+E000",
		"a\U000f0000b":          "U+F0000",
		"a\u00a0b":              "U+00A0", // no-break space
		"a\u3000b":              "U+3000",
		"a\u0378b":              "U+0378", // unassigned
		"a\xffb":                "UTF-8",
		"a\xed\xa0\x80b":        "UTF-8", // a surrogate
		strings.Repeat("é", 65): "65 characters",
		"\u200b":                "U+200B",
	} {
		got, err := model.CleanName(model.FieldName, text)
		if model.KindOf(err) != model.KindInvalid || model.FieldOf(err) != model.FieldName || got != "" || !contains(model.Sentence(err), want) {
			t.Errorf("%q: %q, %v; the sentence has to name %q", text, got, err, want)
		}
	}
}

// Every code point, one by one: what a name may have is exactly what is shown
// as it is.
func TestRule_12_2_OneFunctionShowsWhatANameMayHaveAndReplacesTheRest(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		text := "a" + string(r) + "b"
		_, err := model.CleanName(model.FieldName, text)
		shown := model.Printable(text)
		if (err == nil) != (shown == text) {
			t.Fatalf("U+%04X: as a name %v, shown as %q", r, err, shown)
		}
		if err != nil && shown != "a\ufffdb" {
			t.Fatalf("U+%04X is shown as %q", r, shown)
		}
	}
	for text, want := range map[string]string{
		"": "", "plain": "plain", "a\x1b]0;title\x07b": "a\ufffd]0;title\ufffdb", "two\nlines": "two\ufffdlines", "a\xff\xfeb": "a\ufffd\ufffdb", "a  b": "a  b",
	} {
		if got := model.Printable(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

func TestRule_12_2_EveryNameThatPeopleGiveIsCleaned(t *testing.T) {
	w := newWorld(t)
	u := w.service(w.acme, "Robot", model.SetGuest)
	set := []model.SetID{w.set(w.acme, model.SetGuest)}
	const odd = "a\u202eb"
	for name, give := range map[string]func() error{
		"org":       func() error { _, err := w.CreateOrg(w.ctx(), w.ada, odd, ""); return err },
		"org again": func() error { _, err := w.RenameOrg(w.ctx(), w.ada, w.acme, odd); return err },
		"account":   func() error { return w.RenameAccount(w.ctx(), w.ada, odd) },
		"member": func() error {
			_, _, err := w.AddMember(w.ctx(), w.ada, w.acme, model.MemberRequest{Email: "n@n.example", Name: odd, Set: set[0]})
			return err
		},
		"e-mail": func() error {
			_, _, err := w.AddMember(w.ctx(), w.ada, w.acme, model.MemberRequest{Email: odd + "@n.example", Name: "N", Set: set[0]})
			return err
		},
		"service user": func() error {
			_, err := w.CreateServiceUser(w.ctx(), w.ada, w.acme, model.ServiceUserRequest{Name: odd, Sets: set})
			return err
		},
		"description": func() error {
			_, err := w.EditServiceUser(w.ctx(), w.ada, w.acme, u.ID, model.ServiceUserRequest{Name: "R", Description: odd, Sets: set})
			return err
		},
		"token": func() error {
			_, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: odd, Password: secret})
			return err
		},
		"note": func() error {
			_, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: "n", Note: odd, Password: secret})
			return err
		},
		"set-up":        func() error { return model.SetUpRequest{Org: odd}.Check() },
		"set-up person": func() error { return model.SetUpRequest{Name: odd}.Check() },
	} {
		err := give()
		if model.KindOf(err) != model.KindInvalid || !contains(model.Sentence(err), "U+202E") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
