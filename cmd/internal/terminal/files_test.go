package terminal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/latchkey/model"
)

func TestSaveWritesAPrivateFile(t *testing.T) {
	home, work := t.TempDir(), t.TempDir()
	t.Chdir(work)
	tests := []struct{ path, want string }{
		{"~/token", filepath.Join(home, "token")},
		{"token", filepath.Join(work, "token")},
		{" " + filepath.Join(work, "other") + "\n", filepath.Join(work, "other")},
	}
	files := NewFiles([]string{"HOME=" + home})
	for _, test := range tests {
		got, err := files.Save(test.path, secret)
		if err != nil || got != test.want {
			t.Fatalf("%q: saved as %q, %v", test.path, got, err)
		}
		text, _ := os.ReadFile(got)
		info, err := os.Stat(got)
		if err != nil || string(text) != secretText+"\n" || info.Mode().Perm() != 0o600 {
			t.Errorf("%q: mode %v, content %q, %v", test.path, info.Mode(), text, err)
		}
	}
}

func TestSaveRefuses(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	taken := filepath.Join(dir, "taken")
	if err := os.WriteFile(taken, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "elsewhere"), filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		path string
		kind model.Kind
		says string
	}{
		{"", model.KindInvalid, "path of a new file"},
		{"a\x1b[2Jb", model.KindInvalid, "control character"},
		{"a\x00b", model.KindInvalid, "control character"},
		{"dir/", model.KindInvalid, "is a directory"},
		{".", model.KindInvalid, dir + " is a directory"},
		{"~/x", model.KindInvalid, "HOME"},
		{"~root/x", model.KindInvalid, "~/"},
		{"taken", model.KindConflict, taken + " exists already"},
		{"link", model.KindConflict, "exists already"},
		{"no/such/dir", model.KindUnavailable, "its directory does not exist"},
		{"taken/x", model.KindUnavailable, "a file, not a directory"},
		{strings.Repeat("x", 300), model.KindUnavailable, "the name is too long"},
	}
	for _, test := range tests {
		_, err := NewFiles(nil).Save(test.path, secret)
		if model.KindOf(err) != test.kind || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%q: %s %q", test.path, model.KindOf(err), err)
		}
	}
	if text, _ := os.ReadFile(taken); string(text) != "mine" {
		t.Errorf("the file that was there now holds %q", text)
	}
	if _, err := os.Stat(filepath.Join(dir, "elsewhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a symbolic link was followed")
	}
}

func TestSaveThatFailsLeavesNoFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "token")
	files := NewFiles(nil)
	files.create = func(path string) (*os.File, error) { // one that cannot be written
		return os.OpenFile(path, os.O_RDONLY|os.O_CREATE|os.O_EXCL, 0o600)
	}
	if _, err := files.Save(path, secret); model.KindOf(err) != model.KindUnavailable {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the file is still there")
	}
}
