package activity_test

import (
	"io"
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/screen/activity"
	"example.com/latchkey/ui/uitest/world"
)

// busy is a world in which two people did something.
func busy(t *testing.T) *world.World {
	w := world.Old(t)
	bob := w.Join("bob@acme.example", "Bob Birch", model.SetStandard)
	w.Generate("laptop-sync")
	_, err := w.GenerateToken(t.Context(), bob, model.TokenRequest{Org: w.Acme, Name: "phone", Password: model.NewSecret(world.Password)})
	w.Must(err)
	_, err = w.RenameOrg(t.Context(), bob, w.Acme, "Bobs")
	if model.KindOf(err) != model.KindForbidden {
		t.Fatal(err)
	}
	return w
}

func TestRule_9_3_FilterInOneLine(t *testing.T) {
	w := busy(t)
	d := w.Open(w.Session(), "Activity", activity.New)
	d.Sees("laptop-sync")
	d.Press("/")
	d.Type("actor:bob action:token since:20d")
	d.Golden(t, "form")
	d.Press("enter")
	d.Sees("phone")
	d.SeesNot("laptop-sync")
	d.Sees("actor:bob action:token since:20d")
	d.Golden(t, "filtered")
	d.CheckLayout()
	d.Press("esc")
	d.Sees("laptop-sync")
	d.SeesNot("actor:bob")
}

func TestFilterRefusedAttemptsAlone(t *testing.T) {
	w := busy(t)
	d := w.Open(w.Session(), "Activity", activity.New)
	d.Press("/")
	d.Type("refused")
	d.Press("enter")
	d.Sees("✗ refused")
	d.SeesNot("laptop-sync")
}

func TestFilterSaysWhatItDoesNotKnow(t *testing.T) {
	w := world.Old(t)
	d := w.Open(w.Session(), "Activity", activity.New)
	d.Press("/")
	d.Type("colour:red")
	d.Press("enter")
	d.Sees("A filter has no colour")
}

// files keeps what is written in memory.
type files struct{ path, text string }

func (f *files) Save(string, model.Secret) (string, error) { panic("not asked for") }

func (f *files) Write(path string, fill func(io.Writer) error) (string, error) {
	var b strings.Builder
	err := fill(&b)
	f.path, f.text = path, b.String()
	return "/home/ada/" + path, err
}

func TestRule_9_3_ExportToAFile(t *testing.T) {
	w := busy(t)
	s := w.Session()
	kept := &files{}
	s.Files = kept
	d := w.Open(s, "Activity", activity.New)
	d.Press("e")
	d.Golden(t, "export")
	d.Press("right", "tab", "enter")
	d.Sees("to /home/ada/latchkey-activity.csv.")
	if lines := strings.Count(kept.text, "\n"); lines < 6 || !strings.HasPrefix(kept.text, `{"seq":1,`) {
		t.Fatalf("%d lines: %s", lines, kept.text)
	}
}

func TestExportOverPlainSSHSaysWhatToRunInstead(t *testing.T) {
	w := world.Old(t)
	d := w.Open(w.Session(), "Activity", activity.New)
	d.Press("e")
	d.Sees("run: latchkey activity")
}
