package datadir

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A key file is one line: what it is, its version, and 32 random bytes as hex
// digits.
const (
	keyFileHead = "latchkey-key-v1 "
	secretLen   = 32
)

// loadKeys reads the key file, or makes it for a store that is not there yet.
func loadKeys(o Options) (Keys, error) {
	path := o.keyFile()
	secret, err := readKeyFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return keysOrError(secret, err)
	}
	if !o.fresh {
		return Keys{}, unavailable(err, "The key file %s is missing, and the store in %s does not open without it. Put it back, or say where it is with --key-file.", path, o.Dir)
	}
	secret, err = makeKeyFile(path)
	return keysOrError(secret, err)
}

// dropUnwritten removes a key file without a byte, as a power cut at the first
// run can leave it. It is only called while there is no store.
func dropUnwritten(path string) {
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		_ = os.Remove(path)
	}
}

func keysOrError(secret []byte, err error) (Keys, error) {
	if err != nil {
		return Keys{}, err
	}
	return derive(secret)
}

// readKeyFile returns the secret in the file. A missing file is
// fs.ErrNotExist, everything else an error for the person.
func readKeyFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fs.ErrNotExist
	case err != nil:
		return nil, unusable(path, err)
	case !info.Mode().IsRegular():
		return nil, unavailable(nil, "The key file %s is not a file.", path)
	case info.Mode().Perm()&0o077 != 0:
		return nil, unavailable(nil, "Others than its owner can use the key file %s (mode %04o). Run `chmod 600 %s`.", path, info.Mode().Perm(), path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, unusable(path, err)
	}
	return parseKeyFile(path, string(text))
}

func parseKeyFile(path, text string) ([]byte, error) {
	digits, ok := strings.CutPrefix(strings.TrimSuffix(text, "\n"), keyFileHead)
	secret, err := hex.DecodeString(digits)
	if !ok || err != nil || len(secret) != secretLen {
		return nil, unavailable(nil, "%s is not a key file of latchkey, or was altered. Put the right one there.", path)
	}
	return secret, nil
}

// makeKeyFile draws a secret and writes it to a new file: a store must never be
// there without its key.
func makeKeyFile(path string) ([]byte, error) {
	secret := make([]byte, secretLen)
	if _, err := rand.Read(secret); err != nil {
		return nil, unavailable(err, "The system gave no random numbers, so no key file was made.")
	}
	return secret, writeKeyFile(path, secret)
}

// writeKeyFile writes a secret to a new key file, which is on the disk when it
// returns.
func writeKeyFile(path string, secret []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return unusable(path, err)
	}
	_, err = file.WriteString(keyFileHead + hex.EncodeToString(secret) + "\n")
	err = errors.Join(err, file.Sync(), file.Close(), syncDir(filepath.Dir(path)))
	if err != nil {
		return unusable(path, errors.Join(err, os.Remove(path)))
	}
	return nil
}

// syncDir puts on the disk that a file is in dir.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
