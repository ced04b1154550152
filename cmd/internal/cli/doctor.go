package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/model"
)

func (c *call) doctorCommand() *cobra.Command {
	var repair bool
	cmd := &cobra.Command{
		Use:   "doctor [--repair]",
		Short: "Check that nothing in the store is damaged or missing",
		Long: `Check every record, index and guard of the store, the files that they lie in, the
chain of the activity log, and what is kept beside the store. This changes nothing, and
goes on while others work.

--repair makes indexes and guards anew from the records: how to find a record by its
name, and the counts that limits are held by. Records and entries of the log are
never touched; for those that are damaged or lost, restore a backup.

Exit code 0 means that all is well, 1 that something is wrong and left as it is, and 5
that the store cannot be opened at all.
--json prints an object: keys (that were looked at), found, repaired (how many), left,
more (findings than are told), activity (entries, broken, problem), troubles (with what
is beside the store, or why it would not open) and sound. A finding has what, key, explanation, repairable.`,
		Args: noArgs,
	}
	c.jsonFlag(cmd)
	cmd.Flags().BoolVar(&repair, "repair", false, "make indexes and guards anew that are wrong")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return c.doctor(cmd.Context(), repair) }
	return cmd
}

// doctor does not go through act, which needs a store that is in order.
func (c *call) doctor(ctx context.Context, repair bool) error {
	if s := c.env.served; s != nil {
		actor, err := s.actor()
		if err != nil {
			return err
		}
		return c.checkUp(ctx, &checkup{authority: s.authority, actor: actor, beside: s.troubles}, repair)
	}
	if err := c.mustExist(); err != nil {
		return err
	}
	o, err := c.storeOptions()
	if err != nil {
		return err
	}
	var d *daemon.Daemon
	up := &checkup{}
	err = soon(ctx, func() (err error) {
		d, up.troubles, err = daemon.OpenToExamine(ctx, o)
		return err
	})
	if err != nil {
		return c.unopened(err)
	}
	up.authority, up.shut = d.Authority, len(up.troubles) > 0
	up.beside = func(ctx context.Context) []string { return hostKeyTroubles(ctx, d.Authority, o.Dir) }
	if up.actor, err = c.actor(ctx, d.Authority, o.Dir); err == nil {
		err = c.checkUp(ctx, up, repair)
	}
	return errors.Join(err, d.Close())
}

// unopened tells programs too why a store could not even be opened to be examined.
func (c *call) unopened(err error) error {
	if !c.json {
		return err
	}
	return errors.Join(err, c.writeJSON(checkupJSON(&checkup{troubles: []string{model.Sentence(err)}})))
}

// checkup is one examination, or one before and one after a repair.
type checkup struct {
	authority *model.Authority
	actor     model.Actor
	troubles  []string // with what lies beside the store
	shut      bool     // it would not open, for one of these
	beside    func(context.Context) []string

	found    model.Examination
	left     model.Examination
	repaired int
}

func (u *checkup) sound() bool { return u.left.Sound() && len(u.troubles) == 0 }

func (c *call) checkUp(ctx context.Context, u *checkup, repair bool) (err error) {
	if u.found, err = c.examine(ctx, u); err != nil {
		return err
	}
	u.left = u.found
	u.troubles = append(u.troubles, u.beside(ctx)...) // for those who may examine
	if repair {
		err = c.repair(ctx, u)
	}
	if err := errors.Join(err, c.printCheckup(u, repair)); err != nil {
		return err
	}
	if !u.sound() {
		return exitError(exitFailed)
	}
	return nil
}

func (c *call) examine(ctx context.Context, u *checkup) (model.Examination, error) {
	tell, clear := c.progress()
	defer clear()
	return u.authority.Examine(ctx, u.actor, tell)
}

// repair repairs and examines until nothing more can be repaired: an examination
// tells of so much at once, and some things come to light when others are gone.
func (c *call) repair(ctx context.Context, u *checkup) error {
	if u.shut {
		return nil
	}
	for u.left.Repairable() > 0 {
		n, err := u.authority.Repair(ctx, u.actor, u.left.Findings)
		u.repaired += n
		if err != nil || n == 0 {
			return err
		}
		if u.left, err = c.examine(ctx, u); err != nil {
			return err
		}
	}
	return nil
}
