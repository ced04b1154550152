package cli

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"example.com/latchkey/model"
)

// TestWhatTheDoctorSays: what is left is said with what to do about it.
func TestWhatTheDoctorSays(t *testing.T) {
	index := model.Finding{Flaw: model.FlawMissing, Key: "org.name/0a…", Text: "It should be there.", Repairable: true}
	record := model.Finding{Flaw: model.FlawDamaged, Key: "org/org_1", Text: "It does not verify."}
	double := model.Finding{Flaw: model.FlawDouble, Key: "org.name/0b…", Text: "Two records claim it."}
	found := func(list ...model.Finding) model.Examination { return model.Examination{Keys: 9, Findings: list} }
	broken := model.Examination{Keys: 9, Activity: model.ActivityReport{Entries: 3, Broken: 4, Problem: "Entry 4 is missing."}}
	for name, test := range map[string]struct {
		checkup checkup
		repair  bool
		want    []string
		not     string
	}{
		"all is well":    {checkup{}, false, []string{"0 records, indexes and guards; 0 entries of the activity log: all in order."}, "WHAT"},
		"an index":       {checkup{found: found(index), left: found(index)}, false, []string{"missing  org.name/0a…  --repair  It should be there.", "1 thing is wrong.", "`latchkey doctor --repair` makes it anew"}, "backup"},
		"two indexes":    {checkup{left: found(index, index)}, false, []string{"makes them anew"}, ""},
		"one of two":     {checkup{left: found(index, record)}, false, []string{"makes 1 of them anew", "restore a backup"}, ""},
		"repaired":       {checkup{found: found(index), left: found(), repaired: 1}, true, []string{"1 index or guard was repaired.", "all in order"}, "backup"},
		"not to be made": {checkup{found: found(index), left: found(index)}, true, []string{"1 could not be made anew"}, "latchkey doctor --repair"},
		"a record":       {checkup{found: found(record), left: found(record)}, false, []string{"restore backup", "restore a backup"}, "latchkey doctor"},
		"a name":         {checkup{found: found(double), left: found(double)}, false, []string{"rename one", "give one of them another name"}, "backup"},
		"the log":        {checkup{left: broken}, false, []string{"3 entries of the activity log are in order. Entry 4 is missing.", "restore a backup"}, "thing is wrong"},
		"an older store": {checkup{found: found(index), left: found(index), troubles: []string{"The store is older."}, shut: true}, true, []string{"The store is older.", "settle that first"}, "could not be made"},
		"another file":   {checkup{found: found(index), left: found(index), troubles: []string{"The host key is damaged."}}, false, []string{"The host key is damaged.", "doctor --repair` makes it anew"}, "settle that"},
		"only older":     {checkup{troubles: []string{"The store is older."}}, false, []string{"The store is older."}, "all in order"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			c := &call{env: Env{Stdout: &out}}
			if err := c.printCheckup(&test.checkup, test.repair); err != nil {
				t.Fatal(err)
			}
			for _, want := range test.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("%q is not in\n%s", want, &out)
				}
			}
			if test.not != "" && strings.Contains(out.String(), test.not) {
				t.Errorf("%q is in\n%s", test.not, &out)
			}
		})
	}
}

// TestTheDoctorIsBriefWithPeople: programs get every finding.
func TestTheDoctorIsBriefWithPeople(t *testing.T) {
	var x model.Examination
	for n := range findingsShown + 7 {
		x.Findings = append(x.Findings, model.Finding{Flaw: model.FlawMissing, Key: fmt.Sprint("key/", n), Text: "It is lost.", Repairable: true})
	}
	x.More = true
	for _, json := range []bool{false, true} {
		var out bytes.Buffer
		c := &call{env: Env{Stdout: &out}, json: json}
		if err := c.printCheckup(&checkup{found: x}, false); err != nil {
			t.Fatal(err)
		}
		shown := strings.Count(out.String(), "It is lost.")
		if json && shown != len(x.Findings) || !json && (shown != findingsShown || !strings.Contains(out.String(), "and 7 more")) {
			t.Errorf("json %t: %d are shown", json, shown)
		}
	}
}

// TestTheDoctorTellsProgramsWhyAStoreDoesNotOpen, with the exit code that says so.
func TestTheDoctorTellsProgramsWhyAStoreDoesNotOpen(t *testing.T) {
	var out bytes.Buffer
	c := &call{env: Env{Stdout: &out}, json: true}
	err := c.unopened(&model.Error{Kind: model.KindUnavailable, Message: "A file is damaged."})
	if exitCode(err) != exitUnavailable || !strings.Contains(out.String(), "\"A file is damaged.\"") || !strings.Contains(out.String(), "\"sound\": false") {
		t.Errorf("exit code %d, and it prints %s", exitCode(err), &out)
	}
}
