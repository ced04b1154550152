package cli

import (
	"context"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// sshKeyJSON is a public key of somebody's as --json prints it.
type sshKeyJSON struct {
	Name        string  `json:"name"`
	Fingerprint string  `json:"fingerprint"`
	Key         string  `json:"key"` // type and base64
	AddedAt     *string `json:"added_at"`
	LastUsedAt  *string `json:"last_used_at"`
}

const sshKeyFields = "name, fingerprint, key, added_at, last_used_at"

func asSSHKeyJSON(k model.SSHKey) sshKeyJSON {
	return sshKeyJSON{k.Name, k.Fingerprint, k.Line, stamp(k.AddedAt), stamp(k.LastUsedAt)}
}

func keyJSONs(keys []model.SSHKey) []sshKeyJSON {
	list := make([]sshKeyJSON, 0, len(keys))
	for _, k := range keys {
		list = append(list, asSSHKeyJSON(k))
	}
	return list
}

func (c *call) userSSHKeys() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "ssh-keys USER",
		Short: "List the public keys that a person logs in with over SSH (operators)",
		Long:  "List the public keys that a person logs in with over SSH (operators).\n--json prints an array of objects: " + sshKeyFields + ".",
		Args:  oneArg("the person's id, e-mail or name"),
	}
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.emails)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.withAccount(cmd.Context(), args[0], func(a *model.Authority, actor model.Actor, who model.AccountView) error {
			keys, err := a.SSHKeysOf(cmd.Context(), actor, who.ID)
			if err != nil {
				return err
			}
			return c.printSSHKeys(keys)
		})
	}
	return cmd
}

func (c *call) printSSHKeys(keys []model.SSHKey) error {
	if c.json {
		return c.writeJSON(keyJSONs(keys))
	}
	table := make([][]string, 0, len(keys))
	for _, k := range keys {
		table = append(table, []string{k.Name, k.Fingerprint, moment(k.AddedAt), moment(k.LastUsedAt)})
	}
	return c.table([]string{"NAME", "FINGERPRINT", "ADDED", "LAST USED"}, table)
}

func (c *call) userRemoveSSHKey() *cobra.Command {
	var text string
	cmd := &cobra.Command{
		Use:   "remove-ssh-key USER --key KEY",
		Short: "Take a public key of a person's away (operators)",
		Long: `Take a public key of a person's away: nobody logs in with it any more, and
sessions that it opened end (operators). user reset-password takes all of them
away.
--json prints an object: ` + sshKeyFields + ".",
		Args: oneArg("the person's id, e-mail or name"),
	}
	cmd.Flags().StringVar(&text, "key", "", "the key's `fingerprint or name`")
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.emails)
	c.complete(cmd, "key", c.keyNames)
	require(cmd, "key")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.withAccount(cmd.Context(), args[0], func(a *model.Authority, actor model.Actor, who model.AccountView) error {
			key, err := a.FindSSHKeyOf(cmd.Context(), actor, who.ID, text)
			if err != nil {
				return err
			}
			if err := a.RemoveSSHKeyOf(cmd.Context(), actor, who.ID, key.Fingerprint); err != nil {
				return err
			}
			return c.printRemovedKey(key, who)
		})
	}
	return cmd
}

func (c *call) printRemovedKey(k model.SSHKey, who model.AccountView) error {
	if c.json {
		return c.writeJSON(asSSHKeyJSON(k))
	}
	c.notice("Removed the key %s (%s) of %s (%s).", k.Name, k.Fingerprint, who.Email, who.ID)
	return nil
}

// withAccount runs fn with the account that text means, for operators.
func (c *call) withAccount(ctx context.Context, text string, fn func(*model.Authority, model.Actor, model.AccountView) error) error {
	return c.act(ctx, func(a *model.Authority, actor model.Actor) error {
		who, err := a.FindAccount(ctx, actor, text)
		if err != nil {
			return err
		}
		return fn(a, actor, who)
	})
}
