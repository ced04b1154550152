package cli

import (
	"fmt"
	"slices"

	"example.com/latchkey/model"
)

// findingsShown is how many findings people get to see; programs get them all.
const findingsShown = 100

func (c *call) printCheckup(u *checkup, repair bool) error {
	if c.json {
		return c.writeJSON(checkupJSON(u))
	}
	for _, trouble := range u.troubles {
		fmt.Fprintln(c.env.Stdout, model.Printable(trouble))
	}
	if err := c.printFindings(u.found); err != nil {
		return err
	}
	if u.repaired > 0 {
		fmt.Fprintf(c.env.Stdout, "%s repaired.\n", counted(u.repaired, "index or guard was", "indexes and guards were"))
		if err := c.printFindings(u.left); err != nil {
			return err
		}
	}
	for _, line := range summary(u, repair) {
		fmt.Fprintln(c.env.Stdout, model.Printable(line))
	}
	return nil
}

func (c *call) printFindings(x model.Examination) error {
	if len(x.Findings) == 0 {
		return nil
	}
	var rows [][]string
	for _, f := range x.Findings[:min(findingsShown, len(x.Findings))] {
		rows = append(rows, []string{string(f.Flaw), f.Key, remedy(f), f.Text})
	}
	if err := c.table([]string{"WHAT", "WHERE", "REMEDY", "WHY"}, rows); err != nil {
		return err
	}
	if more := len(x.Findings) - len(rows); more > 0 {
		fmt.Fprintf(c.env.Stdout, "… and %d more; --json prints them.\n", more)
	}
	return nil
}

// remedy is what to do about a finding, in a word or two.
func remedy(f model.Finding) string {
	switch {
	case f.Repairable:
		return "--repair"
	case f.Flaw == model.FlawDouble:
		return "rename one"
	case f.Flaw == model.FlawUnknown:
		return "newer latchkey"
	}
	return "restore backup"
}

// summary says how things stand, and what to do.
func summary(u *checkup, repair bool) []string {
	x := u.left
	looked := fmt.Sprintf("%d records, indexes and guards; ", x.Keys)
	if u.sound() {
		return []string{looked + fmt.Sprintf("%d entries of the activity log: all in order.", x.Activity.Entries)}
	}
	var lines []string
	if x.Activity.Problem != "" {
		lines = append(lines, fmt.Sprintf("%d entries of the activity log are in order. %s", x.Activity.Entries, x.Activity.Problem))
	}
	if n := len(x.Findings); n > 0 {
		least := ""
		if x.More {
			least = "the first "
		}
		lines = append(lines, looked+least+counted(n, "thing is wrong.", "things are wrong."))
	}
	return append(lines, advice(u, repair)...)
}

func advice(u *checkup, repair bool) []string {
	var lines []string
	x, mendable := u.left, u.left.Repairable()
	switch {
	case mendable > 0 && u.shut:
		lines = append(lines, "Nothing is repaired in a store that would not open: settle that first.")
	case mendable > 0 && !repair:
		lines = append(lines, "`latchkey doctor --repair` makes "+whichOf(mendable, len(x.Findings))+" anew from the records.")
	case mendable > 0:
		lines = append(lines, fmt.Sprintf("%d could not be made anew, because a record that it takes is damaged.", mendable))
	}
	lost := func(f model.Finding) bool { return remedy(f) == "restore backup" }
	if slices.ContainsFunc(x.Findings, lost) || x.Activity.Problem != "" {
		lines = append(lines, "What is damaged or lost of the records and the log cannot be made anew: restore a backup.")
	}
	if slices.ContainsFunc(x.Findings, func(f model.Finding) bool { return f.Flaw == model.FlawDouble }) {
		lines = append(lines, "Where two records claim one name, give one of them another name.")
	}
	return lines
}

func whichOf(n, of int) string {
	switch {
	case n < of:
		return fmt.Sprintf("%d of them", n)
	case n == 1:
		return "it"
	}
	return "them"
}

// findingJSON is a finding as --json prints it.
type findingJSON struct {
	What        model.Flaw `json:"what"`
	Key         string     `json:"key"`
	Explanation string     `json:"explanation"`
	Repairable  bool       `json:"repairable"`
}

func findingsJSON(found []model.Finding) []findingJSON {
	list := []findingJSON{}
	for _, f := range found {
		list = append(list, findingJSON{f.Flaw, f.Key, f.Text, f.Repairable})
	}
	return list
}

func checkupJSON(u *checkup) map[string]any {
	return map[string]any{
		"keys": u.left.Keys, "found": findingsJSON(u.found.Findings), "repaired": u.repaired,
		"left": findingsJSON(u.left.Findings), "more": u.left.More, "activity": activityJSON(u.left.Activity),
		"troubles": append([]string{}, u.troubles...), "sound": u.sound(),
	}
}

func activityJSON(r model.ActivityReport) map[string]any {
	return map[string]any{"entries": r.Entries, "broken": r.Broken, "problem": r.Problem}
}
