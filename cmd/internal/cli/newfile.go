package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"example.com/latchkey/model"
)

// writeWhole writes what fill writes to a file of mode 0600 that is there whole,
// and on the disk, or not at all: it is filled beside its place under a name of
// its own. One that is there already stays, unless over says to replace it.
// Errors: fill's, KindConflict, KindUnavailable.
func writeWhole(path string, over bool, fill func(io.Writer) error) error {
	if err := mayWrite(path, over); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".") // of mode 0600
	if err != nil {
		return notWritten(path, err)
	}
	defer os.Remove(file.Name()) // once it has its own name there is nothing to remove
	w := &writing{file: file, path: path}
	err = fill(w)
	if err = firstOf(w.failed, err); err != nil {
		_ = file.Close()
		return err
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return notWritten(path, err)
	}
	if err := mayWrite(path, over); err != nil { // it may have come meanwhile
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return notWritten(path, err)
	}
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		_ = dir.Sync() // the file itself is on the disk
		_ = dir.Close()
	}
	return nil
}

// mayWrite refuses a path where something is that is not to be replaced.
func mayWrite(path string, over bool) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return notWritten(path, err)
	case !info.Mode().IsRegular():
		return &model.Error{Kind: model.KindConflict, Message: path + " is there already, and is not a file."}
	case !over:
		return &model.Error{Kind: model.KindConflict, Message: path + " is there already. Name a new file, or say --force."}
	}
	return nil
}

// writing is a file that is being filled. It keeps why it could not be: whoever
// fills it may know no more than that.
type writing struct {
	file   *os.File
	path   string
	failed error
}

// Write writes to the file. The error is of KindUnavailable.
func (w *writing) Write(p []byte) (int, error) {
	n, err := w.file.Write(p)
	if err != nil {
		err = notWritten(w.path, err)
		w.failed = err
	}
	return n, err
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func notWritten(path string, err error) error {
	return &model.Error{Kind: model.KindUnavailable, Err: err, Message: fmt.Sprintf("%s cannot be written: %v.", path, reason(err))}
}

func notRead(path string, err error) error {
	kind := model.KindUnavailable
	if errors.Is(err, fs.ErrNotExist) {
		kind = model.KindNotFound
	}
	return &model.Error{Kind: kind, Err: err, Message: fmt.Sprintf("%s cannot be read: %v.", path, reason(err))}
}

// reason is what the system said, without the path that the sentence has.
func reason(err error) error {
	if in := (*fs.PathError)(nil); errors.As(err, &in) {
		return in.Err
	}
	return err
}
