package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
)

// TestHelpFitsATerminal: no line of any command's help is longer than 80 columns.
func TestHelpFitsATerminal(t *testing.T) {
	var out bytes.Buffer
	root := newRoot(Env{Stdout: &out, Stderr: &out})
	eachCommand(root, func(cmd *cobra.Command) {
		out.Reset()
		cmd.InitDefaultHelpFlag()
		if err := cmd.Help(); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			line = strings.TrimSuffix(line, "\n")
			if n := ansi.StringWidth(strings.ReplaceAll(line, "\t", "        ")); n > helpWidth {
				t.Errorf("%s: a line has %d columns: %s", cmd.CommandPath(), n, line)
			}
			if strings.HasSuffix(line, " ") {
				t.Errorf("%s: a line ends in blanks: %q", cmd.CommandPath(), line)
			}
		}
	})
}

func eachCommand(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, below := range cmd.Commands() {
		eachCommand(below, do)
	}
}

// TestUsageIsBrokenBetweenItsParts, not within brackets, nor between a flag and its
// value.
func TestUsageIsBrokenBetweenItsParts(t *testing.T) {
	got := strings.Join(parts("x ID --org ORG (--on ITEM | --kind KIND [--site SITE]) --to WHO [--yes] [flags]"), " / ")
	if want := "x / ID / --org ORG / (--on ITEM | --kind KIND [--site SITE]) / --to WHO / [--yes] / [flags]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestParagraphsAreFilledAndExamplesAreNot(t *testing.T) {
	text := strings.Repeat("word ", 12) + "\n" + strings.Repeat("word ", 12) + "\n\n  an example\n  another one\n\nThe end.\n"
	want := strings.TrimSpace(strings.Repeat("word ", 16)) + "\n" + strings.TrimSpace(strings.Repeat("word ", 8)) +
		"\n\n  an example\n  another one\n\nThe end."
	if got := flowed(text); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestHelpSaysHowAStoreIsMoved, where people look for it.
func TestHelpSaysHowAStoreIsMoved(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"serve", "--help"}, {"restore", "--help"}} {
		var out bytes.Buffer
		if code := Run(t.Context(), Env{Args: args, Stdout: &out, Stderr: &out}); code != exitOK {
			t.Errorf("%v: exit code %d", args, code)
		}
		if said := strings.Join(strings.Fields(out.String()), " "); !strings.Contains(said, "stop latchkey, move") || !strings.Contains(said, "start") {
			t.Errorf("%v does not say it: %s", args, said)
		}
	}
}
