package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// names lists what a flag or an argument can be, from the store. The org is the
// one that --org names, and "" for what belongs to none.
type names func(ctx context.Context, in inside) ([]string, error)

// completing reports whether the shell asks for completions.
func (c *call) completing() bool {
	return len(c.env.Args) > 0 && strings.HasPrefix(c.env.Args[0], cobra.ShellCompRequestCmd)
}

// stdout is where cobra writes to. The usage of a flag stands in completions as it
// is in the code, with the name of its value in backticks, which say nothing there.
func (c *call) stdout() io.Writer {
	if c.completing() {
		return withoutTicks{c.env.Stdout}
	}
	return c.env.Stdout
}

// withoutTicks takes the backticks out of what is said of a completion, which
// follows it after a tab. Cobra writes a whole line at a time.
type withoutTicks struct{ io.Writer }

// Write writes lines.
func (w withoutTicks) Write(p []byte) (int, error) {
	if completion, said, ok := strings.Cut(string(p), "\t"); ok {
		_, err := io.WriteString(w.Writer, completion+"\t"+strings.ReplaceAll(said, "`", ""))
		return len(p), err
	}
	return w.Writer.Write(p)
}

// complete makes the shell complete a flag from the store. Cobra would keep what
// it is told of a flag for as long as the process lives, and in the one that has
// the store, calls come and go: each keeps its own.
func (c *call) complete(cmd *cobra.Command, flag string, list names) {
	if c.lists == nil {
		c.lists = map[flagOf]names{}
	}
	c.lists[flagOf{cmd, flag}] = list
}

// flagOf is a flag of one command.
type flagOf struct {
	cmd  *cobra.Command
	name string
}

// completeValue answers what the value of a flag can be that is completed from
// the store, and with nothing where the call so far is wrong: cobra would complain
// on the stderr of this process, which need not be that of who presses tab. All
// else is left to cobra. The error is otherwise the exit code.
func (c *call) completeValue(cmd *cobra.Command) error {
	name, typed, before := valueTyped(c.env.Args[1:])
	meant, words, err := cmd.Root().Find(before)
	if err != nil {
		return c.offer(nil, cobra.ShellCompDirectiveDefault)
	}
	meant.InitDefaultHelpFlag()
	if name != "" && meant.Flag(name) == nil || meant.ParseFlags(words) != nil {
		return c.offer(nil, cobra.ShellCompDirectiveDefault)
	}
	list := c.lists[flagOf{meant, name}]
	if list == nil || slices.Contains(words, "--") {
		return nil
	}
	meant.SetContext(cmd.Context())
	return c.offer(c.completion(list)(meant, meant.Flags().Args(), typed))
}

// offer tells the shell's script what there is, as cobra does.
func (c *call) offer(found []string, directive cobra.ShellCompDirective) error {
	for _, one := range found {
		fmt.Fprintln(c.env.Stdout, one)
	}
	fmt.Fprintf(c.env.Stdout, ":%d\n", directive)
	return exitError(exitOK)
}

// valueTyped returns the flag whose value is being typed, what there is of it, and
// the words before; "" where it is no flag's value.
func valueTyped(words []string) (name, typed string, before []string) {
	if len(words) == 0 {
		return "", "", nil
	}
	before, typed = words[:len(words)-1], words[len(words)-1]
	if strings.HasPrefix(typed, "-") {
		flag, value, _ := strings.Cut(typed, "=")
		if flag == typed { // its name is being typed
			return "", typed, before
		}
		return strings.TrimLeft(flag, "-"), value, before
	}
	if last := len(before) - 1; last >= 0 && strings.HasPrefix(before[last], "-") && !strings.Contains(before[last], "=") {
		return strings.TrimLeft(before[last], "-"), typed, before[:last]
	}
	return "", typed, before
}

// completeArg makes the shell complete the first argument from the store.
func (c *call) completeArg(cmd *cobra.Command, list names) {
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return c.completion(list)(cmd, args, typed)
	}
}

func (c *call) completion(list names) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		var found []string
		for _, name := range c.listNames(cmd, args, list) {
			if strings.HasPrefix(strings.ToLower(name), strings.ToLower(typed)) {
				found = append(found, model.Printable(name))
			}
		}
		return found, cobra.ShellCompDirectiveNoFileComp
	}
}

// listNames reads names from the store, as the owner of the data directory
// alone: to log in by LATCHKEY_TOKEN would be a use of the token at each press
// of a key. Where anything is in the way there are none.
func (c *call) listNames(cmd *cobra.Command, args []string, list names) (found []string) {
	if c.env.getenv("LATCHKEY_TOKEN") != "" || !c.hasStore() { // asking must not make one
		return nil
	}
	org := ""
	if f := cmd.Flags().Lookup("org"); f != nil {
		org = f.Value.String()
	}
	_ = c.act(cmd.Context(), func(a *model.Authority, actor model.Actor) (err error) {
		in := inside{Authority: a, actor: actor, args: args}
		if org == "" {
			found, err = in.everywhere(cmd.Context(), list)
			return err
		}
		if in.org, err = a.FindOrg(cmd.Context(), actor, org); err != nil {
			return err
		}
		found, err = list(cmd.Context(), in)
		return err
	})
	return found
}

