package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"example.com/latchkey/cmd/internal/attach"
	"example.com/latchkey/cmd/internal/envelope"
	"example.com/latchkey/model"
)

// backingUp is what backup is told.
type backingUp struct {
	recipients []string
	file       string // with more of them
	force      bool
}

func (c *call) backupCommand() *cobra.Command {
	var b backingUp
	cmd := &cobra.Command{
		Use:   "backup FILE [--recipient RECIPIENT…] [--recipients-file FILE] [--force]",
		Short: "Write an encrypted backup of the whole store",
		Long: `Write one state of the whole store to a new file, while everybody goes on working.
It is always encrypted, by age: with a passphrase that is asked for twice, or comes
from LATCHKEY_BACKUP_PASSPHRASE or stdin, or for recipients, who open it with their
identity:

  latchkey backup nightly.age --recipient age1…
  ssh -p 2222 ada@acme.example@box backup - --recipient age1… > nightly.age

The file is there whole or not at all. With - the backup goes to stdout; then it is
whole only when the exit code is 0.

The key file is not in the backup, and without it the backup is of no use: keep a
copy of it elsewhere, and not beside the backups. It is for operators. A backup is
made into a store again by latchkey restore.

--json prints an object: file, at (of when it is), last_entry (of the activity log),
records, orgs, users, service_users, tokens. With - it goes to stderr on one line,
without file.`,
		Args: oneArg("the file to write, or -"),
	}
	cmd.Flags().StringArrayVar(&b.recipients, "recipient", nil, "encrypt for this `recipient` of age (may be given several times)")
	if c.env.served == nil {
		cmd.Flags().StringVar(&b.file, "recipients-file", "", "encrypt for the recipients in this `file`, one a line")
		cmd.Flags().BoolVar(&b.force, "force", false, "write over FILE")
	}
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return c.backUp(cmd.Context(), b, args[0]) }
	return cmd
}

func (c *call) backUp(ctx context.Context, b backingUp, file string) error {
	recipients, err := b.all()
	if err != nil {
		return err
	}
	if file == "-" {
		return c.backUpToStdout(ctx, recipients)
	}
	if c.env.served != nil {
		return usageError{errors.New("that file would be on another machine than you are; have it written to stdout, as in backup - > FILE")}
	}
	var held heldJSON
	err = writeWhole(file, b.force, func(w io.Writer) (err error) {
		held, err = c.backUpTo(ctx, recipients, w)
		return err
	})
	if err != nil {
		return err
	}
	return c.printBackup(file, held)
}

func (c *call) backUpToStdout(ctx context.Context, recipients []string) error {
	if c.toTerminal() {
		return usageError{errors.New("a backup is nothing for a terminal; send stdout to a file or a program")}
	}
	held, err := c.backUpTo(ctx, recipients, c.env.Stdout)
	if err != nil {
		return err
	}
	if c.json {
		return json.NewEncoder(c.env.Stderr).Encode(held)
	}
	c.notice("A backup %s.", held.words())
	return nil
}

// backUpTo writes a backup to w, by whoever has the store.
func (c *call) backUpTo(ctx context.Context, recipients []string, w io.Writer) (heldJSON, error) {
	if c.env.served == nil {
		client, err := c.dial(ctx)
		if err != nil {
			return heldJSON{}, err
		}
		if client != nil {
			return c.backUpThere(ctx, client, recipients, w)
		}
		if err := c.mustExist(); err != nil { // before anything is asked
			return heldJSON{}, err
		}
	}
	to, err := c.encryptFor(recipients)
	if err != nil {
		return heldJSON{}, err
	}
	var held model.Backup
	err = c.act(ctx, func(a *model.Authority, actor model.Actor) (err error) {
		sealed := envelope.Seal(w, to)
		if held, err = a.BackUp(ctx, actor, sealed); err != nil {
			return err
		}
		return sealed.Close()
	})
	return newHeldJSON(held), err
}

// backUpThere has the latchkey that has the store write the backup to w, and
// makes sure that it says so at last: a stream that breaks off is no backup.
func (c *call) backUpThere(ctx context.Context, client *attach.Client, recipients []string, w io.Writer) (heldJSON, error) {
	args := []string{"backup", "-", "--json"}
	for _, one := range recipients {
		args = append(args, "--recipient="+one)
	}
	report := &reportLine{to: c.env.Stderr}
	s := c.streams()
	s.Stdout, s.Stderr = w, report
	if text := c.env.getenv(passphraseVariable); text != "" {
		s.Stdin = strings.NewReader(text + "\n")
	}
	code, err := client.Run(ctx, s, args)
	switch held, found := report.read(); {
	case err != nil:
		return heldJSON{}, err
	case code != exitOK:
		return heldJSON{}, exitError(code)
	case !found:
		return heldJSON{}, &model.Error{Kind: model.KindUnavailable, Message: "The latchkey that has the store did not say that the backup is whole."}
	default:
		return held, nil
	}
}
