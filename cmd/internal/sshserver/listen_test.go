package sshserver

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/model"
)

func wantSentence(t *testing.T, err error, says string) {
	t.Helper()
	if model.KindOf(err) != model.KindUnavailable || !strings.Contains(err.Error(), says) {
		t.Errorf("got %v (%s), want a sentence with %q", err, model.KindOf(err), says)
	}
}

func mode(t *testing.T, path string) os.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

func TestListenUnix(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "s")
	l, err := ListenUnix(path, "")
	if err != nil {
		t.Fatal(err)
	}
	if m := mode(t, path); m != 0o600 {
		t.Errorf("the socket has mode %o", m)
	}
	_, err = ListenUnix(path, "")
	wantSentence(t, err, "Another latchkey listens on")
	l.(*net.UnixListener).SetUnlinkOnClose(false) // as after kill -9
	_ = l.Close()
	l, err = ListenUnix(path, "")
	if err != nil {
		t.Fatalf("a socket that is left over is in the way: %v", err)
	}
	_ = l.Close()
	if _, err := os.Lstat(path); !os.IsNotExist(err) {
		t.Error("the socket is left behind")
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = ListenUnix(file, "")
	wantSentence(t, err, "is not a socket")
	_, err = ListenUnix(filepath.Join(dir, strings.Repeat("x", 120)), "")
	wantSentence(t, err, "too long")
	_, err = ListenUnix(filepath.Join(dir, "no", "such", "s"), "")
	wantSentence(t, err, "cannot be made")
	_, err = ListenUnix(path, "no-such-group-of-latchkey")
	wantSentence(t, err, "There is no group")
	open := filepath.Join(dir, "open")
	if err := os.Mkdir(open, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	_, err = ListenUnix(filepath.Join(open, "s"), "")
	wantSentence(t, err, "Everybody can write to")
}

func TestListenUnixForAGroup(t *testing.T) {
	path := filepath.Join(t.TempDir(), "latchkey", "s")
	l, err := ListenUnix(path, strconv.Itoa(os.Getgid()))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if m, d := mode(t, path), mode(t, filepath.Dir(path)); m != 0o660 || d != 0o750 {
		t.Errorf("the socket has mode %o, its directory %o", m, d)
	}
}

func TestListenTCP(t *testing.T) {
	l, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, err = Listen(l.Addr().String())
	wantSentence(t, err, "address already in use")
	_, err = Listen("nonsense")
	wantSentence(t, err, "latchkey cannot listen on nonsense")
}

func TestHostKey(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, HostKeyFile)
	_, err := HostKey(dir, false)
	wantSentence(t, err, "is missing, and every client would take another one for an attack")
	made, err := HostKey(dir, true)
	if err != nil {
		t.Fatal(err)
	}
	if m := mode(t, path); m != 0o600 || made.PublicKey().Type() != gossh.KeyAlgoED25519 {
		t.Errorf("mode %o, %s", m, made.PublicKey().Type())
	}
	for _, fresh := range []bool{false, true} {
		again, err := HostKey(dir, fresh)
		if err != nil || gossh.FingerprintSHA256(again.PublicKey()) != gossh.FingerprintSHA256(made.PublicKey()) {
			t.Errorf("another key: %v", err)
		}
	}
	again, err := MakeHostKey(dir)
	if err != nil || gossh.FingerprintSHA256(again.PublicKey()) != gossh.FingerprintSHA256(made.PublicKey()) {
		t.Errorf("another key: %v", err)
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
		t.Errorf("the directory holds %v, %v", list, err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = HostKey(dir, false)
	wantSentence(t, err, "chmod 600")
	if err := os.WriteFile(path, []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = HostKey(dir, true)
	wantSentence(t, err, "is not a host key")
}
