package model_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"example.com/latchkey/model"
)

// seeds are texts that have gone wrong somewhere.
func seeds(f *testing.F) {
	for _, text := range []string{
		"", " ", "Nightly export", "a  b", "e\u0301", "a\x1b[31mb", "a\u200bb", "\u202e", "\xff", "a\xed\xa0\x80b", "日本語", "🦊🦊", "\u1100\u1161\u11a8", "ＡＢＣ", "ﬁ", "İ@x", "H\u0331@x.example",
		"ada@acme.example", "a@b@c", "@", "a b@c", strings.Repeat("é", 64), strings.Repeat("x", 65), "\r\n", "\u00a0a", "\u2000", "\u0344", "\u0f73", "ΐ", "ẞ", "ǅ",
	} {
		f.Add(text)
	}
}

func FuzzCleanName(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		name, err := model.CleanName(model.FieldName, text)
		if err != nil {
			said := model.Sentence(err)
			if name != "" || model.KindOf(err) != model.KindInvalid || model.Printable(said) != said {
				t.Fatalf("%q: %q and %q", text, name, said)
			}
			return
		}
		n := utf8.RuneCountInString(name)
		if n < 1 || n > 64 || !norm.NFC.IsNormalString(name) || model.Printable(name) != name || strings.TrimSpace(name) != name || strings.Contains(name, "  ") {
			t.Fatalf("%q became %q", text, name)
		}
		if again, err := model.CleanName(model.FieldName, name); err != nil || again != name {
			t.Fatalf("%q became %q, and then %q, %v", text, name, again, err)
		}
	})
}

func FuzzCleanEmail(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		email, err := model.CleanEmail(text)
		if err != nil {
			if email != "" || model.KindOf(err) != model.KindInvalid || model.FieldOf(err) != model.FieldEmail {
				t.Fatalf("%q: %q and %v", text, email, err)
			}
			return
		}
		local, domain, ok := strings.Cut(email, "@")
		if !ok || local == "" || domain == "" || strings.ContainsAny(email, " \t\n") || strings.Contains(domain, "@") || model.Printable(email) != email || !norm.NFC.IsNormalString(email) {
			t.Fatalf("%q became %q", text, email)
		}
		for _, same := range []string{email, " " + email + "\n", norm.NFD.String(email), strings.ToLower(email)} {
			if again, err := model.CleanEmail(same); err != nil || again != email {
				t.Fatalf("%q became %q, and then %q, %v", text, email, again, err)
			}
		}
	})
}

func FuzzPrintable(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		shown := model.Printable(text)
		if !utf8.ValidString(shown) || utf8.RuneCountInString(shown) != utf8.RuneCountInString(text) || model.Printable(shown) != shown {
			t.Fatalf("%q is shown as %q", text, shown)
		}
		for _, r := range shown {
			if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r == 0xfeff {
				t.Fatalf("%q is shown with U+%04X", text, r)
			}
		}
	})
}

func FuzzSecretWellFormed(f *testing.F) {
	seeds(f)
	for _, prefix := range []string{"lku_", "lks_", "lkx_"} {
		body := prefix + strings.Repeat("aZ09", 8)
		f.Add(body + crcBase62(body))
		f.Add(body + "000000")
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := model.NewSecret(text)
		parts := secretForm.FindStringSubmatch(text)
		want := parts != nil && crcBase62(text[:36]) == parts[3]
		if s.WellFormed() != want {
			t.Fatalf("%q: well formed %v", text, s.WellFormed())
		}
		if s.Reveal() != text || s.IsZero() != (text == "") {
			t.Fatalf("%q came back as %q", text, s.Reveal())
		}
		hint := "…"
		if want {
			hint = text[:4] + "…" + text[38:]
		}
		if s.Hint() != hint {
			t.Fatalf("%q is hinted at as %q", text, s.Hint())
		}
	})
}
