package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/cmd/internal/sshserver"
	"example.com/latchkey/model"
)

// hostKey gives a restored data directory the key that clients know the machine
// by, where there is one, or a new one.
func (r *restoring) hostKey(dir, present string, same bool) error {
	if same {
		text, err := os.ReadFile(filepath.Join(present, sshserver.HostKeyFile))
		if err == nil {
			return writeWhole(filepath.Join(dir, sshserver.HostKeyFile), false, func(w io.Writer) error {
				_, err := w.Write(text)
				return err
			})
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return notRead(filepath.Join(present, sshserver.HostKeyFile), err)
		}
	}
	r.madeHostKey = true
	_, err := sshserver.MakeHostKey(dir)
	return err
}

// restoredJSON is what restore --json prints.
type restoredJSON struct {
	Dir string `json:"dir"`
	heldJSON
	Undone  *undoneJSON `json:"undone"`
	Known   bool        `json:"undone_known"` // else undone is null because nobody can tell
	Problem *string     `json:"problem"`
	HostKey string      `json:"host_key"`
}

type undoneJSON struct {
	Entries     uint64 `json:"entries"`
	Revocations uint64 `json:"revocations"`
}

func (c *call) printRestored(r *restoring, dir string, restored daemon.Restored) error {
	out := restoredJSON{Dir: dir, heldJSON: newHeldJSON(restored.Backup), HostKey: "copied"}
	if r.madeHostKey {
		out.HostKey = "new"
	}
	if s := restored.Setback; restored.Undoes && !s.Other {
		out.Undone = &undoneJSON{s.Was.Seq - s.Now.Seq, s.Undone()}
	}
	out.Known = restored.Compared && (!restored.Undoes || out.Undone != nil)
	if restored.Problem != "" {
		out.Problem = &restored.Problem
	}
	if c.json {
		if err := c.writeJSON(out); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(c.env.Stdout, "%s is restored from the backup %s.\n", model.Printable(dir), out.words())
	}
	if restored.Unknown != "" {
		c.notice("%s", restored.Unknown)
	}
	if r.madeHostKey {
		c.notice("It has a new SSH host key: clients will be told that the fingerprint changed. Put the old %s there if you have it.", sshserver.HostKeyFile)
	}
	return nil
}
