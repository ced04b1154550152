package model

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Inside of the package: the function is what every way of choosing a password
// goes through, and a use case would hash each text that the fuzzer tries.
func FuzzCleanPassword(f *testing.F) {
	for _, text := range []string{
		"", "a horse on the moon", "fourteen chars", "fifteen chars o", strings.Repeat("a", 15), strings.Repeat("é", 128), strings.Repeat("xy", 65),
		"passwordpassword", "ﬁfteen chars", "ada@acme.example", "Ada.Acme-Example_ada", strings.Repeat("\xff", 15), strings.Repeat("🦊🐎🌙", 5), strings.Repeat(" ", 15), strings.Repeat("\u0344", 8),
	} {
		f.Add(text, "ada@acme.example", "Acme")
	}
	f.Add("quartzobservatory", "a@b", "Quartz Observatory")
	f.Fuzz(func(t *testing.T, text, email, org string) {
		clean, err := cleanPassword(FieldPassword, NewSecret(text), email, org)
		if err != nil {
			if KindOf(err) != KindInvalid || FieldOf(err) != FieldPassword || !clean.IsZero() {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		n := utf8.RuneCountInString(clean.Reveal())
		if n < MinPassword || n > MaxPassword || clean.Reveal() != norm.NFKC.String(text) || !utf8.ValidString(text) {
			t.Fatalf("%q became %q", text, clean.Reveal())
		}
		again, err := cleanPassword(FieldPassword, clean, email, org)
		if err != nil || !again.Equal(clean) {
			t.Fatalf("%q became %q, and then %q, %v", text, clean.Reveal(), again.Reveal(), err)
		}
	})
}

// Both ways of writing the same characters are the same password (rule 11.2).
func TestRule_11_2_APasswordIsComparedInNFKC(t *testing.T) {
	clean, err := cleanPassword(FieldPassword, NewSecret("caf\u00e9 ﬁne by the sea"))
	if err != nil {
		t.Fatal(err)
	}
	hash, err := hashPassword(strings.NewReader(strings.Repeat("salt", 8)), clean, HashCost{Memory: 8, Passes: 1, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{"caf\u00e9 ﬁne by the sea": true, "cafe\u0301 fine by the sea": true, "cafe fine by the sea": false, "Café fine by the sea": false, "": false} {
		if fits(NewSecret(text), hash) != want {
			t.Errorf("%q fits: %v", text, !want)
		}
	}
}

func TestRule_11_2_APassphraseIsNoShorterThanAPassword(t *testing.T) {
	for text, ok := range map[string]bool{
		"": false, "a": false, "fourteen chars": false, "passwordpassword": false, strings.Repeat("a", 200): false,
		"fifteen chars o": true, strings.Repeat("a cow on the sun ", 20): true,
	} {
		if err := CheckPassphrase(NewSecret(text)); (err == nil) != ok || err != nil && KindOf(err) != KindInvalid {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestRule_11_2_LengthsOfAPassword(t *testing.T) {
	var long strings.Builder
	for i := range 60 {
		fmt.Fprintf(&long, "x%d ", i*i)
	}
	for n, ok := range map[int]bool{14: false, 15: true, 16: true, 128: true, 129: false} {
		text := long.String()[:n-1] + "x"
		for _, text := range []string{text, "é" + text[1:], "🐎" + text[1:]} {
			if _, err := cleanPassword(FieldPassword, NewSecret(text)); (err == nil) != ok {
				t.Errorf("%d characters: %v", n, err)
			}
		}
	}
}
