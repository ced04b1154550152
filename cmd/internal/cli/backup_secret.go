package cli

import (
	"errors"
	"os"
	"slices"

	"example.com/latchkey/cmd/internal/envelope"
	"example.com/latchkey/model"
)

// passphraseVariable is where a script has the passphrase of backups.
const passphraseVariable = "LATCHKEY_BACKUP_PASSPHRASE"

// all returns the recipients of the flags; none means a passphrase.
func (b backingUp) all() ([]string, error) {
	if _, err := envelope.ForRecipients(b.recipients...); err != nil {
		return nil, err
	}
	if b.file == "" {
		return b.recipients, nil
	}
	file, err := os.Open(b.file)
	if err != nil {
		return nil, notRead(b.file, err)
	}
	defer file.Close()
	listed, err := envelope.ListRecipients(b.file, file)
	return slices.Concat(b.recipients, listed), err
}

// encryptFor returns whom a backup is encrypted for: the recipients, or without
// any whoever knows the passphrase.
func (c *call) encryptFor(recipients []string) (envelope.To, error) {
	if len(recipients) > 0 {
		return envelope.ForRecipients(recipients...)
	}
	passphrase, err := c.newPassphrase()
	if err != nil {
		return envelope.To{}, err
	}
	return envelope.ForPassphrase(passphrase)
}

// newPassphrase asks twice on a terminal: nobody can open what was encrypted with
// a slip of the finger. One that is easily guessed is refused.
func (c *call) newPassphrase() (model.Secret, error) {
	passphrase, err := c.passphrase()
	if err == nil {
		err = model.CheckPassphrase(passphrase)
	}
	if err != nil || !c.asks() || c.env.getenv(passphraseVariable) != "" {
		return passphrase, err
	}
	again, err := c.secret("The same again")
	if err == nil && again.Reveal() != passphrase.Reveal() {
		err = usageError{errors.New("the two are not the same; nothing was written")}
	}
	return passphrase, err
}

// passphrase returns that of a backup: from the environment, a prompt or stdin.
func (c *call) passphrase() (model.Secret, error) {
	if text := c.env.getenv(passphraseVariable); text != "" {
		return model.NewSecret(text), nil
	}
	return c.secret("Passphrase of the backup")
}
