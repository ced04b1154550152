package tokens_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/tokens"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

const day = 24 * time.Hour

// open shows the list of Ada's own tokens.
func open(t *testing.T, w *world.World) *uitest.Driver {
	t.Helper()
	return w.Open(w.Session(), "My tokens", list)
}

func list(s *kit.Session) kit.Screen { return tokens.New(s) }

// full is a world whose Ada has tokens in every state.
func full(t *testing.T) *world.World {
	w := world.New(t)
	ctx := t.Context()
	w.Generate("report-export")
	old := w.Generate("old-phone")
	_, err := w.RevokeToken(ctx, w.Ada, model.TokenRef{Org: w.Acme, ID: old.Token.ID})
	w.Must(err)
	w.Pass(9 * day)
	nightly := w.Generate("ci-nightly")
	w.Use(nightly.Secret, 3, model.Origin{Address: "10.9.9.1", Agent: "python-requests/2.31"})
	w.Pass(26 * day)
	laptop := w.Generate("laptop-sync")
	w.Use(laptop.Secret, 412, world.Origin)
	w.Pass(2 * time.Minute)
	_, err = w.GenerateToken(ctx, w.Ada, model.TokenRequest{Org: w.Acme, Name: "never-seen", Note: "the connection broke", Password: model.NewSecret(world.Password)})
	w.Must(err)
	return w
}

func TestListSaysWhatItIsForWhenItIsEmpty(t *testing.T) {
	d := open(t, world.New(t))
	d.Sees("0 of 10 active")
	d.Sees("Press n to generate one")
	d.Golden(t, "empty")
	d.CheckLayout()
}

func TestListShowsTokensInEveryState(t *testing.T) {
	d := open(t, full(t))
	d.Sees("3 of 10 active")
	for _, state := range []string{"● active", "◐ ends soon", "○ expired · unused", "✗ revoked", "never copied"} {
		d.Sees(state)
	}
	d.Golden(t, "full")
	d.CheckLayout()
}

func TestRule_3_7_EndedTokensCanBeHidden(t *testing.T) {
	d := open(t, full(t))
	d.Press("a")
	d.SeesNot("old-phone")
	d.SeesNot("report-export")
	d.Sees("laptop-sync")
	d.Sees("press a to show them")
	d.Press("a")
	d.Sees("old-phone")
}

func TestGenerateShowsTheSecretOnce(t *testing.T) {
	w := world.New(t)
	s := w.Session()
	d := w.Open(s, "My tokens", list)
	d.Press("n")
	d.Sees("Generate API token for Acme")
	d.Sees("another one needs another")
	d.Golden(t, "form")
	d.Type("nightly-export")
	d.Press("tab", "tab", "tab")
	d.Type(world.Password)
	d.Press("enter")
	d.Sees("This is the only time that the token is shown.")
	d.Sees("lku_")
	d.Golden(t, "secret")
	secret := secretIn(d.View())
	if given := s.Clipboard.(*uitest.Clipboard).Given; len(given) != 1 || given[0].Reveal() != secret {
		t.Fatal("the secret was not copied when it appeared (rule 4.4)")
	}
	d.Press("esc")
	d.SeesNot("lku_")
	d.Sees("nightly-export")
	d.SeesNot("never copied")
	d.Sees("1 of 10 active")
}

// secretIn returns the secret that stands on a line of its own.
func secretIn(view string) string {
	for line := range strings.Lines(uitest.Plain(view)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, model.PrefixUser) {
			return line
		}
	}
	return ""
}

func TestGenerateKeepsWhatWasTypedAfterAWrongPassword(t *testing.T) {
	d := open(t, world.New(t))
	d.Press("n")
	d.Type("nightly-export")
	d.Press("tab", "tab", "tab")
	d.Type("not the password at all")
	d.Press("enter")
	d.Sees("Wrong password · 4 more tries before a pause.")
	d.Sees("nightly-export")
	d.Golden(t, "wrong_password")
	d.Press("esc")
	d.Sees("0 of 10 active")
}

func TestGenerateNamesTheFieldThatWillNotDo(t *testing.T) {
	for name, test := range map[string]struct{ name, ends, want string }{
		"escape sequence": {"a\x1b[31mred", "", "an escape character (U+001B)"},
		"no name":         {"", "", "Type a name."},
		"end date":        {"x", "yesterday", "The end date needs the form 2026-12-31"},
		"past date":       {"x", "2020-01-01", "has passed already"},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, world.New(t))
			d.Press("n")
			if test.name != "" {
				d.Paste(test.name)
			}
			d.Press("tab", "tab")
			d.Type(test.ends)
			d.Press("tab")
			d.Type(world.Password)
			d.Press("enter")
			d.Sees(test.want)
			d.Press("esc")
			d.Sees("0 of 10 active")
		})
	}
}

