package datadir_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

// TestMain lets the test binary be a second process: with LATCHKEY_HOLD it
// opens that directory, writes an org, says so and waits to be killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("LATCHKEY_HOLD"); dir != "" {
		if err := hold(dir); err != nil {
			fmt.Println(err)
		}
		return
	}
	os.Exit(m.Run())
}

func hold(dir string) error {
	opened, err := datadir.Open(context.Background(), datadir.Options{Dir: dir})
	if err != nil {
		return err
	}
	if err := opened.Store.Update(context.Background(), putAcme); err != nil {
		return err
	}
	fmt.Println("open")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return nil
}

// holdElsewhere runs hold in another process, and returns it when it is there.
func holdElsewhere(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), "LATCHKEY_HOLD="+dir)
	stdin, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stdin.Close() })
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(stdout).ReadString('\n'); line != "open\n" {
		t.Fatalf("the other process says %q, %v", line, err)
	}
	return command
}

func putAcme(tx model.Tx) error { return tx.PutOrg(model.Org{ID: "org_1", Name: "Acme"}) }

func getAcme(tx model.Tx) error { _, err := tx.OrgByName("acme"); return err }

func open(t *testing.T, o datadir.Options) *datadir.Opened {
	t.Helper()
	opened, err := datadir.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err, errors.Unwrap(err))
	}
	t.Cleanup(func() { _ = opened.Close() })
	return opened
}

// fails checks that the directory does not open, with a sentence that has all
// of the parts.
func fails(t *testing.T, o datadir.Options, parts ...string) {
	t.Helper()
	opened, err := datadir.Open(t.Context(), o)
	if err == nil {
		_ = opened.Close()
		t.Fatal("it opens")
	}
	var e *model.Error
	if !errors.As(err, &e) || e.Kind != model.KindUnavailable {
		t.Fatalf("error %v (%T, %s)", err, err, model.KindOf(err))
	}
	for _, part := range parts {
		if !strings.Contains(e.Message, part) {
			t.Errorf("%q does not say %q", e.Message, part)
		}
	}
}

func mode(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

func TestFirstRun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "home", "latchkey")
	opened := open(t, datadir.Options{Dir: dir})
	for path, want := range map[string]fs.FileMode{"": 0o700, "key": 0o600, "latchkey.lock": 0o600} {
		if got := mode(t, filepath.Join(dir, path)); got != want {
			t.Errorf("%q has mode %04o, want %04o", path, got, want)
		}
	}
	if err := errors.Join(opened.Store.Update(t.Context(), putAcme), opened.Close(), opened.Close()); err != nil {
		t.Fatal(err)
	}
	again := open(t, datadir.Options{Dir: dir})
	if err := again.Store.View(t.Context(), getAcme); err != nil {
		t.Error(err)
	}
	if !bytes.Equal(again.Keys.Pepper, opened.Keys.Pepper) || len(again.Keys.LogChain) != 32 {
		t.Error("the keys are others now")
	}
}

func TestKeyFileElsewhere(t *testing.T) {
	dir, key := t.TempDir(), filepath.Join(t.TempDir(), "other")
	o := datadir.Options{Dir: dir, KeyFile: key}
	if err := open(t, o).Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "key")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("there is a key file in the directory too")
	}
	fails(t, datadir.Options{Dir: dir}, filepath.Join(dir, "key")+" is missing", dir, "--key-file")
	open(t, o)
}

func TestInUse(t *testing.T) {
	dir := t.TempDir()
	open(t, datadir.Options{Dir: dir})
	fails(t, datadir.Options{Dir: dir},
		"The store in "+dir+" is in use by latchkey (process "+fmt.Sprint(os.Getpid())+" of ", ", since 2",
		"). Quit it there, or run `latchkey serve` so that several people can work at once.")
}

// TestKilled: a process that is killed holds nothing up, and what it was told
// is written is there.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	other := holdElsewhere(t, dir)
	fails(t, datadir.Options{Dir: dir}, fmt.Sprintf("process %d of ", other.Process.Pid))
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = other.Wait()
	if err := open(t, datadir.Options{Dir: dir}).Store.View(t.Context(), getAcme); err != nil {
		t.Error(err)
	}
}

// TestUnsignedLock: who holds the lock may not have signed yet.
func TestUnsignedLock(t *testing.T) {
	dir := t.TempDir()
	open(t, datadir.Options{Dir: dir})
	if err := os.Truncate(filepath.Join(dir, "latchkey.lock"), 0); err != nil {
		t.Fatal(err)
	}
	fails(t, datadir.Options{Dir: dir}, "is in use by another latchkey.")
}

