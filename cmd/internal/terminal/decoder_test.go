package terminal

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// decode feeds the parts one after the other and returns the keys and the
// answers, as they come out when nothing more follows.
func decode(parts ...string) (keys, answers []string) {
	d := decoder{answers: func(seq []byte) { answers = append(answers, string(seq)) }}
	v := nothing
	for _, part := range parts {
		d.feed([]byte(part))
		keys, v = drain(&d, keys)
	}
	for v != nothing {
		if seq := d.giveUp(v); len(seq) > 0 {
			keys = append(keys, string(seq))
		}
		keys, v = drain(&d, keys)
	}
	return keys, answers
}

func drain(d *decoder, keys []string) ([]string, verdict) {
	for {
		seq, v := d.next()
		if v != whole {
			return keys, v
		}
		keys = append(keys, string(seq))
	}
}

func TestKeys(t *testing.T) {
	tests := []struct {
		name  string
		parts []string
		want  []string
	}{
		{"fast typing", []string{"jj"}, []string{"j", "j"}},
		{"control characters", []string{"\r\t\x00\x7f "}, []string{"\r", "\t", "\x00", "\x7f", " "}},
		{"arrows in one packet", []string{"\x1b[A\x1b[B"}, []string{"\x1b[A", "\x1b[B"}},
		{"arrow in two packets", []string{"\x1b", "[D"}, []string{"\x1b[D"}},
		{"arrow in three packets", []string{"\x1b", "[", "D"}, []string{"\x1b[D"}},
		{"modified arrow in pieces", []string{"\x1b[1", ";", "5C"}, []string{"\x1b[1;5C"}},
		{"application arrow in pieces", []string{"\x1bO", "A"}, []string{"\x1bOA"}},
		{"F1", []string{"\x1bOP"}, []string{"\x1bOP"}},
		{"urxvt control+up", []string{"\x1bO5a"}, []string{"\x1bO5a"}},
		{"F1 of the Linux console", []string{"\x1b[[", "Aj"}, []string{"\x1b[[A", "j"}},
		{"urxvt shift+home", []string{"\x1b[7$"}, []string{"\x1b[7$"}},
		{"escape", []string{"\x1b"}, []string{"\x1b"}},
		{"escape twice", []string{"\x1b\x1b"}, []string{"\x1b", "\x1b"}},
		{"escape three times", []string{"\x1b\x1b\x1b"}, []string{"\x1b", "\x1b", "\x1b"}},
		{"alt with a letter", []string{"\x1b", "x"}, []string{"\x1bx"}},
		{"alt with enter and backspace", []string{"\x1b\r\x1b\x7f"}, []string{"\x1b\r", "\x1b\x7f"}},
		{"alt with a slash, then a key", []string{"\x1b/j"}, []string{"\x1b/", "j"}},
		{"alt with a letter of two bytes", []string{"\x1b\xc3", "\xb6"}, []string{"\x1bö"}},
		{"alt with an arrow", []string{"\x1b\x1b[D"}, []string{"\x1b\x1b[D"}},
		{"alt with brackets", []string{"\x1b["}, []string{"\x1b["}},
		{"alt+] alone", []string{"\x1b]"}, []string{"\x1b]"}},
		{"alt+O, then enter", []string{"\x1bO\r"}, []string{"\x1bO", "\r"}},
		{"alt+P held down", []string{"\x1bP\x1bP"}, []string{"\x1bP", "\x1bP"}},
		{"alt+P, then escape", []string{"\x1bP\x1b"}, []string{"\x1bP", "\x1b"}},
		{"alt+[ and enter", []string{"\x1b[\r"}, []string{"\x1b[", "\r"}},
		{"character in two packets", []string{"\xc3", "\xa4"}, []string{"ä"}},
		{"character in four packets", []string{"\xf0", "\x9f", "\x91", "\x8d"}, []string{"👍"}},
		{"grapheme of two code points", []string{"👍🏽é"}, []string{"👍🏽", "é"}},
		{"bytes that are no text", []string{"a\xffb\x9bc\xe4d"}, []string{"a", "b", "c", "d"}},
		{"half a character", []string{"a\xc3"}, []string{"a"}},
		{"half a sequence", []string{"a\x1b[1;"}, []string{"a"}},
		{"sequence cut off by another", []string{"\x1b[1;\x1b[A"}, []string{"\x1b[A"}},
		{"focus", []string{"\x1b[I\x1b[O"}, []string{"\x1b[I", "\x1b[O"}},
		{"paste", []string{"a\x1b[200~x\r\ny\x1b[201~b"}, []string{"a", "\x1b[200~x\r\ny\x1b[201~", "b"}},
		{"paste in pieces", []string{"\x1b", "[20", "0~x", "\x1b[2", "01~"}, []string{"\x1b[200~x\x1b[201~"}},
		{"paste with sequences in it", []string{"\x1b[200~\x1b[A\x1b]11;x\x07\x1b[201~"}, []string{"\x1b[200~\x1b[A\x1b]11;x\x07\x1b[201~"}},
		{"escape, then a paste", []string{"\x1b\x1b[200~x\x1b[201~"}, []string{"\x1b", "\x1b[200~x\x1b[201~"}},
		{"paste without an end", []string{"a\x1b[200~rm -rf /\r"}, []string{"a"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, answers := decode(test.parts...)
			if !slices.Equal(got, test.want) {
				t.Errorf("keys %q, want %q", got, test.want)
			}
			if len(answers) > 0 {
				t.Errorf("unexpected answers %q", answers)
			}
		})
	}
}

