package cli

import (
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) orgShow() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "show ORG",
		Short: "Show an organisation with its settings",
		Long:  "Show an organisation with its settings.\n--json prints an object: " + orgFields + ".",
		Args:  oneArg("the organisation's id or name"),
	}
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.orgNames)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.inOrg(cmd.Context(), args[0], func(in inside) error { return c.showOrg(in.org) })
	}
	return cmd
}

func (c *call) showOrg(o model.Org) error {
	if c.json {
		return c.writeJSON(asOrgJSON(o))
	}
	facts := [][2]string{
		{"Name", o.Name}, {"Id", string(o.ID)}, {"State", orgState(o)}, {"Created", moment(o.CreatedAt)},
		{"Log-in", strings.TrimSpace(o.SSO.String() + " " + strings.Join(o.SSODomains, ", "))},
		{"Unused service-user tokens end", afterDays(o.ServiceTokenInactivity)},
		{"Own permissions", orElse(strings.Join(each(o.OwnPermissions, func(p model.Permission) string { return string(p) }), ", "), "none")},
	}
	for _, seat := range model.SeatTypes() {
		facts = append(facts, [2]string{"Limit of " + string(seat) + " seats", limit(o.SeatLimits[seat])})
	}
	return c.facts(facts)
}

func limit(n int) string {
	if n == 0 {
		return "none"
	}
	return strconv.Itoa(n)
}

func inDays(d time.Duration) int { return int(d / (24 * time.Hour)) }

func afterDays(d time.Duration) string {
	if d == 0 {
		return "never"
	}
	return "after " + strconv.Itoa(inDays(d)) + " days"
}

// orElse is text, or what stands for it when there is none.
func orElse(text, none string) string {
	if text == "" {
		return none
	}
	return text
}
