package alltokens_test

import (
	"strings"
	"testing"

	"example.com/latchkey/ui/uitest"
)

func TestFilters(t *testing.T) {
	tests := map[string]struct {
		keys          []string // in the form, before it is submitted
		words         string
		shown, hidden []string
	}{
		"owner": {
			[]string{"B", "o", "b"}, "owner “Bob”",
			[]string{"ci-nightly", "old-phone", "日本-report"}, []string{"laptop-sync", "ERP export-1"},
		},
		"service users": {
			[]string{"tab", "left"}, "of service users",
			[]string{"ERP export-1", "ERP export-2"}, []string{"laptop-sync", "ci-nightly"},
		},
		"people": {
			[]string{"tab", "right"}, "of people",
			[]string{"laptop-sync", "ci-nightly"}, []string{"ERP export-1"},
		},
		"revoked": {
			[]string{"tab", "tab", "right", "right", "right"}, "Filter  revoked",
			[]string{"old-phone"}, []string{"laptop-sync", "forgotten"},
		},
		"expired": {
			[]string{"tab", "tab", "right", "right"}, "Filter  expired",
			[]string{"forgotten"}, []string{"laptop-sync", "old-phone"},
		},
		"unused": {
			[]string{"tab", "tab", "tab", "2", "0"}, "unused for 20 days",
			[]string{"ci-nightly", "ERP export-2"}, []string{"laptop-sync", "ERP export-1", "old-phone", "forgotten"},
		},
		"ends soon": {
			[]string{"tab", "tab", "tab", "tab", "5"}, "ends within 5 days",
			[]string{"ci-nightly"}, []string{"laptop-sync", "ERP export-1", "forgotten"},
		},
		"never copied": {
			[]string{"shift+tab", "shift+tab", "right"}, "never copied",
			[]string{"never-seen"}, []string{"laptop-sync", "ci-nightly"},
		},
		"several": {
			[]string{"b", "o", "b", "tab", "tab", "right"}, "owner “bob” · active",
			[]string{"ci-nightly", "日本-report"}, []string{"laptop-sync", "old-phone"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			d := o.open(o.Ada)
			d.Press("f")
			d.Press(test.keys...)
			submit(d)
			d.Sees(test.words)
			for _, token := range test.shown {
				d.Sees(token)
			}
			for _, token := range test.hidden {
				d.SeesNot(token)
			}
			d.Press("esc")
			d.SeesNot("esc shows everything")
			for _, token := range test.hidden {
				d.Sees(token)
			}
		})
	}
}

// submit presses enter until the form has closed or complains.
func submit(d *uitest.Driver) {
	for view := d.View(); strings.Contains(view, "Which tokens to show") && !strings.Contains(view, "✗ Type"); view = d.View() {
		d.Press("enter")
	}
}

func TestFilterRefusesWhatIsNoNumberOfDays(t *testing.T) {
	for _, text := range []string{"soon", "0", "-3", "9999"} {
		t.Run(text, func(t *testing.T) {
			d := openAsAda(t)
			d.Press("f", "tab", "tab", "tab")
			d.Type(text)
			submit(d)
			d.Sees("✗ Type 1 to 3,650 days, or nothing.")
			d.Sees(text)
		})
	}
}

func TestNothingThatTheFilterLetsThrough(t *testing.T) {
	o := newOffice(t)
	d := o.open(o.Ada)
	d.Press("f")
	d.Type("nobody at all")
	submit(d)
	d.Sees("No token fits.")
	d.Sees("esc shows everything")
	d.Press("f")
	d.Sees("nobody at all") // the form begins with the filter there is
	d.Press("esc", "esc")
	d.Sees("laptop-sync")
}

// A mark on a row that the filter hides would be revoked unseen.
func TestFilteringTakesMarksAway(t *testing.T) {
	o := newOffice(t)
	d := o.open(o.Ada)
	d.Press(" ", " ")
	d.Sees("2 marked")
	d.Press("f")
	d.Type("ERP")
	submit(d)
	d.SeesNot("marked")
}

func TestEscClearsTheNameFilterFirst(t *testing.T) {
	o := newOffice(t)
	d := o.open(o.Ada)
	d.Press("f")
	d.Type("bob")
	submit(d)
	d.Press("/")
	d.Type("nightly")
	d.Press("enter")
	d.SeesNot("日本-report")
	d.Press("esc")
	d.Sees("日本-report")
	d.SeesNot("laptop-sync")
	d.Press("esc")
	d.Sees("laptop-sync")
}
