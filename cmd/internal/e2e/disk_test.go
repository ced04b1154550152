//go:build linux

package e2e

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// disk is a small file system of its own, which a test may fill.
type disk struct {
	t   *testing.T
	dir string
}

// smallDisk makes a disk of 700 MiB, out of a file with holes.
func smallDisk(t *testing.T) *disk {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can mount a small disk; what happens on a full one cannot be seen")
	}
	image, dir := filepath.Join(t.TempDir(), "image"), t.TempDir()
	file, err := os.Create(image)
	if err != nil {
		t.Fatal(err)
	}
	err = file.Truncate(700 << 20)
	_ = file.Close()
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range [][]string{{"mkfs.ext4", "-q", "-m", "0", image}, {"mount", "-o", "loop", image, dir}} {
		if out, err := exec.Command(words[0], words[1:]...).CombinedOutput(); err != nil {
			t.Skipf("%s: %v %s; what happens on a full disk cannot be seen", words[0], err, out)
		}
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v %s", err, out)
		}
	})
	return &disk{t, dir}
}

// leave fills the disk until so many MiB are free.
func (d *disk) leave(mib int64) {
	d.t.Helper()
	filler := filepath.Join(d.dir, "filler")
	_ = os.Remove(filler)
	file, err := os.Create(filler)
	if err != nil {
		d.t.Fatal(err)
	}
	defer file.Close()
	var fs unix.Statfs_t
	if err := unix.Statfs(d.dir, &fs); err != nil {
		d.t.Fatal(err)
	}
	free := int64(fs.Bavail) * fs.Bsize
	if err := unix.Fallocate(int(file.Fd()), 0, 0, free-mib<<20); err != nil {
		d.t.Fatalf("of %d MiB free: %v", free>>20, err)
	}
}

// TestAFullDisk: below 512 MiB latchkey warns, and below 256 it refuses changes
// while gateways are answered as before, also after a start; with room again, it
// takes changes at once.
func TestAFullDisk(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t)
	d := &daemon{t: t, data: filepath.Join(disk.dir, "d")}
	d.latchkey(password, "init", "--org", "Acme", "--name", "Ada Ashby", "--email", "ada@acme.example")
	secret := d.token("gateway")
	log := filepath.Join(d.data, "latchkey.log")
	if text, err := os.ReadFile(log); !os.IsNotExist(err) {
		t.Fatalf("with room there is a log: %s, %v", text, err)
	}

	disk.leave(400)
	d.start("--http", "127.0.0.1:0")
	url := d.urls(1)[0]
	p := sit(t, d.data)
	p.sees("Log in to latchkey")
	p.Type("ada@acme.example\r" + password + "\r")
	p.sees("The disk of the data directory is filling up")
	d.latchkey("", "service-user", "create", "--org", "Acme", "--name", "before", "--set", "Guest")

	disk.leave(150)
	d.takesNoChange(url, secret)
	_ = d.cmd.Process.Kill()
	_ = d.cmd.Wait()
	d.start("--http", "127.0.0.1:0")
	url = d.urls(1)[0]
	d.takesNoChange(url, secret)

	disk.leave(400)
	d.latchkey("", "token", "revoke", "gateway", "--org", "Acme")
	mustVerify(t, http.DefaultClient, url, secret, 401)
	list := d.latchkey("", "service-user", "list", "--org", "Acme")
	if !strings.Contains(list, "before") || strings.Contains(list, "meanwhile") {
		t.Errorf("there are\n%s", list)
	}
	text, err := os.ReadFile(log)
	for _, part := range []string{"filling up: less than 512 MiB are free", "nearly full: changes are refused until 256 MiB are free"} {
		if err != nil || strings.Count(string(text), part) != 1 {
			t.Errorf("the log does not say once %q: %v\n%s", part, err, text)
		}
	}
}

// TestAFullDiskForWhoIsAlone: a subcommand that has the store to itself says once
// what is wrong with the disk, verifies as before, and ends well.
func TestAFullDiskForWhoIsAlone(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t)
	d := &daemon{t: t, data: filepath.Join(disk.dir, "d")}
	d.latchkey(password, "init", "--org", "Acme", "--name", "Ada Ashby", "--email", "ada@acme.example")
	secret := d.token("gateway")
	for mib, warning := range map[int64]string{600: "", 400: "is filling up", 150: "is nearly full"} {
		disk.leave(mib)
		cmd := exec.Command(binary, "--data", d.data, "token", "verify")
		var said strings.Builder
		cmd.Stdin, cmd.Stderr = strings.NewReader(secret), &said
		out, err := cmd.Output()
		if err != nil || string(out) != "ok\n" {
			t.Errorf("with %d MiB free: %v, %s: %s", mib, err, out, said.String())
		}
		if n := strings.Count(said.String(), "The disk of the data directory"); n > 1 || (n == 1) != (warning != "") || !strings.Contains(said.String(), warning) {
			t.Errorf("with %d MiB free it says %q", mib, said.String())
		}
	}
}

// takesNoChange checks that a change is refused with a sentence, and that a token
// is good all the while.
func (d *daemon) takesNoChange(url, secret string) {
	d.t.Helper()
	for range 3 {
		out, err := exec.Command(binary, "--data", d.data, "service-user", "create", "--org", "Acme", "--name", "meanwhile", "--set", "Guest").CombinedOutput()
		if exitCode(err) != 5 || !strings.Contains(string(out), "The disk of the store is nearly full, so nothing was changed. Make room and try again.") {
			d.t.Errorf("exit code %d: %s", exitCode(err), out)
		}
		for range 10 {
			if status, err := verify(http.DefaultClient, url, secret); err != nil || status != http.StatusOK {
				d.t.Fatalf("the status is %d (%v)", status, err)
			}
		}
	}
}