func TestAnswersAreDiverted(t *testing.T) {
	for _, seq := range []string{
		"\x1b]11;rgb:0000/0000/0000\x07",
		"\x1b]11;rgb:0000/0000/0000\x1b\\",
		"\x1bP1$r0m\x1b\\",
		"\x1bP>|tmux 3.4\x1b\\",
		"\x1b_Gi=1;OK\x1b\\",
		"\x1bX\x1b\\",
	} {
		for cut := range len(seq) {
			keys, answers := decode("a"+seq[:cut], seq[cut:]+"b")
			if !slices.Equal(keys, []string{"a", "b"}) || !slices.Equal(answers, []string{seq}) {
				t.Errorf("%q | %q: keys %q, answers %q", seq[:cut], seq[cut:], keys, answers)
			}
		}
	}
}

func TestAnswersThatEndOtherwise(t *testing.T) {
	tests := []struct{ in, want string }{
		{"a\x1b]11;rgb:00", "a"},          // never finished
		{"a\x1b]11;rgb\x18b", "a\x18b"},   // cancelled
		{"a\x1b]11;x\x1b[Ab", "a\x1b[Ab"}, // interrupted by a key
	}
	for _, test := range tests {
		keys, answers := decode(test.in)
		if got := strings.Join(keys, ""); got != test.want || len(answers) > 0 {
			t.Errorf("%q: keys %q, answers %q", test.in, keys, answers)
		}
	}
}

func TestLongAnswersDoNotPileUp(t *testing.T) {
	d := decoder{answers: func([]byte) {}}
	d.feed([]byte("\x1b]52;c;"))
	for range 1000 {
		d.feed(bytes.Repeat([]byte("A"), 1000))
		if _, v := d.next(); v != unfinished || len(d.pending) > maxAnswer+1000 {
			t.Fatalf("verdict %v with %d bytes kept", v, len(d.pending))
		}
	}
	d.feed([]byte("\x1b"))
	_, _ = d.next()
	d.feed([]byte("\\j"))
	if seq, v := d.next(); string(seq) != "j" || v != whole {
		t.Errorf("after the answer: %q, %v", seq, v)
	}
}

func TestLongPasteIsCutAndEnds(t *testing.T) {
	parts := []string{"\x1b[200~"}
	for range 200 {
		parts = append(parts, strings.Repeat("x", 1021))
	}
	parts = append(parts, "\x1b[20", "1~j")
	keys, _ := decode(parts...)
	if len(keys) != 2 || keys[1] != "j" {
		t.Fatalf("%d keys, want the paste and j", len(keys))
	}
	body := strings.TrimSuffix(strings.TrimPrefix(keys[0], string(pasteStart)), string(pasteEnd))
	if len(keys[0]) != maxPaste || strings.Trim(body, "x") != "" {
		t.Errorf("a paste of %d bytes, want %d with nothing but x in it", len(keys[0]), maxPaste)
	}
}

func FuzzDecoder(f *testing.F) {
	for _, seed := range []string{
		"jj", "\x1b[1;5Cä\x1bOA", "\x1b\x1b[D\x1b", "\x1b]11;rgb:0/0/0\x1b\\x", "\x1b[200~a\x1b[201~",
		"\x1bP1$r\x1b", "\x1b[[A\x1b[7$", "👍🏽\xff\x9b\xc3", "\x1bO5a\x1bX\x18",
	} {
		f.Add([]byte(seed), uint8(1))
	}
	f.Fuzz(func(t *testing.T, in []byte, size uint8) {
		if len(in) > maxAnswer { // longer input is cut where it happens to be split
			t.Skip()
		}
		atOnce, _ := decode(string(in))
		inParts, _ := decode(split8(in, int(size)+1)...)
		if strings.Join(atOnce, "") != strings.Join(inParts, "") {
			t.Errorf("%q gives %q, in parts %q", in, atOnce, inParts)
		}
		for _, key := range atOnce {
			checkKey(t, key)
		}
		if plain := !bytes.ContainsRune(in, 0x1b) && utf8.Valid(in); plain && strings.Join(atOnce, "") != string(in) {
			t.Errorf("plain text %q gives %q", in, atOnce)
		}
	})
}

// split8 cuts in into parts of n bytes.
func split8(in []byte, n int) (parts []string) {
	for part := range slices.Chunk(in, n) {
		parts = append(parts, string(part))
	}
	return parts
}

// checkKey fails when key is not one key.
func checkKey(t *testing.T, key string) {
	t.Helper()
	switch rest := strings.TrimPrefix(key, "\x1b"); {
	case key == "":
		t.Error("an empty key")
	case strings.HasPrefix(key, string(pasteStart)):
		if strings.Index(key, string(pasteEnd)) != len(key)-len(pasteEnd) {
			t.Errorf("%q is more or less than a paste", key)
		}
	case !utf8.ValidString(key):
		t.Errorf("%q is not text", key)
	case strings.Contains(strings.TrimPrefix(rest, "\x1b"), "\x1b"):
		t.Errorf("%q is more than one sequence", key)
	case rest == key && len(key) > 1 && key[0] < utf8.RuneSelf:
		t.Errorf("%q is more than one character", key)
	}
}
