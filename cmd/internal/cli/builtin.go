package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// addBuiltIns adds the commands that cobra brings, help and completion, and has
// them refuse what they do not know as the others do.
func addBuiltIns(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Args = knownCommand
		case "completion":
			cmd.Args = knownShell
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
			for _, shell := range cmd.Commands() {
				shell.Args = noArgs
			}
		}
	}
}

func knownCommand(cmd *cobra.Command, args []string) error {
	if _, rest, err := cmd.Root().Find(args); err != nil || len(rest) > 0 {
		return usageError{fmt.Errorf("there is no command %q", strings.Join(args, " "))}
	}
	return nil
}

func knownShell(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usageError{fmt.Errorf("completion is for bash, zsh, fish and powershell, not for %q", strings.Join(args, " "))}
}
