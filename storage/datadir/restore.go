package datadir

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
	"example.com/latchkey/storage/badgerdb"
)

// Restore makes a data directory of a backup in o.Dir, which has to be empty, and
// opens it. o.KeyFile is the key file of the store that the backup is of, and is
// copied into the directory; a wrong one is noticed before anything is written.
// On an error the directory is to be thrown away. Nothing has been compared with
// what the installation had since: see Present. Errors: those of
// storage.ReadBackup and storage.Restore, and KindUnavailable.
func Restore(ctx context.Context, o Options, backup io.Reader) (*Opened, model.Backup, error) {
	secret, err := readKeyFile(o.KeyFile)
	if errors.Is(err, fs.ErrNotExist) {
		err = unavailable(err, "The key file %s is missing, and a backup is of no use without the one of its store. Say where it is with --key-file.", o.KeyFile)
	}
	if err != nil {
		return nil, model.Backup{}, err
	}
	keys, err := derive(secret)
	if err != nil {
		return nil, model.Backup{}, err
	}
	from, err := storage.ReadBackup(backup, storage.Keys{MAC: keys.RecordMAC})
	if err != nil {
		return nil, model.Backup{}, err
	}
	o.KeyFile = "" // from here on it is the one in the directory
	return fill(ctx, o, secret, from)
}

// fill writes what belongs into an empty data directory.
func fill(ctx context.Context, o Options, secret []byte, from *storage.BackupReader) (*Opened, model.Backup, error) {
	if _, err := prepare(o.Dir); err != nil {
		return nil, model.Backup{}, err
	}
	if err := writeKeyFile(o.keyFile(), secret); err != nil {
		return nil, model.Backup{}, err
	}
	keys, err := derive(secret)
	if err != nil {
		return nil, model.Backup{}, err
	}
	held, err := fillStore(ctx, o, keys, from)
	if err != nil {
		return nil, model.Backup{}, err
	}
	opened, err := Open(ctx, o)
	return opened, held, err
}

func fillStore(ctx context.Context, o Options, keys Keys, from *storage.BackupReader) (model.Backup, error) {
	db, err := badgerdb.Open(badgerdb.Options{Dir: o.storeDir(), EncryptionKey: keys.Encryption, Logger: o.Logger})
	if err != nil {
		return model.Backup{}, storeError(o, err)
	}
	held, err := storage.Restore(ctx, db, from)
	if err := db.Close(); err != nil {
		return held, storeError(o, err)
	}
	return held, err
}

// Present is what a data directory that is in use says of the installation that a
// backup was made of.
type Present struct {
	There bool // a store is there
	Same  bool // and is one of the same key file
	Head  model.Head
	Kept  bool // Head is the one that was kept beside the store last

	// Altered is the error of KindUnavailable for a head file that does not verify,
	// so that nobody can tell.
	Altered error
}

// Present looks at the data directory dir without opening it: somebody else may
// have it open. A directory that is not there, holds no store, or belongs to
// another key file than this one is not the Same.
func (o *Opened) Present(dir string) Present {
	if empty, err := isEmpty(filepath.Join(dir, "store")); err != nil || empty {
		return Present{}
	}
	if other, err := readKeyFile(filepath.Join(dir, "key")); err == nil && !o.Keys.of(other) {
		return Present{There: true}
	}
	head, found, err := newHeadFile(dir, o.Keys).read()
	return Present{There: true, Same: true, Head: head, Kept: found, Altered: err}
}

// of reports whether these keys derive from a secret.
func (k Keys) of(secret []byte) bool {
	other, err := derive(secret)
	return err == nil && string(other.HeadFile) == string(k.HeadFile)
}
