package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf16"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) jsonFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&c.json, "json", false, "print JSON, for programs")
}

// writeJSON writes one JSON value to stdout. What a terminal should not get is
// escaped, so that the value stays what it is.
func (c *call) writeJSON(value any) error { return c.encode(value, "  ") }

// writeJSONLine is writeJSON on one line.
func (c *call) writeJSONLine(value any) error { return c.encode(value, "") }

func (c *call) encode(value any, indent string) error {
	var text strings.Builder
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(value); err != nil {
		return err
	}
	_, err := io.WriteString(c.env.Stdout, escapeUnprintable(text.String()))
	return err
}

// escapeUnprintable writes the characters of encoded JSON that model.Printable
// would replace as \uXXXX. But for the encoder's own line ends they stand in
// strings, and the encoder has escaped the C0 controls there already.
func escapeUnprintable(encoded string) string {
	var out strings.Builder
	for _, r := range encoded {
		switch one := string(r); {
		case r == '\n' || ' ' <= r && r <= '~' || model.Printable(one) == one: // ASCII first: most of it is
			out.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&out, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return out.String()
}

// table writes rows in columns, for people. Everything in it is made printable.
func (c *call) table(header []string, rows [][]string) error {
	w := tabwriter.NewWriter(c.env.Stdout, 0, 0, 2, ' ', 0)
	for _, row := range append([][]string{header}, rows...) {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = model.Printable(cell)
		}
		fmt.Fprintln(w, strings.TrimRight(strings.Join(cells, "\t"), "\t"))
	}
	return w.Flush()
}

// facts writes what is known of one thing, a line each. A value of several lines
// stands in a column of its own.
func (c *call) facts(facts [][2]string) error {
	w := tabwriter.NewWriter(c.env.Stdout, 0, 0, 2, ' ', 0)
	for _, fact := range facts {
		name := fact[0] + ":"
		for line := range strings.SplitSeq(fact[1], "\n") {
			fmt.Fprintf(w, "%s\t%s\n", name, model.Printable(line))
			name = ""
		}
	}
	return w.Flush()
}

// notice says something on stderr.
func (c *call) notice(format string, args ...any) {
	c.env.say(fmt.Sprintf(format, args...))
}

// counted is a number of things in words.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// moment is a time for a table: in UTC, or "never".
func moment(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2006-01-02 15:04Z")
}

// stamp is a time for JSON (RFC 3339), and null for the zero time.
func stamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := t.UTC().Format(time.RFC3339)
	return &text
}
