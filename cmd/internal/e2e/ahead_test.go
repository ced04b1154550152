//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// isTurnedAway waits until the screens have ended because the store cannot be
// opened, which they say where they were started, and leave nothing else behind.
// Nobody got further than the log-in.
func (p *person) isTurnedAway(parts ...string) {
	p.t.Helper()
	p.tells(parts...)
	p.ends(5)
	if p.Settings().Lflag&(syscall.ECHO|syscall.ICANON) != syscall.ECHO|syscall.ICANON {
		p.t.Error("the terminal is still in raw mode")
	}
	out := p.Output()
	shown, said, left := strings.Cut(out, "\x1b[?1049l")
	if drawn := strings.Contains(shown, "\x1b[?1049h"); drawn != left {
		p.t.Errorf("the alternate screen is not left: %q", out)
	}
	if left && (!strings.Contains(said, "\x1b[?25h") || !strings.Contains(oneLine(said), parts[0])) {
		p.t.Errorf("there is no cursor, or nothing is said on the screen of before: %q", out)
	}
	if strings.Contains(out, "of 10 active") || strings.Contains(out, "goroutine") {
		p.t.Errorf("somebody got in, or it broke: %q", out)
	}
}

// TestTheScreensDoNotOpenOnADamagedStore: they end with the sentence that every
// command has, whatever was typed meanwhile.
func TestTheScreensDoNotOpenOnADamagedStore(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	p := sit(t, data)
	p.setUp()
	p.Type("\x03")
	p.ends(0)
	damageTable(t, filepath.Join(data, "store"))
	p = sit(t, data)
	p.Type(password + "\r")
	p.isTurnedAway("A file of the store in", "restore a backup")
}

// damageTable turns a bit over in the middle of a table.
func damageTable(t *testing.T, store string) {
	t.Helper()
	tables, err := filepath.Glob(filepath.Join(store, "*.sst"))
	if err != nil || len(tables) == 0 {
		t.Fatalf("there is no table in the store: %v", err)
	}
	text, err := os.ReadFile(tables[0])
	if err != nil {
		t.Fatal(err)
	}
	text[len(text)/2] ^= 1
	if err := os.WriteFile(tables[0], text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestAnotherKeyFileIsNotedFirst: what can be known without the store is said
// before anything is drawn.
func TestAnotherKeyFileIsNotedFirst(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	p := sit(t, data)
	p.setUp()
	p.Type("\x03")
	p.ends(0)
	key := filepath.Join(data, "key")
	text, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	last := len(text) - 2 // before the end of the line
	text[last] = "01"[text[last]&1^1]
	if err := os.WriteFile(key, text, 0o600); err != nil {
		t.Fatal(err)
	}
	p = sit(t, data)
	p.says("does not belong to the store in")
	p.ends(5)
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	p = sit(t, data)
	p.says("The key file " + key + " is missing")
	p.ends(5)
}
