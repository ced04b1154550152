package explain_test

import (
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

// Rule 8.3: each way for a request to be answered, with the cursor on what
// decides it.
func TestRule_8_3_EachAnswerHasItsStep(t *testing.T) {
	for name, test := range map[string]struct {
		before func(*site)
		ask    func(*site) model.ExplainRequest
		cursor string // the step that has it
		sees   []string
	}{
		"passed": {
			func(w *site) { w.share(w.item, model.GranteeUser, string(w.bob.User()), model.LevelEdit) },
			func(w *site) model.ExplainRequest { return w.ofLaptop(w.editing()) },
			"› ✓ Secret", []string{"30 days left", "Standard has inspections.edit", "has edit · edit is needed", "200 ok"},
		},
		"access": {
			nil, func(w *site) model.ExplainRequest { return w.ofLaptop(w.editing()) },
			"› ✗ Access", []string{"view only · edit is needed", "site North → member of Region 1", "group Safety leads", "403 access_missing", "⏎ to the item"},
		},
		"permission": {
			nil, func(w *site) model.ExplainRequest {
				return w.ofLaptop(model.Question{Permission: "users.manage", Item: w.editing().Item})
			},
			"› ✗ Permission", []string{"Standard does not have users.manage", "403 permission_missing", "⏎ to the permission set"},
		},
		"subject": {
			nil, func(w *site) model.ExplainRequest {
				robot, made := w.Serve("ERP export", "", 1, model.SetGuest)
				_, err := w.DisableServiceUser(w.TB.Context(), w.Ada, w.Acme, robot.ID)
				w.Must(err)
				return model.ExplainRequest{Secret: made[0].Secret, Ask: w.editing()}
			},
			"› ✗ Subject", []string{"service user ERP export is disabled", "✗ Permission", "✗ Access", "401 subject_inactive", "⏎ to the service user"},
		},
		"organisation": {
			func(w *site) { _, err := w.SuspendOrg(w.TB.Context(), w.Ada, w.Acme); w.Must(err) },
			func(w *site) model.ExplainRequest { return w.ofLaptop(model.Question{}) },
			"› ✗ Organisation", []string{"Acme is suspended", "401 org_suspended", "⏎ to the org"},
		},
		"expired": {
			func(w *site) { w.Pass(31 * day) },
			func(w *site) model.ExplainRequest { return w.ofLaptop(model.Question{}) },
			"› ✗ Expiry", []string{"unused for too long · 1 day ago", "401 expired", "⏎ to the token"},
		},
		"revoked": {
			func(w *site) {
				_, err := w.RevokeToken(w.TB.Context(), w.bob, model.TokenRef{Org: w.Acme, ID: w.laptop.Token.ID})
				w.Must(err)
				w.Pass(2 * day)
			},
			func(w *site) model.ExplainRequest { return w.ofLaptop(model.Question{}) },
			"› ✗ Revocation", []string{"revoked, by Bob Birch · 2 days ago", "401 revoked"},
		},
		"unknown": {
			nil, func(w *site) model.ExplainRequest {
				other := world.New(w.TB)
				other.Generate("before")
				return model.ExplainRequest{Secret: other.Generate("elsewhere").Secret, Ask: w.editing()}
			},
			"› ✗ Token", []string{"Explain  a secret", "no token that you may see has this secret", "not reached", "401 unknown"},
		},
		"malformed": {
			nil, func(*site) model.ExplainRequest { return model.ExplainRequest{Secret: model.NewSecret("lku_nothing")} },
			"› ✗ Secret", []string{"no secret of latchkey", "401 malformed"},
		},
		"person": {
			nil, func(w *site) model.ExplainRequest { return w.ofBob(w.editing()) },
			"› ✗ Access", []string{"Explain  Bob Birch › inspections.edit › Forklift pre-start"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := build(t)
			if test.before != nil {
				test.before(w)
			}
			d := w.open(test.ask(w))
			d.Sees(test.cursor)
			for _, text := range test.sees {
				d.Sees(text)
			}
			d.Golden(t, "view")
			d.CheckLayout()
		})
	}
}

func TestRule_7_7_NothingIsToldOfAnItemThatCannotBeSeen(t *testing.T) {
	w := build(t)
	hidden, err := w.CreateItem(t.Context(), w.Ada, w.Acme, model.ItemRequest{Kind: model.KindAsset, Name: "The safe"})
	w.Must(err)
	own := w.ofBob(model.Question{Item: model.ItemRef{Org: w.Acme, ID: hidden.ID}.Address()})
	d := w.as(w.bob, own)
	d.SeesNot("The safe")
	d.Sees("there is no such item, or none that Bob Birch can see")
	w.open(own).Sees("Explain  Bob Birch › The safe") // for who manages Bob
}

func TestEmptySaysWhatToPress(t *testing.T) {
	d := build(t).open(model.ExplainRequest{})
	d.Sees("Press t to say whose request is meant")
	d.Sees("t whose request")
	d.Press("p", "i", "l", "enter", "down", "r")
	d.Sees("Press t to say whose request is meant")
	d.Golden(t, "empty")
	d.CheckLayout()
}

func TestErrorsStandInPlace(t *testing.T) {
	w := build(t)
	mia := w.Join("mia@acme.example", "Mia Moss", model.SetBasic)
	d := w.as(mia, w.ofBob(w.editing()))
	d.Sees("✗ To explain what people may do you need the permission users.manage")
	d.Golden(t, "forbidden")
	d.CheckLayout()
}

func TestTheCursorMovesOverTheSteps(t *testing.T) {
	d := build(t).open(model.ExplainRequest{})
	d.Press("t")
	d.Type("laptop-sync")
	d.Press("enter")
	d.Sees("› ✓ Secret")
	d.Press("down", "j", "up")
	d.Sees("› ✓ Token")
	d.Press("G")
	d.Sees("› · Access")
	d.Press("g")
	d.Sees("› ✓ Secret")
}

// What is mended elsewhere is seen at once, and the cursor goes to what comes
// next; where the answer is the same it stays.
func TestChangesAppear(t *testing.T) {
	w := build(t)
	d := w.open(w.ofLaptop(w.editing()))
	d.Press("up")
	d.Sees("› ✓ Permission")
	changed(d)
	d.Sees("› ✓ Permission")
	w.share(w.item, model.GranteeUser, string(w.bob.User()), model.LevelEdit)
	changed(d)
	d.Sees("200 ok")
	d.Sees("› ✓ Secret")
	w.Must(w.DeactivateMember(t.Context(), w.Ada, w.Acme, w.bob.User()))
	changed(d)
	d.Sees("› ✗ Expiry")
	d.Sees("owner deactivated, by Ada Ashby")
}

func TestTheFirstFailureStandsOut(t *testing.T) {
	w := build(t)
	w.Must(w.DisableAccount(t.Context(), w.Ada, w.bob.User()))
	d := w.Open(w.As(uitest.Colored(true), w.Ada, w.Acme), "My tokens", request(w.ofLaptop(w.editing())))
	theme := uitest.Colored(true).Theme
	for tone, want := range map[kit.Tone]int{kit.Bad: 1, kit.Muted: 2} {
		if got := strings.Count(d.View(), theme.Paint(tone, "✗")); got != want {
			t.Errorf("%d of tone %d, want %d:\n%s", got, tone, want, uitest.Plain(d.View()))
		}
	}
}
