package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
)

// helpWidth is how many cells a line of the help has at the most.
const helpWidth = 80

// setHelp has a command and those below it print help that fits a terminal.
func setHelp(root *cobra.Command) {
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		text := cmd.Long
		if text == "" {
			text = cmd.Short
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s\n\n%s", flowed(text), usage(cmd))
	})
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		_, err := io.WriteString(cmd.OutOrStderr(), usage(cmd))
		return err
	})
}

// flowed fills the lines of every paragraph. Lines that begin with a blank are
// examples, and stay as they are.
func flowed(text string) string {
	var lines []string
	paragraph := ""
	end := func() {
		if paragraph != "" {
			lines = append(lines, wrapped(paragraph, helpWidth))
		}
		paragraph = ""
	}
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		if line != "" && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t") {
			paragraph = strings.TrimSpace(paragraph + " " + line)
			continue
		}
		end()
		lines = append(lines, strings.ReplaceAll(line, "\t", "  "))
	}
	end()
	return strings.Join(lines, "\n")
}

// usage says how a command is called, which ones there are below it, and what its
// flags are.
func usage(cmd *cobra.Command) string {
	var out strings.Builder
	out.WriteString("Usage:\n")
	if cmd.Runnable() {
		out.WriteString(hanging("  ", "      ", parts(cmd.UseLine())))
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&out, "  %s [command]\n", cmd.CommandPath())
		out.WriteString("\nAvailable Commands:\n")
		for _, below := range cmd.Commands() {
			if below.IsAvailableCommand() || below.Name() == "help" {
				name := fmt.Sprintf("  %-*s  ", below.NamePadding(), below.Name())
				out.WriteString(hanging(name, strings.Repeat(" ", len(name)), strings.Fields(below.Short)))
			}
		}
	}
	if cmd.HasAvailableLocalFlags() {
		out.WriteString("\nFlags:\n" + cmd.LocalFlags().FlagUsagesWrapped(helpWidth))
	}
	if cmd.HasAvailableInheritedFlags() {
		out.WriteString("\nGlobal Flags:\n" + cmd.InheritedFlags().FlagUsagesWrapped(helpWidth))
	}
	if cmd.HasAvailableSubCommands() {
		out.WriteString("\n" + wrapped(fmt.Sprintf("Use \"%s [command] --help\" for more information about a command.", cmd.CommandPath()), helpWidth) + "\n")
	}
	return out.String()
}

// parts divides a line of usage where it may be broken: at blanks, but not within
// brackets, and not between a flag and its value.
func parts(use string) []string {
	var list []string
	depth, flag := 0, false
	for _, word := range strings.Fields(use) {
		if joined := depth > 0 || flag && !strings.ContainsAny(word[:1], "[(-|"); joined {
			list[len(list)-1] += " " + word
		} else {
			list = append(list, word)
		}
		depth += strings.Count(word, "[") + strings.Count(word, "(") - strings.Count(word, "]") - strings.Count(word, ")")
		flag = strings.HasPrefix(word, "-")
	}
	return list
}

// hanging sets words in lines that begin with first, and then with next.
func hanging(first, next string, words []string) string {
	var out strings.Builder
	line, begins := first, true
	for _, word := range words {
		if !begins && ansi.StringWidth(line)+1+ansi.StringWidth(word) > helpWidth {
			out.WriteString(line + "\n")
			line, begins = next, true
		}
		if !begins {
			line += " "
		}
		line += word
		begins = false
	}
	return out.String() + line + "\n"
}
