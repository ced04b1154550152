package model_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"hash/crc32"
	"log/slog"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/engine"
	"example.com/latchkey/storage/storetest"
)

var secretForm = regexp.MustCompile(`^(lku_|lks_)([0-9A-Za-z]{32})([0-9A-Za-z]{6})$`)

// crcBase62 is the checksum of rule 3.9, by another way than the code's.
func crcBase62(body string) string {
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	n := big.NewInt(int64(crc32.ChecksumIEEE([]byte(body))))
	out := ""
	for range 6 {
		rest := new(big.Int)
		n.DivMod(n, big.NewInt(62), rest)
		out = string(digits[rest.Int64()]) + out
	}
	return out
}

func TestRule_3_9_TheFormOfASecret(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	seen := map[string]bool{}
	for i := range 10 {
		for prefix, made := range map[string]model.Generated{"lku_": w.generate(w.ada, w.acme, fmt.Sprint("u", i)), "lks_": w.serviceToken(robot, fmt.Sprint("s", i))} {
			full := made.Secret.Reveal()
			parts := secretForm.FindStringSubmatch(full)
			if parts == nil || parts[1] != prefix {
				t.Fatalf("a secret has the form %q", full)
			}
			if want := crcBase62(full[:36]); parts[3] != want {
				t.Errorf("the checksum of %s is %s, want %s", full, parts[3], want)
			}
			if seen[parts[2]] {
				t.Errorf("drawn twice: %s", parts[2])
			}
			seen[parts[2]] = true
		}
	}
}

func TestRule_3_9_WhatIsNotWellFormedIsRefusedWithoutALookAtTheStore(t *testing.T) {
	w := newWorld(t)
	store := w.faults()
	good := w.generate(w.ada, w.acme, "good").Secret.Reveal()
	store.breaks(errDisk, "View", "Update")
	cases := []string{"", "lku_", "hunter2", good[:41], good + "0", " " + good, good + "\n", "lkx_" + good[4:], strings.ToUpper(good), "lks_" + good[4:], good[:10] + "é" + good[12:], good[:10] + "-" + good[11:]}
	for i := 4; i < len(good); i++ { // one wrong character anywhere
		other := byte('0')
		if good[i] == '0' {
			other = '1'
		}
		cases = append(cases, good[:i]+string(other)+good[i+1:])
	}
	for _, text := range cases {
		d, err := w.Verify(w.ctx(), model.NewSecret(text), here)
		if err != nil || d.Reason != model.ReasonMalformed {
			t.Errorf("%q: %s, %v", text, d.Reason, err)
		}
	}
	if n := store.count("View") + store.count("Update"); n != 0 {
		t.Errorf("the store was asked %d times", n)
	}
	if _, err := w.Verify(w.ctx(), model.NewSecret(good), here); err == nil || store.count("View") == 0 {
		t.Error("a good one does not reach the store: the test proves nothing")
	}
}

func TestRule_3_9_UnknownIsWhatIsWellFormedButNobodys(t *testing.T) {
	w := newWorld(t)
	body := "lku_" + strings.Repeat("A", 32)
	d, err := w.Verify(w.ctx(), model.NewSecret(body+crcBase62(body)), here)
	w.must(err)
	if d.Reason != model.ReasonUnknown || d.Token.ID != "" {
		t.Errorf("the answer is %+v", d)
	}
}

