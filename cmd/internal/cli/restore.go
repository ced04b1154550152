package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/cmd/internal/envelope"
	"example.com/latchkey/model"
)

// restoring is what restore is told.
type restoring struct {
	identities []string
	yes        bool

	madeHostKey bool
}

func (c *call) restoreCommand() *cobra.Command {
	var r restoring
	cmd := &cobra.Command{
		Use:   "restore FILE DIR [--identity FILE…] [--yes]",
		Short: "Make a new data directory of a backup (on the box)",
		Long: `Make a new data directory of a backup. DIR must not be there yet, or be empty; it is
there whole or not at all, and nothing else is changed. The passphrase is asked for,
or comes from LATCHKEY_BACKUP_PASSPHRASE or stdin; a backup for recipients is opened
with --identity. With - the backup comes from stdin, and then the passphrase from
LATCHKEY_BACKUP_PASSPHRASE alone.

The key file of the store that the backup is of has to be there: the one of --key-file,
else that of the data directory in use. It is copied into DIR, as is the SSH host key.
When the data directory in use is of the same store, this says what going back to the
backup would undo, and asks first; a script says --yes. The activity log in DIR tells
of it.

  latchkey restore nightly.age ~/restored
  latchkey --data ~/restored

To go back to the backup for good: stop latchkey, move its data directory away, put
DIR in its place, and start.

--json prints an object: dir, at (of when the backup is), last_entry, records, orgs,
users, service_users, tokens, undone (entries, revocations; null for nothing),
undone_known (false when nobody can tell what is undone: null is not nothing then),
problem, host_key (copied or new).`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usageError{fmt.Errorf("%s takes two arguments: the backup and the new data directory", cmd.CommandPath())}
			}
			return nil
		},
	}
	cmd.Flags().StringArrayVar(&r.identities, "identity", nil, "open it with the identities of age in this `file` (may be given several times)")
	cmd.Flags().BoolVar(&r.yes, "yes", false, "yes, go back to the backup")
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return c.restore(cmd.Context(), &r, args[0], args[1]) }
	return cmd
}

func (c *call) restore(ctx context.Context, r *restoring, path, into string) error {
	into, err := filepath.Abs(into)
	if err != nil {
		return err
	}
	present, err := c.dataDir()
	if err != nil {
		return err
	}
	keys, err := c.backupKeys(r.identities, path == "-")
	if err != nil {
		return err
	}
	file, err := c.backupFile(path)
	if err != nil {
		return err
	}
	defer file.Close()
	restored, err := daemon.Restore(ctx, daemon.Restoring{
		Dir: into, KeyFile: c.keyFileOf(present), Present: present,
		By:     model.SystemOperator(osUser(), c.here()),
		Agree:  func(ctx context.Context, found daemon.Restored) error { return c.agree(ctx, r, present, found) },
		Finish: func(dir string, same bool) error { return r.hostKey(dir, present, same) },
	}, &opening{file: file, keys: keys})
	if err != nil {
		return err
	}
	return c.printRestored(r, into, restored)
}

// opening opens what a backup is sealed in when it is first read from: nobody is
// asked for a passphrase before.
type opening struct {
	file  io.Reader
	keys  envelope.Keys
	plain io.Reader
}

// Read reads the backup itself.
func (o *opening) Read(p []byte) (n int, err error) {
	if o.plain == nil {
		if o.plain, err = envelope.Open(o.file, o.keys); err != nil {
			return 0, err
		}
	}
	return o.plain.Read(p)
}

// backupFile opens the backup at path, or on stdin for -.
func (c *call) backupFile(path string) (io.ReadCloser, error) {
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, notRead(path, err)
		}
		return file, nil
	}
	if _, ok := onTerminal(c.env.Stdin); ok {
		return nil, usageError{errors.New("a backup cannot be typed; name its file, or have a program write it to stdin")}
	}
	return io.NopCloser(c.env.Stdin), nil
}

// backupKeys returns what backups are opened with: identities, and a passphrase
// that is asked for when it is needed. It cannot come from a stdin that the backup
// comes from.
func (c *call) backupKeys(files []string, stdin bool) (envelope.Keys, error) {
	var keys envelope.Keys
	for _, path := range files {
		file, err := os.Open(path)
		if err != nil {
			return keys, notRead(path, err)
		}
		err = keys.ReadIdentities(path, file)
		_ = file.Close()
		if err != nil {
			return keys, err
		}
	}
	switch {
	case len(files) > 0:
	case stdin && c.env.getenv(passphraseVariable) == "":
		keys.Ask(func() (model.Secret, error) {
			return model.Secret{}, usageError{fmt.Errorf("the backup comes from stdin, so its passphrase has to stand in %s", passphraseVariable)}
		})
	default:
		keys.Ask(c.passphrase)
	}
	return keys, nil
}

// keyFileOf returns where the key file of the data directory in use is.
func (c *call) keyFileOf(dir string) string {
	switch named := c.env.getenv("LATCHKEY_KEY_FILE"); {
	case c.keyFile != "":
		return c.keyFile
	case named != "":
		return named
	}
	return filepath.Join(dir, "key")
}

var goBack = question{
	asked: "Type yes to go back to the backup: ",
	flag:  "To go back to the backup, say --yes",
}

// agree tells what the backup undoes of the store in present, and asks.
func (c *call) agree(ctx context.Context, r *restoring, present string, found daemon.Restored) error {
	var facts []string
	if found.Problem != "" {
		facts = append(facts, found.Problem)
	}
	if found.Undoes {
		facts = append(facts, fmt.Sprintf("The backup is of %s, and the store in %s went on until %s. %s",
			moment(found.Head.At), present, moment(found.Setback.Was.At), found.Setback.Loss()))
	}
	return c.confirm(ctx, strings.Join(facts, " "), goBack, r.yes)
}
