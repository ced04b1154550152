package httpapi_test

import (
	"crypto/sha256"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

// files returns what a directory holds: the SHA-256 of each file, by its name.
func files(t *testing.T, dir string) map[string][sha256.Size]byte {
	t.Helper()
	sums := map[string][sha256.Size]byte{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		sums[path] = sha256.Sum256(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

// A thousand answers, good and bad ones, and not a byte on the disk is another
// one, until the uses are written down all together.
func TestVerify_WritesNothingToTheDisk(t *testing.T) {
	dir := t.TempDir()
	data, err := datadir.Open(t.Context(), datadir.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := data.Close(); err != nil {
			t.Error(err)
		}
	}()
	w := newWorldOver(t, data.Store)
	w.item(model.KindTemplate, "1", "Fire drill")
	own, robot, revoked := w.own("own"), w.robot("robot", "templates.view"), w.own("revoked")
	w.revoke(revoked)
	cases := []struct {
		authorization, query string
		status               int
	}{
		{as(own), "", http.StatusOK},
		{as(robot), "permission=templates.view", http.StatusOK},
		{as(own), "permission=templates.view&item=template/1", http.StatusOK},
		{as(robot), "permission=users.manage", http.StatusForbidden},
		{as(robot), "permission=templates.view&item=template/1", http.StatusForbidden},
		{as(revoked), "", http.StatusUnauthorized},
		{as(newWorld(t).own("other")), "", http.StatusUnauthorized},
		{"Bearer nonsense", "", http.StatusUnauthorized},
		{"", "", http.StatusUnauthorized},
		{as(own), "nonsense=1", http.StatusUnauthorized},
	}
	before := files(t, dir)
	for i := range 1000 {
		c := cases[i%len(cases)]
		w.verify(c.authorization, c.query).want(c.status)
	}
	if !maps.Equal(before, files(t, dir)) {
		t.Error("a request has written to the disk")
	}
	w.must(w.FlushUses(t.Context()))
	if maps.Equal(before, files(t, dir)) {
		t.Error("the uses were not written down, or this test does not see what is")
	}
	if n := w.uses(own); n != 200 {
		t.Errorf("it was used %d times", n)
	}
}
