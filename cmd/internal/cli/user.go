package cli

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) userCommand() *cobra.Command {
	return group("user", "People of an organisation, and their accounts",
		c.userList(), c.userAdd(), c.userSet(), c.userDeactivate(), c.userReactivate(), c.userRemove(),
		c.userDisable(), c.userEnable(), c.userResetPassword(), c.userMakeOperator(),
		c.userSSHKeys(), c.userRemoveSSHKey())
}

// userJSON is a member of an organisation as --json prints it.
type userJSON struct {
	ID            string  `json:"id"`
	Org           string  `json:"org"`
	Name          string  `json:"name"`
	Email         string  `json:"email"`
	State         string  `json:"state"` // active, deactivated, disabled (the whole account), removed
	PermissionSet string  `json:"permission_set"`
	Seat          string  `json:"seat"` // full, lite, guest; "" when none is taken
	ActiveTokens  int     `json:"active_tokens"`
	Operator      bool    `json:"operator"`
	HasPassword   bool    `json:"has_password"` // false while a one-time code waits to be used
	JoinedAt      *string `json:"joined_at"`
	LastLoginAt   *string `json:"last_login_at"`
}

const userFields = "id, org, name, email, state (active, deactivated, disabled, removed),\npermission_set, seat, active_tokens, operator, has_password, joined_at, last_login_at"

func asUserJSON(v model.MemberView) userJSON {
	return userJSON{
		ID: string(v.User), Org: string(v.Org), Name: v.Name, Email: v.Email, State: memberState(v),
		PermissionSet: v.SetName, Seat: string(v.Seat), ActiveTokens: v.Tokens,
		Operator: v.Operator, HasPassword: v.HasPassword, JoinedAt: stamp(v.JoinedAt), LastLoginAt: stamp(v.LastLoginAt),
	}
}

func memberState(v model.MemberView) string {
	if v.Disabled {
		return "disabled"
	}
	return string(v.Status)
}

func (c *call) userList() *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use:   "list --org ORG",
		Short: "List an organisation's people; service users are not among them",
		Long:  "List an organisation's people; service users are not among them.\n--json prints an array of objects: " + userFields + ".",
	}
	c.orgFlag(cmd, &org)
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error { return c.listUsers(cmd.Context(), in) })
	}
	return cmd
}

func (c *call) listUsers(ctx context.Context, in inside) error {
	rows, err := all(func(r model.PageRequest) (model.Page[model.MemberView], error) {
		return in.ListMembers(ctx, in.actor, in.org.ID, r)
	})
	if err != nil {
		return err
	}
	list := make([]userJSON, 0, len(rows))
	table := make([][]string, 0, len(rows))
	for _, v := range rows {
		list = append(list, asUserJSON(v))
		table = append(table, []string{v.Name, v.Email, v.SetName, memberState(v), strconv.Itoa(v.Tokens), moment(v.LastLoginAt), string(v.User)})
	}
	if c.json {
		return c.writeJSON(list)
	}
	return c.table([]string{"NAME", "E-MAIL", "PERMISSION SET", "STATE", "TOKENS", "LAST LOG-IN", "ID"}, table)
}

// member returns a person of the organisation as lists show them.
func (in inside) member(ctx context.Context, id model.UserID) (model.MemberView, error) {
	rows, err := in.MembersByID(ctx, in.actor, in.org.ID, []model.UserID{id})
	if err != nil {
		return model.MemberView{}, err
	}
	if len(rows) == 0 {
		return model.MemberView{}, &model.Error{Kind: model.KindNotFound, Message: "There is no such person in the organisation."}
	}
	return rows[0], nil
}
