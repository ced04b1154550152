package content_test

import (
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/content"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

func TestShare(t *testing.T) {
	p := planted(t)
	d := p.onIt()
	d.Press("s", "enter", "enter")
	d.Sees("✗ Say with whom.")
	d.Type("cleo")
	d.Press("tab", "right", "enter")
	d.Sees("✓ Shared Forklift pre-start #1182 with Cleo Clark.")
	d.Sees("Cleo Clark")
	d.Press("s")
	d.Type("Bolt/all-service-users")
	d.Press("enter", "enter")
	d.Sees("all service users of Bolt")
	d.Press("s")
	d.Type("Nobody")
	d.Press("enter", "enter")
	d.Sees("✗ There is no such person, service user, group or site")
}

func TestOnlyWhoMayDeleteGivesThat(t *testing.T) {
	p := planted(t)
	d := p.as(p.bob)
	d.Press("enter", "s")
	d.Type("Night")
	d.Press("tab", "left", "enter")
	d.Sees("you need the level delete on it; you have edit")
}

func TestLevel(t *testing.T) {
	d := planted(t).onIt()
	d.Press("enter") // the owner's cannot be changed
	d.SeesNot("Cancel")
	d.Press("down", "enter", "left", "enter")
	d.Sees("✓ The level of Night shift · group is view now.")
}

func TestTakeBack(t *testing.T) {
	p := planted(t)
	d := p.onIt()
	d.Press("down", "x")
	d.Sees("Bob Birch · laptop-sync · used 2 minutes ago")
	d.Press("enter")
	d.Sees("› Night shift · group")
	d.Press("x")
	p.share(p.onForklift(), world.ToGroup(p.night), model.LevelView)
	d.Press("right", "enter")
	d.Sees("✗ Somebody changed the grant in the meantime; look at it again.")
	d.Press("esc")
	d.Send(kit.Changed{})
	d.Press("x", "right", "enter")
	d.Sees("✓ Took view back from Night shift · group.")
}

func TestTakeBackSaysWhoIsNotTold(t *testing.T) {
	p := planted(t)
	d := p.as(p.bob)
	d.Press("enter")
	walkTo(d, "› all users of Bolt")
	d.Press("x")
	d.Sees("Whom it covers is of another organisation and not shown here.")
	d.Press("esc")
	walkTo(d, "· gone")
	d.Press("x")
	d.Sees("It counts for nobody any more, so nobody loses anything.")
	d.Press("right", "enter")
	d.Sees("✓ Took view back from ")
	d.SeesNot("· gone")
}

// walkTo moves the cursor down from the top until a text is on its row.
func walkTo(d *uitest.Driver, text string) {
	d.Press("g")
	for range 10 {
		for line := range strings.SplitSeq(uitest.Plain(d.View()), "\n") {
			if strings.Contains(line, "›") && strings.Contains(line, text) {
				return
			}
		}
		d.Press("down")
	}
}

func TestExplainFromARow(t *testing.T) {
	d := planted(t).onIt()
	d.Press("e")
	d.Sees("Explain  Ada Ashby › Forklift pre-start #1182")
	d.Press("esc")
	walkTo(d, "ERP export · service user")
	d.Press("e")
	d.Sees("Explain  ERP export › Forklift pre-start #1182")
	d.Press("esc", "down", "e")
	d.Sees("Explain  Ada Ashby › Forklift pre-start #1182")
}

func TestRules(t *testing.T) {
	p := planted(t)
	d := p.Open(p.Session(), "Rules", content.NewRules)
	d.Press("n", "tab")
	d.Type("nowhere")
	d.Press("tab")
	d.Type("night")
	d.Press("tab", "enter")
	d.Sees("✗ There is no site nowhere")
	d.Press(repeat("backspace", 7)...)
	d.Type("region north")
	d.Press("tab", "tab", "enter")
	d.Sees("✓ Added the rule for Night shift.")
	d.Sees("› templates")
	d.Press("enter", "right", "enter")
	d.Sees("✓ The level of Night shift · group is edit now.")
	d.Press("x", "right", "enter")
	d.Sees("✓ Took edit back from Night shift · group.")
	d.SeesNot("templates")
}

func TestARuleIsTakenBackFromAnItem(t *testing.T) {
	d := planted(t).onIt()
	d.Press("G", "x", "right", "enter")
	d.Sees("✓ Took view back from")
}