func TestRule_3_9_WithoutRandomnessThereIsNoToken(t *testing.T) {
	w := newWorld(t)
	random := &randomness{Reader: rand.Reader}
	w.reopenWith(func(o *model.Options) { o.Random = random })
	made := w.generate(w.ada, w.acme, "made")
	random.set(true)
	entries := w.since(func() {
		g, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: "dry", Password: secret})
		w.wantKind(err, model.KindInternal)
		if !g.Secret.IsZero() {
			t.Error("there is a secret all the same")
		}
		_, err = w.RegenerateToken(w.ctx(), w.ada, ref(made), 0, secret)
		w.wantKind(err, model.KindInternal)
		_, _, err = w.AddMember(w.ctx(), w.ada, w.acme, model.MemberRequest{Email: "n@acme.example", Name: "N", Set: w.set(w.acme, model.SetGuest)})
		w.wantKind(err, model.KindInternal)
		_, err = w.ChangePassword(w.ctx(), w.ada, secret, model.NewSecret("quite another password"))
		w.wantKind(err, model.KindInternal)
	})
	if len(entries) != 0 {
		t.Errorf("logged: %+v", entries)
	}
	random.set(false)
	w.wantReason(made, model.ReasonOK) // regenerating has not ended it
	if n := w.active(w.ada, w.acme, false); n != 1 {
		t.Errorf("%d tokens", n)
	}
	w.generate(w.ada, w.acme, "dry")
}

// leak reports the form in which text holds enough of a secret to matter.
func leak(text, full string) string {
	text = strings.ToLower(text)
	for i := 4; i+8 <= len(full)-4; i += 3 {
		part := full[i : i+8]
		for form, p := range map[string]string{"plain": part, "hex": hex.EncodeToString([]byte(part)), "bytes": strings.Trim(fmt.Sprint([]byte(part)), "[]")} {
			if strings.Contains(text, strings.ToLower(p)) {
				return form
			}
		}
	}
	return ""
}

func TestRule_3_9_ASecretPrintsAsAHintUnderEveryVerb(t *testing.T) {
	w := newWorld(t)
	s := w.generate(w.ada, w.acme, "made").Secret
	full := s.Reveal()
	hint := "lku_…" + full[38:]
	type open struct{ S model.Secret }
	type hidden struct{ s model.Secret }
	holders := map[string]any{
		"value": s, "pointer": &s, "slice": []model.Secret{s}, "array": [1]model.Secret{s}, "map": map[string]model.Secret{"k": s},
		"field": open{s}, "hidden field": hidden{s}, "pointer to hidden": &hidden{s}, "hidden in slices": []hidden{{s}}, "deep": map[string]any{"a": []any{hidden{s}, &open{s}}},
		"request": model.TokenRequest{Password: s}, "generated": model.Generated{Secret: s},
	}
	for name, holder := range holders {
		for verb := 'A'; verb <= 'z'; verb++ {
			for _, flags := range []string{"", "+", "#", "-", " ", "0", "60", ".3", "+#x", "[1]"} {
				format := "%" + flags + string(verb)
				if form := leak(fmt.Sprintf(format, holder), full); form != "" {
					t.Errorf("%s under %q shows the secret (%s)", name, format, form)
				}
			}
		}
		if form := leak(fmt.Errorf("failed: %w", errors.Join(fmt.Errorf("with %v", holder))).Error(), full); form != "" {
			t.Errorf("%s in an error shows the secret (%s)", name, form)
		}
	}
	for _, format := range []string{"%v", "%s", "%q", "%+v", "%#v", "%x", "%d"} {
		if got := fmt.Sprintf(format, s); got != hint {
			t.Errorf("%s prints %q, want %q", format, got, hint)
		}
	}
	for _, got := range []string{s.Hint(), s.String(), s.GoString()} {
		if got != hint {
			t.Errorf("the hint is %q, want %q", got, hint)
		}
	}
	for _, text := range []string{password, "", full[:41], full + "0"} {
		if got := fmt.Sprint(model.NewSecret(text)); got != "…" {
			t.Errorf("what is no token's secret prints as %q", got)
		}
	}
	if !s.Equal(model.NewSecret(full)) || s.Equal(model.NewSecret(password)) || !model.NewSecret("").Equal(model.Secret{}) {
		t.Error("secrets are not equal by what they hold")
	}
}

