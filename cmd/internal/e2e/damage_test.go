package e2e

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/datadir"
	"example.com/latchkey/storage/engine"
)

// damages are what can be done to the value at a key behind latchkey's back.
var damages = map[string]func(w engine.Writer, k []byte) error{
	"lose": func(w engine.Writer, k []byte) error { return w.Delete(k) },
	"flip": func(w engine.Writer, k []byte) error {
		value, err := w.Get(k)
		if err != nil {
			return err
		}
		value[len(value)-1] ^= 1
		return w.Set(k, value)
	},
}

// damage HOW KEY does it to the first key of the store that begins so, with a
// slash for each zero byte.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 || damages[args[0]] == nil {
		ts.Fatalf("usage: damage lose|flip KEY")
	}
	ctx := context.Background()
	dir := ts.Getenv("LATCHKEY_DATA")
	data, err := datadir.Open(ctx, datadir.Options{Dir: dir, ToExamine: true})
	ts.Check(err)
	ts.Check(data.Close())
	db, err := badgerdb.Open(badgerdb.Options{Dir: filepath.Join(dir, "store"), EncryptionKey: data.Keys.Encryption})
	ts.Check(err)
	prefix := []byte(strings.ReplaceAll(args[1], "/", "\x00"))
	ts.Check(errors.Join(db.Update(ctx, func(w engine.Writer) error {
		for item, err := range w.Scan(engine.Range{Prefix: prefix}) {
			if err != nil {
				return err
			}
			return damages[args[0]](w, item.Key)
		}
		return engine.ErrNotFound
	}), db.Close()))
}
