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
	if err := putInPlace(file.Name(), path, over); err != nil {
		return err
	}
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		_ = dir.Sync() // the file itself is on the disk
		_ = dir.Close()
	}
	return nil
}

// putInPlace gives a file that was written its own name. Without over the system
// itself sees to it that no file is replaced that came meanwhile.
func putInPlace(written, path string, over bool) error {
	put := claim
	if over {
		if err := mayWrite(path, over); err != nil {
			return err
		}
		put = os.Rename
	}
	switch err := put(written, path); {
	case errors.Is(err, fs.ErrExist):
		return alreadyThere(path)
	case err != nil:
		return notWritten(path, err)
	}
	return nil
}

// claim gives a file another name, which nothing may have. The error is
// fs.ErrExist where something has.
func claim(written, path string) error {
	err := os.Link(written, path) // the first name is removed later
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	empty, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(empty.Close(), os.Rename(written, path)) // on a disk without links what is replaced is our own
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
		return alreadyThere(path)
	}
	return nil
}

func alreadyThere(path string) error {
	return &model.Error{Kind: model.KindConflict, Message: path + " is there already. Name a new file, or say --force."}
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
