package cli

import (
	"context"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// heir is who gets the items of somebody who goes (rule 1.3): an id, e-mail or
// name; "" for nobody.
type heir string

func (c *call) heirFlag(cmd *cobra.Command, to *heir) {
	cmd.Flags().StringVar((*string)(to), "items-to", "", "who gets the items that they own there: a person's or a service user's `id, e-mail or name`")
	c.complete(cmd, "items-to", c.emails)
}

func (h heir) find(ctx context.Context, in inside) (model.Subject, error) {
	if h == "" {
		return model.Subject{}, nil
	}
	return in.FindSubject(ctx, in.actor, in.org.ID, string(h))
}
