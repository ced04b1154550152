package datadir

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// TestDerivationIsForGood pins what derives from a key file: with any other
// result no store opens and no token is known any more.
func TestDerivationIsForGood(t *testing.T) {
	keys, err := derive(bytes.Repeat([]byte{7}, secretLen))
	if err != nil {
		t.Fatal(err)
	}
	for name, pair := range map[string]struct {
		got  []byte
		want string
	}{
		"pepper":     {keys.Pepper, "3a37943964ff38f81028977a2808ac208869b44eef23bfb43e1a88897188571c"},
		"record mac": {keys.RecordMAC, "ea2e786d16db0a760b0d4584121ca30af757317269e78e87874d64f45e9d710e"},
		"log chain":  {keys.LogChain, "a4a4d998df0c345b41f9de3f2de038c2d10b840963849a8b7b82af23d706d300"},
		"encryption": {keys.Encryption, "18f70ada72075bc58276610459a5a276965cc5fc1b08a0a74ced04091f9fb4cc"},
		"head file":  {keys.HeadFile, "b5ddd76d913ae325b7ea47e98c8872674b792f9b7153945c6ab7c08edf0875a9"},
	} {
		if got := hex.EncodeToString(pair.got); got != pair.want {
			t.Errorf("%s: %s, want %s", name, got, pair.want)
		}
	}
}

func TestKeysDoNotShow(t *testing.T) {
	keys, err := newKeys()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("opened", "keys", keys)
	slog.New(slog.NewTextHandler(&log, nil)).Info("opened", "keys", keys)
	text, err := json.Marshal(struct{ Keys Keys }{keys})
	if err != nil {
		t.Fatal(err)
	}
	shown := log.String() + string(text) + fmt.Sprintf("%v %+v %#v %s %x %q", keys, keys, keys, keys, keys, keys)
	for _, key := range [][]byte{keys.Pepper, keys.RecordMAC, keys.LogChain, keys.Encryption, keys.HeadFile} {
		for _, form := range []string{"%x", "%v", "%s"} {
			if strings.Contains(shown, strings.Trim(fmt.Sprintf(form, key), "[]")) {
				t.Errorf("a key shows as %s", form)
			}
		}
	}
}

// TestSentences: what the system says becomes a sentence that says what to do.
func TestSentences(t *testing.T) {
	path := func(err error) error { return &fs.PathError{Op: "open", Path: "/data", Err: err} }
	for want, err := range map[string]error{
		"latchkey has no right to use /data.":            unusable("/data", path(unix.EACCES)),
		"/data lies on a disk that can only be read.":    unusable("/data", path(unix.EROFS)),
		"The disk of /data is full.":                     unusable("/data", path(unix.ENOSPC)),
		"/data cannot be a directory:":                   unusable("/data", path(unix.ENOTDIR)),
		"/data cannot be used: input/output error.":      unusable("/data", path(unix.EIO)),
		"The disk of /data is nearly full.":              storeError(Options{Dir: "/data"}, engine.ErrFull),
		"The key file /data/key does not belong to":      storeError(Options{Dir: "/data"}, engine.ErrWrongKey),
		"The store in /data cannot be opened.":           storeError(Options{Dir: "/data"}, os.ErrInvalid),
		"A sentence of the store's own stays as it was.": storeError(Options{}, &model.Error{Message: "A sentence of the store's own stays as it was."}),
	} {
		if !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q does not begin with %q", err, want)
		}
	}
	if err := unusable("/data", path(unix.EROFS)); !errors.Is(err, unix.EROFS) || model.KindOf(err) != model.KindUnavailable {
		t.Errorf("cause or kind lost: %v", err)
	}
}

func FuzzKeyFile(f *testing.F) {
	good := keyFileHead + strings.Repeat("00", secretLen) + "\n"
	for _, seed := range []string{good, good[:30], "", "\n", good + "\n", strings.ToUpper(good)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		secret, err := parseKeyFile("key", text)
		if (err == nil) != (len(secret) == secretLen) {
			t.Errorf("%q: %d bytes, %v", text, len(secret), err)
		}
	})
}
