package ui_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/storetest"
	"example.com/latchkey/ui"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

// TestPictures compares the pictures of the README with what the screens look
// like. With -update it draws them anew.
func TestPictures(t *testing.T) {
	w := past(t)
	for _, p := range []struct {
		name string
		keys func(*uitest.Driver)
	}{
		{"tokens", func(*uitest.Driver) {}},
		{"revoke", func(d *uitest.Driver) { d.Press("x") }},
		{"secret", func(d *uitest.Driver) {
			d.Press("n")
			d.Type("nightly-export")
			d.Press("tab", "tab", "tab")
			d.Type(world.Password)
			d.Press("enter")
		}},
	} {
		t.Run(p.name, func(t *testing.T) {
			d := gallery(t, w)
			p.keys(d)
			picture(t, p.name, uitest.SVG(d.View(), 80, 24))
		})
	}
}

// picture compares an SVG with testdata/pictures/NAME.svg.
func picture(t *testing.T, name, svg string) {
	t.Helper()
	path := filepath.Join("testdata", "pictures", name+".svg")
	if flag.Lookup("update").Value.String() == "true" { // the flag of golden files
		if err := os.WriteFile(path, []byte(svg), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != svg {
		t.Fatalf("%s shows the screen as it was before; look at it with -update and git diff", path)
	}
}

// gallery is the program in true colour on a dark background, with Ada in front
// of it.
func gallery(t *testing.T, w *world.World) *uitest.Driver {
	t.Helper()
	s := w.Visit(uitest.Colored(true))
	s.LastEmail = ada
	s.Clipboard = &uitest.Clipboard{Result: kit.CopyResult{Outcome: kit.SentToTerminal}}
	d := uitest.Drive(t, ui.NewApp(s, false, feed(0)))
	d.Paste(world.Password)
	d.Press("enter")
	return d
}

// past is a world in which the last four months have happened: Ada has tokens in
// every state.
func past(t *testing.T) *world.World {
	t.Helper()
	w := world.Over(t, storetest.Memory(t), uitest.Now.AddDate(0, -5, 0))
	days := func(before int) { w.Pass(uitest.Now.AddDate(0, 0, -before).Sub(w.Clock())) }
	days(117)
	phone := w.Generate("old-phone")
	days(100)
	export := w.Generate("report-export")
	days(90)
	w.Use(phone.Secret, 31, world.Origin)
	_, err := w.RevokeToken(t.Context(), w.Ada, model.TokenRef{Org: w.Acme, ID: phone.Token.ID})
	w.Must(err)
	for _, before := range []int{73, 46, 41} {
		days(before)
		w.Use(export.Secret, 4, world.Origin)
	}
	days(39)
	nightly := w.Generate("ci-nightly")
	days(26)
	w.Use(nightly.Secret, 5, world.Origin)
	days(10)
	laptop := w.Generate("laptop-sync")
	days(2)
	w.Use(laptop.Secret, 9458, world.Origin)
	w.Pass(uitest.Now.Add(-2 * time.Minute).Sub(w.Clock()))
	w.Use(laptop.Secret, 412, world.Origin)
	w.Pass(2 * time.Minute)
	return w
}
