package storage

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash"
	"io"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// Copy writes one state of the store to w, record by record, in the form that
// ReadBackup reads. Every value is verified on the way.
func (s *Store) Copy(ctx context.Context, w io.Writer) (model.Backup, error) {
	var made model.Backup
	var own error
	err := s.engine.View(ctx, func(r engine.Reader) error {
		made, own = s.reading(ctx, r).copy(w)
		return own
	})
	return made, outcome(own, err)
}

func (t *tx) copy(w io.Writer) (model.Backup, error) {
	head, err := t.Head()
	if err != nil {
		return model.Backup{}, err
	}
	out := newBackupWriter(w, t.store.sealer)
	if err := out.begin(head); err != nil {
		return model.Backup{}, err
	}
	for item, err := range t.reader.Scan(engine.Range{}) {
		if err := firstOf(t.ctx.Err(), err); err != nil {
			return model.Backup{}, translate(err)
		}
		if _, err := t.open(item.Key, item.Value); err != nil {
			return model.Backup{}, err
		}
		if err := out.record(item); err != nil {
			return model.Backup{}, err
		}
	}
	return out.end()
}

// backupWriter writes a backup. Its errors are the model's.
type backupWriter struct {
	to     *bufio.Writer
	sum    hash.Hash
	sealer *sealer
	made   model.Backup
}

func newBackupWriter(w io.Writer, s *sealer) *backupWriter {
	return &backupWriter{to: bufio.NewWriterSize(w, 64<<10), sum: sha256.New(), sealer: s}
}

func (w *backupWriter) begin(head model.Head) error {
	w.made.Head = head
	if err := w.write([]byte(backupMagic)); err != nil {
		return err
	}
	return w.edge(backupHeaderKey, packHead(head))
}

func (w *backupWriter) record(item engine.Item) error {
	countRecord(&w.made, item.Key)
	if err := w.part(item.Key); err != nil {
		return err
	}
	return w.part(item.Value)
}

// end writes the end and what is still held back.
func (w *backupWriter) end() (model.Backup, error) {
	if err := w.length(0); err != nil {
		return model.Backup{}, err
	}
	end := backupEnd{Records: w.made.Records}
	w.sum.Sum(end.SHA256[:0])
	if err := w.edge(backupEndKey, end); err != nil {
		return model.Backup{}, err
	}
	return w.made, unwritten(w.to.Flush())
}

// edge writes the header or the end.
func (w *backupWriter) edge(k key, payload any) error {
	text, err := json.Marshal(payload)
	if err != nil {
		return internal(err, "The backup could not be written.")
	}
	return w.part(w.sealer.seal(k, text))
}

func (w *backupWriter) part(data []byte) error {
	if err := w.length(len(data)); err != nil {
		return err
	}
	return w.write(data)
}

func (w *backupWriter) length(n int) error {
	return w.write(binary.AppendUvarint(nil, uint64(n)))
}

func (w *backupWriter) write(data []byte) error {
	w.sum.Write(data)
	_, err := w.to.Write(data)
	return unwritten(err)
}

// unwritten is the error for a writer that does not take the backup; one of the
// model's stays as it is.
func unwritten(err error) error {
	if known := (*model.Error)(nil); err == nil || errors.As(err, &known) {
		return err
	}
	return unavailable(err, "The backup could not be written to its end.")
}
