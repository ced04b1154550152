package envelope

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"filippo.io/age"

	"example.com/latchkey/model"
)

// pair returns an identity and its recipient.
func pair(t *testing.T) (identity, recipient string) {
	t.Helper()
	i, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return i.String(), i.Recipient().String()
}

func sealed(t *testing.T, to To, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := Seal(&out, to)
	_, err := io.WriteString(w, text)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// holding returns the keys of an identity file.
func holding(t *testing.T, text string) (k Keys) {
	t.Helper()
	if err := k.ReadIdentities("ids", strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	return k
}

func asked(passphrase string, times *int) (k Keys) {
	k.Ask(func() (model.Secret, error) { *times++; return model.NewSecret(passphrase), nil })
	return k
}

func opens(t *testing.T, what string, data []byte, with Keys) {
	t.Helper()
	r, err := Open(bytes.NewReader(data), with)
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	if text, err := io.ReadAll(r); string(text) != "hello" || err != nil {
		t.Errorf("%s: %q, %v", what, text, err)
	}
}

func refuses(t *testing.T, what string, data []byte, with Keys, kind model.Kind, sentence string) {
	t.Helper()
	_, err := Open(bytes.NewReader(data), with)
	if model.KindOf(err) != kind || !strings.Contains(model.Sentence(err), sentence) {
		t.Errorf("%s: %q (%s), want %q (%s)", what, model.Sentence(err), model.KindOf(err), sentence, kind)
	}
}

func TestEachRecipientCanOpenItAlone(t *testing.T) {
	one, toOne := pair(t)
	two, toTwo := pair(t)
	stranger, _ := pair(t)
	to, err := ForRecipients(toOne, toTwo)
	if err != nil {
		t.Fatal(err)
	}
	data := sealed(t, to, "hello")
	opens(t, "the first", data, holding(t, "# mine\n\n"+one+"\n"))
	opens(t, "the second, among others", data, holding(t, stranger+"\n"+two))
	refuses(t, "a stranger", data, holding(t, stranger), model.KindUnauthenticated, "for recipients")
	refuses(t, "a stranger, who named an identity", data, holding(t, stranger), model.KindUnauthenticated, "None of these identities opens the backup.")
	times := 0
	refuses(t, "nobody is asked for a passphrase that it does not have", data, asked("x", &times), model.KindUnauthenticated, "--identity")
	if times > 0 {
		t.Error("a passphrase was asked for")
	}
}

func TestAPassphraseOpensIt(t *testing.T) {
	to, err := ForPassphrase(model.NewSecret("a cow on the sun"))
	if err != nil {
		t.Fatal(err)
	}
	data := sealed(t, to, "hello")
	times := 0
	opens(t, "the right one", data, asked("a cow on the sun", &times))
	refuses(t, "another", data, asked("a cow on the son", &times), model.KindUnauthenticated, "not the passphrase")
	refuses(t, "none", data, asked("", &times), model.KindUnauthenticated, "not the passphrase")
	if times != 3 {
		t.Errorf("asked for %d times", times)
	}
	stranger, _ := pair(t)
	refuses(t, "an identity", data, holding(t, stranger), model.KindUnauthenticated, "Leave --identity out")
	var left Keys
	left.Ask(func() (model.Secret, error) {
		return model.Secret{}, &model.Error{Kind: model.KindInvalid, Message: "Nothing was typed."}
	})
	refuses(t, "who types nothing", data, left, model.KindInvalid, "Nothing was typed.")
	if _, err := ForPassphrase(model.Secret{}); model.KindOf(err) != model.KindInvalid {
		t.Errorf("an empty one: %v", err)
	}
}

func TestWhatIsNotSealedIsRefused(t *testing.T) {
	id, _ := pair(t)
	for _, text := range []string{"", "hello", "age-encryption.org/v1\n", "latchkey-backup-v1\n"} {
		refuses(t, text, []byte(text), holding(t, id), model.KindInvalid, "not a backup of latchkey")
	}
}

// TestWhatWasCutOrAlteredIsNotReadToItsEnd: it is told at the place, also where a chunk ends.
func TestWhatWasCutOrAlteredIsNotReadToItsEnd(t *testing.T) {
	id, recipient := pair(t)
	to, err := ForRecipients(recipient)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat("0123456789abcdef", 10_000)
	data := sealed(t, to, text)
	for _, n := range []int{len(data) - 1, len(data) / 2, len(data) - len(data)%(64<<10)} {
		r, err := Open(bytes.NewReader(data[:n]), holding(t, id))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err == nil || !strings.HasPrefix(text, string(got)) {
			t.Errorf("cut to %d: %d bytes, %v", n, len(got), err)
		}
	}
	data[len(data)-70_000] ^= 1
	r, err := Open(bytes.NewReader(data), holding(t, id))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err == nil || errors.Is(err, io.ErrUnexpectedEOF) || !strings.HasPrefix(text, string(got)) {
		t.Errorf("altered: %d bytes, %v", len(got), err)
	}
}

// TestNothingIsDoneBeforeTheFirstByte: who is refused costs nothing, and gets
// nothing.
func TestNothingIsDoneBeforeTheFirstByte(t *testing.T) {
	to, err := ForPassphrase(model.NewSecret("a cow on the sun"))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Seal(&out, to).Close(); err != nil || out.Len() > 0 {
		t.Errorf("%d bytes, %v", out.Len(), err)
	}
}

func TestRecipientsAreChecked(t *testing.T) {
	id, recipient := pair(t)
	for _, bad := range []string{"", "age1", "ssh-ed25519 AAAA", recipient + "\n" + recipient, id, strings.ToLower(id)} {
		_, err := ForRecipients(recipient, bad)
		if model.KindOf(err) != model.KindInvalid || strings.Contains(strings.ToUpper(model.Sentence(err)), "KEY-1") {
			t.Errorf("%q: %q", bad, model.Sentence(err))
		}
	}
	list, err := ListRecipients("f", strings.NewReader("# a\r\n"+recipient+"\r\n\n  "+recipient+"\n"))
	if err != nil || len(list) != 2 || list[0] != recipient {
		t.Errorf("%q, %v", list, err)
	}
	for _, bad := range []string{"", "# nobody\n", recipient + "\nnonsense", id} {
		_, err := ListRecipients("f", strings.NewReader(bad))
		if model.KindOf(err) != model.KindInvalid || strings.Contains(model.Sentence(err), "SECRET") {
			t.Errorf("%q: %q", bad, model.Sentence(err))
		}
	}
	var k Keys
	if err := k.ReadIdentities("f", strings.NewReader(id+"x")); model.KindOf(err) != model.KindInvalid || strings.Contains(model.Sentence(err), id[:25]) {
		t.Errorf("a broken identity: %v", err)
	}
}
