package sshserver

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/model"
)

// HostKeyFile is the name of the host key in the data directory.
const HostKeyFile = "ssh_host_ed25519_key"

// HostKey returns the host key in a data directory. A new one is made only for a
// store that nobody can have logged in to yet: another key would look to
// everybody like another machine in the place of this one.
func HostKey(dir string, fresh bool) (gossh.Signer, error) {
	path := filepath.Join(dir, HostKeyFile)
	signer, err := loadHostKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return signer, err
	}
	if !fresh {
		return nil, unavailable(err, "The host key %s is missing, and every client would take another one for an attack. Put it back; or, if it is lost, make a new one with `ssh-keygen -t ed25519 -N '' -f %s` and tell people its fingerprint.", path, path)
	}
	return MakeHostKey(dir)
}

// MakeHostKey makes the host key of a new data directory, unless there is one.
func MakeHostKey(dir string) (gossh.Signer, error) {
	path := filepath.Join(dir, HostKeyFile)
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, unavailable(err, "The system gave no random numbers, so no host key was made.")
	}
	block, err := gossh.MarshalPrivateKey(private, "latchkey")
	if err != nil {
		return nil, unavailable(err, "The host key could not be made.")
	}
	err = writeNew(path, pem.EncodeToMemory(block))
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, unavailable(err, "The host key %s cannot be written: %v.", path, cause(err))
	}
	return loadHostKey(path)
}

// TemporaryHostKey returns a key that is forgotten with the process, for a socket
// whose other end knows by the file system whom it talks to.
func TemporaryHostKey() (gossh.Signer, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, unavailable(err, "The system gave no random numbers, so no host key was made.")
	}
	return gossh.NewSignerFromKey(private)
}

func loadHostKey(path string) (gossh.Signer, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fs.ErrNotExist
	case err != nil:
		return nil, unavailable(err, "The host key %s cannot be read: %v.", path, cause(err))
	case info.Mode().Perm()&0o077 != 0:
		return nil, unavailable(nil, "Others than its owner can use the host key %s (mode %04o). Run `chmod 600 %s`.", path, info.Mode().Perm(), path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, unavailable(err, "The host key %s cannot be read: %v.", path, cause(err))
	}
	signer, err := gossh.ParsePrivateKey(text)
	if err != nil {
		return nil, unavailable(err, "%s is not a host key without a passphrase. Put the right one there.", path)
	}
	return signer, nil
}

// writeNew writes a file that is not there yet, whole or not at all.
func writeNew(path string, text []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".host-key-") // of mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Link(file.Name(), path)
}

func unavailable(cause error, format string, args ...any) error {
	return &model.Error{Kind: model.KindUnavailable, Message: fmt.Sprintf(format, args...), Err: cause}
}

// cause returns what the system said without the path that the sentence has.
func cause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