// orgsMost is in how many organisations names are looked for where --org was not
// typed yet.
const orgsMost = 20

// everywhere lists what belongs to no organisation, or else the names in the first
// few of them.
func (in inside) everywhere(ctx context.Context, list names) ([]string, error) {
	if found, err := list(ctx, in); err == nil && len(found) > 0 {
		return found, nil
	}
	orgs, err := in.ListOrgs(ctx, in.actor, model.PageRequest{Sort: model.SortName, Limit: orgsMost})
	var all []string
	for _, org := range orgs.Rows {
		in.org = org.Org
		if found, err := list(ctx, in); err == nil {
			all = append(all, found...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all), err
}

// hasStore reports whether there is a store to ask.
func (c *call) hasStore() bool {
	if c.env.served != nil {
		return true
	}
	dir, err := c.dataDir()
	if err != nil {
		return false
	}
	_, err = os.Stat(filepath.Join(dir, "store"))
	return err == nil
}

func (c *call) orgNames(ctx context.Context, in inside) ([]string, error) {
	rows, err := all(func(r model.PageRequest) (model.Page[model.OrgView], error) { return in.ListOrgs(ctx, in.actor, r) })
	return each(rows, func(v model.OrgView) string { return v.Name }), err
}

func (c *call) emails(ctx context.Context, in inside) ([]string, error) {
	page, err := in.ListMembers(ctx, in.actor, in.org.ID, model.PageRequest{Sort: model.SortName, Limit: 1000})
	return each(page.Rows, func(v model.MemberView) string { return v.Email }), err
}

// keyNames are those of the keys of the person whom the first argument means.
func (c *call) keyNames(ctx context.Context, in inside) ([]string, error) {
	if len(in.args) == 0 {
		return nil, nil
	}
	who, err := in.FindAccount(ctx, in.actor, in.args[0])
	if err != nil {
		return nil, err
	}
	keys, err := in.SSHKeysOf(ctx, in.actor, who.ID)
	return each(keys, func(k model.SSHKey) string { return k.Name }), err
}

func (c *call) serviceUserNames(ctx context.Context, in inside) ([]string, error) {
	page, err := in.ListServiceUsers(ctx, in.actor, in.org.ID, model.PageRequest{Sort: model.SortName, Limit: 1000})
	return each(page.Rows, func(v model.ServiceUserView) string { return v.Name }), err
}

func (c *call) setNames(ctx context.Context, in inside) ([]string, error) {
	rows, err := in.PermissionSets(ctx, in.actor, in.org.ID)
	return each(rows, func(s model.PermissionSet) string { return s.Name }), err
}

func (c *call) groupNames(ctx context.Context, in inside) ([]string, error) {
	page, err := in.ListGroups(ctx, in.actor, in.org.ID, model.PageRequest{Sort: model.SortName, Limit: 1000})
	return each(page.Rows, func(v model.GroupView) string { return v.Name }), err
}

func (c *call) siteNames(ctx context.Context, in inside) ([]string, error) {
	page, err := in.ListSites(ctx, in.actor, in.org.ID, model.PageRequest{Sort: model.SortName, Limit: 1000})
	return each(page.Rows, func(v model.SiteView) string { return v.Name }), err
}

// itemNames are those of the items that who acts sees.
func (c *call) itemNames(ctx context.Context, in inside) ([]string, error) {
	page, err := in.ListItems(ctx, in.actor, model.ItemQuery{
		Org: in.org.ID, All: in.all(ctx), Page: model.PageRequest{Sort: model.SortCreated, Limit: 1000},
	})
	return each(page.Rows, func(v model.ItemView) string { return v.Name }), err
}

func kindNames(_ context.Context, in inside) ([]string, error) {
	return each(in.org.ItemKinds(), func(k model.ItemKind) string { return string(k) }), nil
}

func (c *call) permissionNames(_ context.Context, in inside) ([]string, error) {
	return each(in.org.KnownPermissions(), func(p model.Permission) string { return string(p) }), nil
}

func (c *call) tokenNames(ctx context.Context, in inside) ([]string, error) {
	page, err := in.ListTokens(ctx, in.actor, model.TokenQuery{
		Org: in.org.ID, All: true, HideEnded: true, Page: model.PageRequest{Sort: model.SortName, Limit: 1000},
	})
	return each(page.Rows, func(v model.TokenView) string { return v.Name }), err
}

// each turns rows into something else; none are an empty list, not nil.
func each[T, V any](rows []T, of func(T) V) []V {
	list := make([]V, 0, len(rows))
	for _, row := range rows {
		list = append(list, of(row))
	}
	return list
}
