package storage

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// BackupReader reads a backup that Store.Copy wrote. It takes no more memory than
// one record needs, whatever the bytes say.
type BackupReader struct {
	in     *bufio.Reader
	sum    hash.Hash
	sealer *sealer
	read   model.Backup // what was read so far, and the head
}

// ReadBackup reads the beginning of a backup and finds out whether it is one of
// the store that these keys belong to. Errors: KindUnavailable for other keys,
// KindInvalid for what is no backup, or one that is damaged or from a newer
// latchkey.
func ReadBackup(r io.Reader, keys Keys) (*BackupReader, error) {
	b := &BackupReader{in: bufio.NewReaderSize(r, 64<<10), sum: sha256.New(), sealer: newSealer(keys.MAC)}
	if err := b.magic(); err != nil {
		return nil, err
	}
	var head headRecord
	if err := b.edge(backupHeaderKey, &head); err != nil {
		return nil, err
	}
	b.read.Head = unpackHead(head)
	return b, nil
}

// Head returns the end of the activity log in the backup.
func (b *BackupReader) Head() model.Head { return b.read.Head }

// Each calls fn with every record, in the order of the keys, and then returns
// what the backup holds. Only when it returns no error was the backup whole: what
// fn was given before has to be thrown away else. Errors: fn's, and KindInvalid
// for a backup that is cut short, damaged or altered. It can be called once.
func (b *BackupReader) Each(fn func(engine.Item) error) (model.Backup, error) {
	var last []byte
	for {
		item, more, err := b.next()
		if err != nil {
			return model.Backup{}, err
		}
		if !more {
			return b.end()
		}
		if last != nil && bytes.Compare(item.Key, last) <= 0 {
			return model.Backup{}, backupDamaged(fmt.Errorf("%s comes after %s", key(item.Key), key(last)))
		}
		last = item.Key
		countRecord(&b.read, item.Key)
		if err := fn(item); err != nil {
			return model.Backup{}, err
		}
	}
}

// next reads a record, and false before the end.
func (b *BackupReader) next() (item engine.Item, more bool, err error) {
	if item.Key, err = b.part(engine.MaxKey); err != nil || len(item.Key) == 0 {
		return item, false, err
	}
	if item.Value, err = b.part(engine.MaxValue); err != nil {
		return item, false, err
	}
	switch _, err := b.sealer.open(item.Key, item.Value); {
	case errors.Is(err, errVersion):
		return item, false, newerBackup(err)
	case err != nil:
		return item, false, backupDamaged(fmt.Errorf("%s: %w", key(item.Key), err))
	}
	return item, true, nil
}

// end reads the end, of which the mark has been read, and makes sure that
// nothing follows.
func (b *BackupReader) end() (model.Backup, error) {
	var found digestText
	b.sum.Sum(found[:0])
	var end backupEnd
	if err := b.edge(backupEndKey, &end); err != nil {
		return model.Backup{}, err
	}
	if end.SHA256 != found || end.Records != b.read.Records {
		return model.Backup{}, backupDamaged(errors.New("the digest or the count is another"))
	}
	switch _, err := b.in.ReadByte(); {
	case err == nil:
		return model.Backup{}, backupDamaged(errors.New("something follows the end"))
	case err != io.EOF:
		return model.Backup{}, unreadable(err)
	}
	return b.read, nil
}

func (b *BackupReader) magic() error {
	found := make([]byte, len(backupMagic))
	n, err := io.ReadFull(b.in, found)
	switch {
	case string(found) == backupMagic:
		b.sum.Write(found)
		return nil
	case err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return unreadable(err)
	case n > 0 && strings.HasPrefix(backupMagic, string(found[:n])):
		return backupCutShort(err)
	case strings.HasPrefix(string(found), backupFamily):
		return newerBackup(nil)
	}
	return notABackup(nil, "This is not a backup of latchkey.")
}

// edge reads the header or the end.
func (b *BackupReader) edge(k key, payload any) error {
	value, err := b.part(backupMaxEdge)
	if err != nil {
		return err
	}
	text, err := b.sealer.openEdge(k, value)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, payload); err != nil {
		return backupDamaged(err)
	}
	return nil
}

// part reads a length and so many bytes.
func (b *BackupReader) part(most uint64) ([]byte, error) {
	n, err := binary.ReadUvarint(summed{b})
	switch {
	case err != nil:
		return nil, unreadable(err)
	case n > most:
		return nil, backupDamaged(fmt.Errorf("a length of %d, where %d is the most", n, most))
	}
	data := make([]byte, n)
	if _, err := io.ReadFull(b.in, data); err != nil {
		return nil, unreadable(err)
	}
	b.sum.Write(data)
	return data, nil
}

// summed reads the bytes of a length and adds them to the digest.
type summed struct{ *BackupReader }

// ReadByte reads one of them.
func (s summed) ReadByte() (byte, error) {
	one, err := s.in.ReadByte()
	if err == nil {
		s.sum.Write([]byte{one})
	}
	return one, err
}

// unreadable is the error for a stream that breaks off or fails; an error of the
// model stays as it is.
func unreadable(err error) error {
	var known *model.Error
	switch {
	case errors.As(err, &known):
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return backupCutShort(err)
	}
	return backupDamaged(err)
}