func TestRule_3_9_ASecretIsAHintInJSONAndInLogs(t *testing.T) {
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "made")
	s, full := made.Secret, made.Secret.Reveal()
	type hidden struct{ s model.Secret }
	values := []any{s, &s, made, map[string]any{"s": s}, []model.Secret{s}, hidden{s}, &hidden{s}}
	for _, v := range values {
		out, err := json.Marshal(v)
		w.must(err)
		if form := leak(string(out), full); form != "" {
			t.Errorf("JSON of %T: %s", v, form)
		}
		if out, err := xml.Marshal(v); err == nil && leak(string(out), full) != "" {
			t.Errorf("XML of %T: %s", v, out)
		}
		var buf bytes.Buffer
		for _, h := range []slog.Handler{slog.NewTextHandler(&buf, nil), slog.NewJSONHandler(&buf, nil)} {
			log := slog.New(h)
			log.Info("message", "secret", v, slog.Any("group", slog.GroupValue(slog.Any("s", v))))
			log.With("s", v).WithGroup("g").Error(fmt.Sprint(v), "error", fmt.Errorf("%v", v))
		}
		if form := leak(buf.String(), full); form != "" {
			t.Errorf("slog of %T: %s", v, form)
		}
	}
	if out, _ := json.Marshal(s); string(out) != `"lku_…`+full[38:]+`"` {
		t.Errorf("JSON: %s", out)
	}
}

// The whole of a store, and what the program logs, after everything was done
// that a secret, a password or a code is for.
func TestRule_3_9_NoSecretIsFoundInTheStoreOrInTheLog(t *testing.T) {
	db, err := badgerdb.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, store: storetest.Open(t, db, storetest.Options(t)), clock: newWorld(t).clock}
	var log bytes.Buffer
	w.reopenWith(func(o *model.Options) {
		o.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	w.ada, w.acme, err = w.SetUp(w.ctx(), model.SetUpRequest{Org: "Acme", Name: "Ada", Email: "ada@acme.example", Password: secret}, here)
	w.must(err)

	made := w.generate(w.ada, w.acme, "made")
	again, err := w.RegenerateToken(w.ctx(), w.ada, ref(made), 7*day, secret)
	w.must(err)
	robot := w.serviceToken(w.service(w.acme, "Robot", model.SetGuest), "robot")
	_, code, err := w.AddMember(w.ctx(), w.ada, w.acme, model.MemberRequest{Email: "n@acme.example", Name: "N", Set: w.set(w.acme, model.SetGuest)})
	w.must(err)
	wrong := model.NewSecret("not the right password")
	for _, s := range []model.Secret{made.Secret, again.Secret, robot.Secret, code, wrong} {
		_, _ = w.Verify(w.ctx(), s, here)
		_, _, _ = w.LogInWithToken(w.ctx(), s, here)
		_, _, _ = w.LogIn(w.ctx(), "ada@acme.example", s, here)
		_, _, _ = w.LogIn(w.ctx(), s.Reveal()+"@acme.example", s, here) // typed into the wrong field
		_, _, _ = w.ChoosePassword(w.ctx(), "n@acme.example", s, wrong, here)
		_ = w.Unlock(w.ctx(), w.ada, s)
	}
	_, err = w.RevokeToken(w.ctx(), w.ada, ref(made))
	w.must(err)
	w.must(w.FlushUses(w.ctx()))

	dump := log.Bytes()
	w.must(db.View(context.Background(), func(r engine.Reader) error {
		for item, err := range r.Scan(engine.Range{}) {
			if err != nil {
				return err
			}
			dump = append(append(append(dump, item.Key...), '\n'), item.Value...)
		}
		return nil
	}))
	if !bytes.Contains(dump, []byte("ada@acme.example")) {
		t.Fatal("the dump holds no account: the test proves nothing")
	}
	for name, s := range map[string]model.Secret{"secret": made.Secret, "next secret": again.Secret, "service secret": robot.Secret, "code": code, "password": secret, "wrong password": wrong} {
		if bytes.Contains(dump, []byte(s.Reveal())) || name != "password" && name != "wrong password" && leak(string(dump), s.Reveal()) != "" {
			t.Errorf("the %s is in the store or in the log", name)
		}
	}
}
