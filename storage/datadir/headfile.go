package datadir

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"example.com/latchkey/model"
)

// A head file is one line: what it is and its version, the fields of a
// model.Head, and a MAC over all that stands before it, as hex digits.
const (
	headFileHead = "latchkey-head-v1"
	headFields   = 6
	headMost     = 1 << 10 // bytes; it has about 200
)

// headFile is the end of the activity log as it is kept beside the store. The
// store's own copy goes back with it when it is put back to an older day; this
// one stays. The store has a note that there was one: without that, whoever puts
// it back would only have to remove the file.
type headFile struct {
	path string // "" for a store in memory, which has none
	key  []byte
}

func newHeadFile(dir string, keys Keys) headFile {
	return headFile{filepath.Join(dir, "head"), keys.HeadFile}
}

// errNoHeadFile is the cause when the head file of a store that has had one is gone.
var errNoHeadFile = errors.New("the head file is gone")

// KeptHead returns the head that KeepHead kept last, and false when none was ever
// kept. A file that is gone since, cannot be read, or was not written with this key
// file, is an error of KindUnavailable; others are the store's.
func (o *Opened) KeptHead(ctx context.Context) (model.Head, bool, error) {
	h, found, err := o.head.read()
	if found || err != nil || o.head.path == "" {
		return h, found, err
	}
	switch was, err := o.store.HeadWasKept(ctx); {
	case err != nil:
		return h, false, err
	case was:
		return h, false, unavailable(errNoHeadFile, "%s, which tells how far the store had gone, is missing.", o.head.path)
	}
	return h, false, nil
}

// KeepHead keeps a head beside the store: it is on the disk when it returns, and
// the one before is there until then. It must be one that is in the store
// already. The first time, the store is told too, so that the file is missed from
// then on. A store in memory keeps none. The errors are of KindUnavailable, and the
// store's. It is for one goroutine at a time.
func (o *Opened) KeepHead(ctx context.Context, h model.Head) error {
	if o.head.path == "" {
		return nil
	}
	if err := o.head.write(h); err != nil || o.noted {
		return err
	}
	err := o.store.NoteHeadKept(ctx)
	o.noted = err == nil
	return err
}

func (f headFile) read() (h model.Head, found bool, err error) {
	if f.path == "" {
		return h, false, nil
	}
	file, err := os.Open(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return h, false, nil
	}
	if err != nil {
		return h, false, unusable(f.path, err)
	}
	text, err := io.ReadAll(io.LimitReader(file, headMost))
	if err := errors.Join(err, file.Close()); err != nil {
		return h, false, unusable(f.path, err)
	}
	if h, err = f.parse(string(text)); err != nil {
		return h, false, unavailable(err, "%s was altered, or another key file wrote it.", f.path)
	}
	return h, true, nil
}

// write replaces the file as a whole.
func (f headFile) write(h model.Head) error {
	next := f.path + ".new"
	file, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return unusable(next, err)
	}
	_, err = file.WriteString(f.format(h))
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return unusable(next, err)
	}
	if err := errors.Join(os.Rename(next, f.path), syncDir(filepath.Dir(f.path))); err != nil {
		return unusable(f.path, err)
	}
	return nil
}

func (f headFile) format(h model.Head) string {
	text := fmt.Sprintf("%s %d %d %s %x", headFileHead, h.Seq, h.Revocations, h.At.UTC().Format(time.RFC3339Nano), h.Chain)
	return text + " " + f.mac(text) + "\n"
}

// parse takes nothing but what format writes.
func (f headFile) parse(line string) (model.Head, error) {
	fields := strings.Split(strings.TrimSuffix(line, "\n"), " ")
	if len(fields) != headFields || fields[0] != headFileHead {
		return model.Head{}, errors.New("it is no head file")
	}
	if mac := f.mac(strings.Join(fields[:headFields-1], " ")); !hmac.Equal([]byte(mac), []byte(fields[headFields-1])) {
		return model.Head{}, errors.New("the MAC is wrong")
	}
	return parseHead(fields[1:])
}

func parseHead(fields []string) (model.Head, error) {
	seq, err := strconv.ParseUint(fields[0], 10, 64)
	revocations, err2 := strconv.ParseUint(fields[1], 10, 64)
	at, err3 := time.Parse(time.RFC3339Nano, fields[2])
	chain, err4 := hex.DecodeString(fields[3])
	h := model.Head{Seq: seq, Revocations: revocations, At: at}
	if err := errors.Join(err, err2, err3, err4); err != nil || len(chain) != len(h.Chain) {
		return model.Head{}, errors.Join(err, errors.New("a field is wrong"))
	}
	h.Chain = model.Hash(chain)
	return h, nil
}

func (f headFile) mac(text string) string {
	mac := hmac.New(sha256.New, f.key)
	_, _ = io.WriteString(mac, text)
	return hex.EncodeToString(mac.Sum(nil))
}
