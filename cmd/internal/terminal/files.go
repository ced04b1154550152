package terminal

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"unicode"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// Files writes new files of the person who runs this process. It implements
// kit.Files.
type Files struct {
	home   string
	create func(path string) (*os.File, error)
}

var _ kit.Files = (*Files)(nil)

// NewFiles returns the files of a person whose environment, with HOME in it,
// is environ.
func NewFiles(environ []string) *Files {
	return &Files{home: environment(environ).Getenv("HOME"), create: createPrivate}
}

// Save writes secret and a line end to a new file of mode 0600, waits until it
// is on the disk, and returns the file's absolute path. path may begin with ~/;
// a relative one starts at the working directory. The error is of KindInvalid
// (no path for a file), KindConflict (there is a file already) or
// KindUnavailable (it cannot be written); none leaves a file behind.
func (f *Files) Save(path string, secret model.Secret) (string, error) {
	return f.Write(path, func(w io.Writer) error {
		_, err := io.WriteString(w, secret.Reveal()+"\n")
		return err
	})
}

// Write is Save for whatever content writes; an Error of the model's that
// content returns comes back as it is.
func (f *Files) Write(path string, content func(io.Writer) error) (string, error) {
	path, err := f.resolve(path)
	if err != nil {
		return "", err
	}
	file, err := f.create(path)
	if err != nil {
		return "", createError(path, err)
	}
	if err := fill(file, content); err != nil {
		_ = os.Remove(path)
		if known := (*model.Error)(nil); errors.As(err, &known) {
			return "", known
		}
		return "", failure(model.KindUnavailable, err, "%s could not be written: %s.", path, reason(err))
	}
	syncDir(filepath.Dir(path))
	return path, nil
}

// resolve returns the absolute path that a person means.
func (f *Files) resolve(path string) (string, error) {
	path = strings.TrimSpace(path)
	switch rest, inHome := strings.CutPrefix(path, "~/"); {
	case path == "":
		return "", failure(model.KindInvalid, nil, "Type the path of a new file.")
	case strings.ContainsFunc(path, unicode.IsControl):
		return "", failure(model.KindInvalid, nil, "The path contains a control character.")
	case strings.HasSuffix(path, "/"):
		return "", failure(model.KindInvalid, nil, "%s is a directory; add the name of a new file.", path)
	case inHome && f.home == "":
		return "", failure(model.KindInvalid, nil, "HOME is not set, so ~/ means nothing; type the whole path.")
	case inHome:
		path = filepath.Join(f.home, rest)
	case strings.HasPrefix(path, "~"):
		return "", failure(model.KindInvalid, nil, "Of the paths with ~ only those that begin with ~/ are understood.")
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", failure(model.KindUnavailable, err, "The working directory is gone; type the whole path.")
	}
	return abs, nil
}

func createPrivate(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

// fill writes the content, waits until it is on the disk, and closes file.
func fill(file *os.File, content func(io.Writer) error) error {
	buffered := bufio.NewWriter(file)
	err := content(buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// syncDir makes a new name in dir last. Some file systems cannot; the file
// itself is there all the same.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

func createError(path string, err error) error {
	if info, statErr := os.Stat(path); statErr == nil && info.IsDir() {
		return failure(model.KindInvalid, err, "%s is a directory; add the name of a new file.", path)
	}
	if errors.Is(err, fs.ErrExist) {
		return failure(model.KindConflict, err, "%s exists already; type the path of a new file.", path)
	}
	return failure(model.KindUnavailable, err, "%s cannot be created: %s.", path, reason(err))
}

// reason says in words why a file cannot be written.
func reason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "its directory does not exist"
	case errors.Is(err, fs.ErrPermission):
		return "you may not write there"
	case errors.Is(err, syscall.EROFS):
		return "the file system is read-only"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "the disk is full"
	case errors.Is(err, syscall.ENOTDIR):
		return "part of the path is a file, not a directory"
	case errors.Is(err, syscall.ENAMETOOLONG):
		return "the name is too long"
	}
	return "the file system reported an error"
}

func failure(kind model.Kind, cause error, format string, args ...any) *model.Error {
	return &model.Error{Kind: kind, Message: fmt.Sprintf(format, args...), Err: cause}
}
