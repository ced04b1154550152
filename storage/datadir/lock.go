package datadir

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// lock is the right to open the store in a directory. The kernel lets it go
// with the process, however that ends, so there is never a stale one.
type lock struct{ file *os.File }

// holder is what a lock file says about who holds it.
type holder struct {
	PID   int       `json:"pid"`
	User  string    `json:"user"`
	Since time.Time `json:"since"`
}

// acquire takes the lock of dir. When another process has it, the error says
// which one.
func acquire(dir string) (*lock, error) {
	path := filepath.Join(dir, "latchkey.lock")
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, unusable(path, err)
	}
	l := &lock{file}
	if err := l.take(dir); err != nil {
		_ = file.Close()
		return nil, err
	}
	return l, nil
}

func (l *lock) take(dir string) error {
	err := unix.Flock(int(l.file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return l.inUse(dir)
	}
	if err != nil {
		return unusable(l.file.Name(), err)
	}
	if err := l.sign(); err != nil {
		return unusable(l.file.Name(), err)
	}
	return nil
}

// sign writes into the file who holds it.
func (l *lock) sign() error {
	text, err := json.Marshal(holder{PID: os.Getpid(), User: userName(), Since: time.Now().UTC().Truncate(time.Second)})
	if err != nil {
		return err
	}
	if err := l.file.Truncate(0); err != nil {
		return err
	}
	_, err = l.file.WriteAt(append(text, '\n'), 0)
	return err
}

// ErrInUse is the cause of the error for a directory that another process has.
var ErrInUse = errors.New("another process has the data directory")

// WayOut is how the sentence of an ErrInUse ends.
const WayOut = "Quit it there, or run `latchkey serve` so that several people can work at once."

// inUse is the error for a lock that another process has. That process may be
// about to sign: then it has no name yet.
func (l *lock) inUse(dir string) error {
	var h holder
	text, err := io.ReadAll(io.LimitReader(l.file, 4096))
	if err != nil || json.Unmarshal(text, &h) != nil || h.PID == 0 {
		return unavailable(ErrInUse, "The store in %s is in use by another latchkey. %s", dir, WayOut)
	}
	since := h.Since.Local().Format("2006-01-02 15:04 MST")
	return unavailable(ErrInUse, "The store in %s is in use by latchkey (process %d of %s, since %s). %s", dir, h.PID, h.User, since, WayOut)
}

// release lets the directory go. The file stays: to remove it could take it
// from under a process that has just opened it.
func (l *lock) release() error {
	if l == nil || l.file == nil {
		return nil
	}
	file := l.file
	l.file = nil
	return errors.Join(file.Truncate(0), file.Close())
}

// userName returns the name of whoever runs this process, or the number.
func userName() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "user " + strconv.Itoa(os.Getuid())
}
