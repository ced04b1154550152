package bench

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
)

// Width of the table, and its columns: the figure's name, subject and yardstick
// each with how far the rounds lie apart, what is compared with the goal, the goal,
// and whether it was reached.
const (
	tableWidth = 80
	rowFormat  = "%-23s%10s %-5s%10s %-5s%11s%11s %s"
)

const legend = "✓ reached  ~ just bearable  ✗ missed  ± how far the rounds lie from the median\n"

// WriteTable writes results for people, in 80 columns.
func WriteTable(to io.Writer, results Results) error {
	var out strings.Builder
	m := results.Machine
	fmt.Fprintf(&out, "%s, %s, %s, %s; 4 KiB synced in %s\n", counted(results.Tokens, "token"), m.System, counted(m.Cores, "core"), m.Go, m.sync())
	if m.Processor != "" {
		fmt.Fprintf(&out, "%s\n", m.Processor)
	}
	out.WriteString("\n")
	writeLine(&out, "", "latchkey", "", "yardstick", "", "compared", "to reach", "")
	for _, r := range results.Rows {
		writeRow(&out, r)
	}
	out.WriteString(legend)
	_, err := io.WriteString(to, out.String())
	return err
}

func (m Machine) sync() string { return Seconds.words(m.Sync) }

// writeLine writes one line of the columns, without blanks at its end.
func writeLine(out *strings.Builder, columns ...any) {
	fmt.Fprintln(out, strings.TrimRight(fmt.Sprintf(rowFormat, columns...), " "))
}

func writeRow(out *strings.Builder, r Report) {
	writeTitle(out, r.Name)
	if r.Failed != "" {
		writeText(out, "not measured: "+r.Failed)
	}
	for _, f := range r.Figures {
		writeLine(out, "  "+f.Name, f.Unit.words(f.Subject.Median), f.Subject.noise(), f.yardstick(), f.Yardstick.noise(), f.compared(), f.goal(), f.mark())
	}
	if r.LimitedBy != "" {
		writeText(out, r.LimitedBy)
	}
	for _, note := range r.Notes {
		writeText(out, note)
	}
	fmt.Fprintln(out)
}

// writeTitle writes the name of a row, and what it measures beside what.
func writeTitle(out *strings.Builder, name string) {
	for _, r := range rows {
		if r.name != name {
			continue
		}
		writeLines(out, name+": ", r.what)
		if r.yardstick != "" {
			writeText(out, "beside: "+r.yardstick)
		}
		return
	}
	fmt.Fprintln(out, name)
}

// indent is where sentences begin.
const indent = "    "

// writeText writes a sentence in lines that fit.
func writeText(out *strings.Builder, text string) { writeLines(out, indent, text) }

// writeLines is writeText with something else before the first line.
func writeLines(out *strings.Builder, first, text string) {
	line, begins := first, true
	for _, word := range strings.Fields(text) {
		if len([]rune(line))+1+len([]rune(word)) > tableWidth {
			fmt.Fprintln(out, line)
			line, begins = indent, true
		}
		if !begins {
			line += " "
		}
		line += word
		begins = false
	}
	fmt.Fprintln(out, line)
}

func (f Figure) yardstick() string {
	if f.Yardstick == nil {
		return ""
	}
	return f.Unit.words(f.Yardstick.Median)
}

// compared is what is held against the goal.
func (f Figure) compared() string {
	switch f.Compared {
	case ByRatio:
		return "× " + short(f.Value)
	case ByDifference:
		return signed(f.Unit, f.Value)
	}
	return f.Unit.words(f.Value)
}

func signed(u Unit, value float64) string {
	if value < 0 {
		return "− " + u.words(-value)
	}
	return "+ " + u.words(value)
}

func (f Figure) goal() string {
	sign, limit := "≤ ", f.Goal.AtMost
	if f.Goal.AtLeast != nil {
		sign, limit = "≥ ", f.Goal.AtLeast
	}
	if f.Compared == ByRatio {
		return sign + short(*limit)
	}
	return sign + f.Unit.words(*limit)
}

func (f Figure) mark() string {
	switch {
	case !f.Reached:
		return "✗"
	case !f.Goal.met(f.Value):
		return "~"
	}
	return "✓"
}

// noise is how far the rounds lie from the median, with the one digit that says
// something; "" for one round, and for rounds that are all alike.
func (s *Sample) noise() string {
	if s == nil || s.Rounds < 2 {
		return ""
	}
	percent := s.Spread() * 100
	step := 1.0
	for percent/step >= 9.5 {
		step *= 10
	}
	rounded := math.Round(percent/step) * step
	if rounded == 0 {
		return ""
	}
	return fmt.Sprintf("±%.0f%%", rounded)
}

// words is a value with its unit.
func (u Unit) words(value float64) string {
	switch u {
	case PerSecond:
		return grouped(value) + "/s"
	case Seconds:
		return duration(value)
	case Bytes:
		return size(value)
	}
	return short(value)
}

func duration(value float64) string {
	switch d := time.Duration(value * 1e9); {
	case d < 10*time.Microsecond:
		return short(value*1e6) + " µs"
	case d < time.Millisecond:
		return grouped(value*1e6) + " µs"
	case d < time.Second:
		return short(value*1e3) + " ms"
	}
	return short(value) + " s"
}

func size(value float64) string {
	switch {
	case value < 1<<13:
		return grouped(value) + " B"
	case value < 1<<20:
		return short(value/(1<<10)) + " KiB"
	}
	return short(value/(1<<20)) + " MiB"
}

// short is a number with as many digits as say something.
func short(value float64) string {
	switch {
	case value == float64(int64(value)) && value < 1e6:
		return strconv.FormatInt(int64(value), 10)
	case value < 10:
		return strconv.FormatFloat(value, 'f', 2, 64)
	case value < 100:
		return strconv.FormatFloat(value, 'f', 1, 64)
	}
	return grouped(value)
}

// grouped is a whole number with a comma for every thousand.
func grouped(value float64) string {
	text := strconv.FormatFloat(value, 'f', 0, 64)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

// counted is a number of things in words.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return grouped(float64(n)) + " " + what + "s"
}

// WriteList writes the names of the rows, with what each measures beside what.
func WriteList(to io.Writer) error {
	var out strings.Builder
	for _, r := range rows {
		writeTitle(&out, r.name)
	}
	_, err := io.WriteString(to, out.String())
	return err
}
