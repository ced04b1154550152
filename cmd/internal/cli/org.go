package cli

import (
	"context"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) orgCommand() *cobra.Command {
	return group("org", "Organisations: list, show, create, rename, suspend, revive",
		c.orgList(), c.orgShow(), c.orgCreate(), c.orgRename(), c.orgSuspend(), c.orgRevive())
}

// orgJSON is an organisation as --json prints it.
type orgJSON struct {
	ID             string         `json:"id"`
	Name           string         `json:"name"`
	State          string         `json:"state"` // active or suspended
	CreatedAt      *string        `json:"created_at"`
	SSO            string         `json:"sso"` // off, sso_and_password, sso_only, sso_domains
	SSODomains     []string       `json:"sso_domains"`
	InactivityDays int            `json:"service_token_inactivity_days"` // 0 for none
	SeatLimits     map[string]int `json:"seat_limits"`                   // only of the types that have one
	OwnPermissions []string       `json:"own_permissions"`
}

const orgFields = "id, name, state (active, suspended), created_at, sso, sso_domains,\nservice_token_inactivity_days (0 for none), seat_limits, own_permissions"

func asOrgJSON(o model.Org) orgJSON {
	out := orgJSON{
		ID: string(o.ID), Name: o.Name, State: orgState(o), CreatedAt: stamp(o.CreatedAt),
		SSO: string(o.SSO), SSODomains: append([]string{}, o.SSODomains...), InactivityDays: inDays(o.ServiceTokenInactivity),
		SeatLimits:     map[string]int{},
		OwnPermissions: each(o.OwnPermissions, func(p model.Permission) string { return string(p) }),
	}
	for seat, most := range o.SeatLimits {
		out.SeatLimits[string(seat)] = most
	}
	return out
}

func orgState(o model.Org) string {
	if o.Suspended {
		return "suspended"
	}
	return "active"
}

// printOrg prints one organisation as JSON, or else says done on stderr.
func (c *call) printOrg(o model.Org, done string) error {
	if c.json {
		return c.writeJSON(asOrgJSON(o))
	}
	c.notice("%s %s (%s).", done, o.Name, o.ID)
	return nil
}

func (c *call) orgList() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List organisations: your own, for operators all of them",
		Long:  "List organisations: your own, for operators all of them.\n--json prints an array of objects: " + orgFields + ".",
		Args:  noArgs,
	}
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.act(cmd.Context(), func(a *model.Authority, actor model.Actor) error { return c.listOrgs(cmd.Context(), a, actor) })
	}
	return cmd
}

func (c *call) listOrgs(ctx context.Context, a *model.Authority, actor model.Actor) error {
	rows, err := all(func(r model.PageRequest) (model.Page[model.OrgView], error) { return a.ListOrgs(ctx, actor, r) })
	if err != nil {
		return err
	}
	list := make([]orgJSON, 0, len(rows))
	table := make([][]string, 0, len(rows))
	for _, v := range rows {
		list = append(list, asOrgJSON(v.Org))
		table = append(table, []string{v.Name, orgState(v.Org), orElse(v.Set, "-"), moment(v.CreatedAt), string(v.ID)})
	}
	if c.json {
		return c.writeJSON(list)
	}
	return c.table([]string{"NAME", "STATE", "YOUR SET", "CREATED", "ID"}, table)
}