func TestRule_4_2_PasswordIsNotAskedWhereSSOAlonePermits(t *testing.T) {
	w := world.New(t)
	_, err := w.SetSSO(t.Context(), w.Ada, w.Acme, model.SSOOnly, nil)
	w.Must(err)
	d := open(t, w)
	d.Press("n")
	d.Sees("Generate API token for Acme")
	d.SeesNot("Password")
}

func TestRule_3_3_AtTheLimitOneCanBeRevokedThereAndGeneratingGoesOn(t *testing.T) {
	w := world.New(t)
	for i := range model.MaxUserTokens {
		w.Generate(fmt.Sprintf("token-%02d", i))
		w.Pass(time.Minute)
	}
	d := open(t, w)
	d.Sees("10 of 10 active")
	d.Press("n")
	d.Sees("All 10 tokens are taken")
	d.Golden(t, "limit")
	d.Press(" ", "enter")
	d.Sees("Generate API token for Acme")
	d.Press("esc")
	d.Sees("9 of 10 active")
}

func TestRule_5_3_RevokingSaysWhatWillStopAndStartsOnCancel(t *testing.T) {
	w := full(t)
	d := open(t, w)
	d.Press("down", "x")
	d.Sees("Revoke laptop-sync?")
	d.Sees("you, in Acme")
	d.Sees("2 minutes ago from 10.1.4.7 (curl/8.5)")
	d.Sees("412 in 24 hours · 412 in 30 days")
	d.Golden(t, "revoke")
	d.Press("enter")
	d.Sees("3 of 10 active")
	d.Press("x", "right", "enter")
	d.Sees("Revoked laptop-sync.")
	d.Sees("2 of 10 active")
}

func TestRule_5_3_SeveralMarkedTokensAreRevokedWithOneQuestion(t *testing.T) {
	d := open(t, full(t))
	d.Press(" ", "down", " ", "x")
	d.Sees("Revoke 2 tokens?")
	d.Golden(t, "revoke_two")
	d.Press("right", "enter")
	d.Sees("Revoked 2 tokens.")
	d.Sees("1 of 10 active")
}

func TestRevokingWhatSomebodyElseRevokedSaysSo(t *testing.T) {
	w := full(t)
	d := open(t, w)
	d.Press("down", "x")
	page, err := w.ListTokens(t.Context(), w.Ada, model.TokenQuery{Org: w.Acme, HideEnded: true, Page: model.PageRequest{Sort: model.SortName}})
	w.Must(err)
	for _, v := range page.Rows {
		_, err := w.RevokeToken(t.Context(), w.Ada, model.TokenRef{Org: v.Org, ID: v.ID})
		w.Must(err)
	}
	d.Press("right", "enter")
	d.Sees("laptop-sync has ended already: revoked.")
}

func TestRule_5_4_RegenerateWithAnOverlap(t *testing.T) {
	w := full(t)
	d := open(t, w)
	d.Press("down", "R")
	d.Sees("Regenerate laptop-sync?")
	d.Press("right", "right")
	d.Sees("works for 24 hours more")
	d.Golden(t, "regenerate")
	d.Press("tab")
	d.Type(world.Password)
	d.Press("enter")
	d.Sees("This is the only time that the token is shown.")
	d.Press("esc")
	d.Press("enter")
	d.Sees("the secret before it is good until")
}

func TestRule_3_4_AnExpiredTokenOffersANewOneLikeIt(t *testing.T) {
	d := open(t, full(t))
	d.Press("G")
	d.Press("R")
	d.Sees("and stays so. Press N")
	d.Press("esc")
	d.Press("N")
	d.Sees("Generate API token for Acme")
	d.Sees("report-export")
}

func TestDetailsShowAllThatIsKnown(t *testing.T) {
	d := open(t, full(t))
	d.Press("down", "enter")
	d.Sees("API token laptop-sync")
	d.Sees("412 in 24 hours · 412 in 30 days · 412 in all")
	d.Golden(t, "details")
	d.CheckLayout()
	d.Press("esc")
	d.Sees("3 of 10 active")
}

func TestClosingWithoutCopyingAsksOnceAndTheRowSaysNeverCopied(t *testing.T) {
	w := world.New(t)
	s := w.Session()
	s.CopyOnGenerate = false
	d := w.Open(s, "My tokens", list)
	d.Press("n")
	d.Type("nightly-export")
	d.Press("tab", "tab", "tab")
	d.Type(world.Password)
	d.Press("enter", "esc")
	d.Sees("Keep it open")
	d.Golden(t, "not_copied")
	d.Press("right", "enter")
	d.SeesNot("lku_")
	d.SeesNot("never copied") // closed with a yes (rule 3.8)
}
