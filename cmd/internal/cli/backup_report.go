package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"

	"example.com/latchkey/model"
)

// heldJSON is what a backup holds, as --json prints it.
type heldJSON struct {
	At           *string `json:"at"`
	LastEntry    uint64  `json:"last_entry"`
	Records      uint64  `json:"records"`
	Orgs         uint64  `json:"orgs"`
	Users        uint64  `json:"users"`
	ServiceUsers uint64  `json:"service_users"`
	Tokens       uint64  `json:"tokens"`
}

func newHeldJSON(b model.Backup) heldJSON {
	return heldJSON{
		At: stamp(b.Head.At), LastEntry: b.Head.Seq, Records: b.Records,
		Orgs: b.Orgs, Users: b.People, ServiceUsers: b.ServiceUsers, Tokens: b.Tokens,
	}
}

// words says the same in a line.
func (h heldJSON) words() string {
	at := "never"
	if h.At != nil {
		if t, err := time.Parse(time.RFC3339, *h.At); err == nil {
			at = moment(t)
		}
	}
	return fmt.Sprintf("of %s, with %s: %s, %s, %s, %s", at,
		counted(int(h.Records), "record", "records"), counted(int(h.Orgs), "organisation", "organisations"),
		counted(int(h.Users), "user", "users"), counted(int(h.ServiceUsers), "service user", "service users"),
		counted(int(h.Tokens), "token", "tokens"))
}

// backupJSON is what backup --json prints.
type backupJSON struct {
	File string `json:"file"`
	heldJSON
}

func (c *call) printBackup(file string, held heldJSON) error {
	if c.json {
		return c.writeJSON(backupJSON{file, held})
	}
	fmt.Fprintf(c.env.Stdout, "%s is a backup %s.\n", model.Printable(file), held.words())
	c.notice("The key file is not in it, and it is of no use without: keep a copy of that elsewhere.")
	return nil
}

// reportLine passes on what the other end says on stderr, but for the one line
// that is the report of a backup.
type reportLine struct {
	to io.Writer

	mu     sync.Mutex
	middle bool // of a line that is passed on
	line   []byte
	held   heldJSON
	found  bool
}

// Write takes what the other end says.
func (r *reportLine) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for part := range bytes.Lines(p) {
		if err := r.take(part); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// take takes a line, or a part of one.
func (r *reportLine) take(part []byte) error {
	ends := bytes.HasSuffix(part, []byte("\n"))
	if !r.middle && (len(r.line) > 0 || part[0] == '{') {
		if r.line = append(r.line, part...); !ends {
			return nil
		}
		part, r.line = r.line, nil
		if json.Unmarshal(part, &r.held) == nil {
			r.found = true
			return nil
		}
	}
	r.middle = !ends
	_, err := r.to.Write(part)
	return err
}

// read returns the report, and false when none came.
func (r *reportLine) read() (heldJSON, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.held, r.found
}