func TestKeyFileIsChecked(t *testing.T) {
	dir := t.TempDir()
	key := filepath.Join(dir, "key")
	if err := open(t, datadir.Options{Dir: dir}).Close(); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(good), "\n"); lines != 1 || !strings.HasPrefix(string(good), "latchkey-key-v1 ") {
		t.Errorf("key file %q", good)
	}
	write := func(text string, perm fs.FileMode) {
		if err := errors.Join(os.WriteFile(key, []byte(text), 0o600), os.Chmod(key, perm)); err != nil {
			t.Fatal(err)
		}
	}
	for _, perm := range []fs.FileMode{0o640, 0o604, 0o660} {
		write(string(good), perm)
		fails(t, datadir.Options{Dir: dir}, key, fmt.Sprintf("(mode %04o)", perm), "`chmod 600 "+key+"`")
	}
	for _, bad := range []string{"", "x", string(good[:40]), string(good) + "x", "latchkey-key-v2" + string(good[15:])} {
		write(bad, 0o600)
		fails(t, datadir.Options{Dir: dir}, key+" is not a key file")
	}
	write("latchkey-key-v1 "+strings.Repeat("ab", 32)+"\n", 0o600)
	fails(t, datadir.Options{Dir: dir}, "The key file "+key+" does not belong to the store in "+dir)

	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	fails(t, datadir.Options{Dir: dir}, "The key file "+key+" is missing")
	if _, err := os.Stat(key); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a key file was made for a store that has another one")
	}
	write(string(good), 0o600)
	open(t, datadir.Options{Dir: dir})
}

// TestKeyFileOfACut: a power cut at the first run can leave an empty key file.
func TestKeyFileOfACut(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "key"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	open(t, datadir.Options{Dir: dir})
}

func TestDirectoryIsChecked(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	fails(t, datadir.Options{}, "no data directory")
	fails(t, datadir.Options{Dir: file}, file+" cannot be a directory")
	fails(t, datadir.Options{Dir: filepath.Join(file, "below")}, "cannot be a directory")

	if err := os.Chmod(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	fails(t, datadir.Options{Dir: dir}, "(mode 0750)", "`chmod 700 "+dir+"`")

	empty := filepath.Join(dir, "empty")
	if err := errors.Join(os.Mkdir(empty, 0o755), os.Chmod(empty, 0o755)); err != nil {
		t.Fatal(err)
	}
	open(t, datadir.Options{Dir: empty})
	if got := mode(t, empty); got != 0o700 {
		t.Errorf("an empty directory is taken over with mode %04o", got)
	}
}

// TestNothingInClear looks for names and hashes in every file, while the store
// is open and after.
func TestNothingInClear(t *testing.T) {
	dir := t.TempDir()
	opened := open(t, datadir.Options{Dir: dir})
	err := opened.Store.Update(t.Context(), func(tx model.Tx) error {
		return errors.Join(
			tx.PutOrg(model.Org{ID: "org_1", Name: "Acme Incorporated"}),
			tx.PutAccount(model.Account{ID: "usr_1", Name: "Ann Example", Email: "ann@example.com", PasswordHash: "$argon2id$"}))
	})
	if err != nil {
		t.Fatal(err)
	}
	check := func(when string) {
		for path, content := range files(t, dir) {
			for _, text := range []string{"Acme", "acme incorporated", "Ann Ex", "ann@", "argon2id", "org_1"} {
				if strings.Contains(content, text) {
					t.Errorf("%s, %s holds %q", when, path, text)
				}
			}
		}
	}
	check("while the store is open")
	if err := opened.Close(); err != nil {
		t.Fatal(err)
	}
	check("after it was closed")
}

// files returns the content of every file below dir, by path.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	contents := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		contents[path] = string(content)
		return err
	})
	if err != nil || len(contents) < 5 {
		t.Fatalf("%d files, %v", len(contents), err)
	}
	return contents
}

func TestTemporary(t *testing.T) {
	opened, err := datadir.Temporary(t.Context(), datadir.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(opened.Store.Update(t.Context(), putAcme), opened.Close(), opened.Close()); err != nil {
		t.Error(err)
	}
}

func TestDefault(t *testing.T) {
	for want, test := range map[string]struct{ latchkey, xdg, home string }{
		"/srv/latchkey":             {"/srv/latchkey", "/xdg", "/home/ann"},
		"/xdg/latchkey":             {"", "/xdg", "/home/ann"},
		"/h/.local/share/latchkey":  {"", "", "/h"},
		"/h2/.local/share/latchkey": {"", "not/absolute", "/h2"},
		"":                          {"", "", ""},
	} {
		env := map[string]string{"LATCHKEY_DATA": test.latchkey, "XDG_DATA_HOME": test.xdg}
		got, err := datadir.Default(func(name string) string { return env[name] }, test.home)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("%+v: %q, %v; want %q", test, got, err, want)
		}
	}
}
