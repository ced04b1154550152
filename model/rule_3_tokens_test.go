package model_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/latchkey/model"
)

func contains(text, part string) bool { return strings.Contains(text, part) }

func TestRule_3_1_ATokenActsAsItsSubjectInItsOrgOnly(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	cy := w.person(w.acme, "Cy Cole", model.SetGuest)
	w.join(cy, globex, model.SetAdministrator)
	for org, may := range map[model.OrgID]bool{w.acme: false, globex: true} {
		made := w.generate(cy.Actor, org, "same name in each")
		d, err := w.Verify(w.ctx(), made.Secret, here)
		w.must(err)
		if d.Token.Org != org || d.Token.Subject.User != cy.User() || d.Subject != "Cy Cole" {
			t.Errorf("acts as %s in %s", d.Subject, d.Token.Org)
		}
		if d.Allowed.Has(model.OrgManage) != may {
			t.Errorf("org.manage in %s: %v", d.Org, !may)
		}
		other := model.TokenRef{Org: w.acme, ID: made.Token.ID}
		if org == w.acme {
			other.Org = globex
		}
		_, err = w.RevokeToken(w.ctx(), cy.Actor, other) // its id leads nowhere in another org
		w.wantKind(err, model.KindNotFound)
	}
}

func TestRule_3_3_AtTheLimitGenerationIsRefusedWithTheLeastUsedFirst(t *testing.T) {
	w := newWorld(t)
	var all []model.Generated
	for i := range model.MaxUserTokens {
		all = append(all, w.generate(w.ada, w.acme, fmt.Sprint("t", i)))
		w.clock.Advance(time.Minute)
	}
	for _, i := range []int{3, 0, 7} { // used in this order, the others never
		w.wantReason(all[i], model.ReasonOK)
		w.clock.Advance(time.Minute)
	}
	request := model.TokenRequest{Org: w.acme, Name: "one more", Password: secret}
	_, err := w.GenerateToken(w.ctx(), w.ada, request)
	w.wantKind(err, model.KindQuota)
	var quota *model.QuotaError
	if !errors.As(err, &quota) || len(quota.Active) != model.MaxUserTokens {
		t.Fatalf("the refusal is %v with %v", err, quota)
	}
	var names []string
	for _, v := range quota.Active {
		names = append(names, v.Name)
	}
	if tail := names[7:]; !slices.Equal(tail, []string{"t3", "t0", "t7"}) {
		t.Errorf("the used ones come last, in the order of use: got %v", names)
	}
	for _, made := range all { // nothing was replaced
		w.wantReason(made, model.ReasonOK)
	}
	_, err = w.RevokeToken(w.ctx(), w.ada, model.TokenRef{Org: w.acme, ID: quota.Active[0].ID})
	w.must(err)
	_, err = w.GenerateToken(w.ctx(), w.ada, request)
	w.must(err)
}

func TestRule_3_5_ATokenEndsOnItsEndDateHoweverMuchItIsUsed(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	end := w.clock.Now().Add(40 * day)
	user, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: "user", EndsAt: end, Password: secret})
	w.must(err)
	service, err := w.GenerateToken(w.ctx(), system, model.TokenRequest{Org: w.acme, ServiceUser: robot.ID, Name: "service", EndsAt: end})
	w.must(err)
	for _, step := range []time.Duration{20 * day, 20*day - time.Nanosecond} {
		w.clock.Advance(step)
		w.wantReason(user, model.ReasonOK)
		w.wantReason(service, model.ReasonOK)
	}
	w.clock.Advance(time.Nanosecond)
	for _, made := range []model.Generated{user, service} {
		w.wantReason(made, model.ReasonExpired)
		w.wantEnd(made, model.EndDate, end, "")
	}
}

func TestRule_3_5_AnEndDateDoesNotKeepAnUnusedTokenAlive(t *testing.T) {
	w := newWorld(t)
	born := w.clock.Now()
	made, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: "n", EndsAt: born.Add(300 * day), Password: secret})
	w.must(err)
	w.clock.Advance(30 * day)
	w.wantReason(made, model.ReasonExpired)
	w.wantEnd(made, model.EndUnused, born.Add(30*day), "")
}

func TestRule_3_5_AnEndDateHasToBeInTheFuture(t *testing.T) {
	w := newWorld(t)
	for _, end := range []time.Time{w.clock.Now(), w.clock.Now().Add(-time.Hour)} {
		_, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: "n", EndsAt: end, Password: secret})
		w.wantKind(err, model.KindInvalid)
		if model.FieldOf(err) != model.FieldEndsAt {
			t.Errorf("the field is %q", model.FieldOf(err))
		}
	}
}

func TestRule_3_6_ATokenKeepsWhatIsKnownOfIt(t *testing.T) {
	w := newWorld(t)
	made, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: " Nightly\n", Note: "for the cron job", Password: secret})
	w.must(err)
	born := w.clock.Now()
	w.clock.Advance(time.Hour)
	_, err = w.Verify(w.ctx(), made.Secret, model.Origin{Address: "10.9.9.9", Agent: "old/1"})
	w.must(err)
	w.clock.Advance(time.Hour)
	used := w.clock.Now()
	_, err = w.Verify(w.ctx(), made.Secret, model.Origin{Address: "10.8.8.8", Agent: "new/2"})
	w.must(err)
	for _, flushed := range []bool{false, true} {
		if flushed {
			w.must(w.FlushUses(w.ctx()))
			w.reopen()
		}
		v := w.row(made)
		if v.ID == "" || v.Name != "Nightly" || v.Note != "for the cron job" || !v.CreatedAt.Equal(born) || v.CreatedBy != "Ada Ashby" || v.Owner != "Ada Ashby" || v.OrgName != "Acme" {
			t.Errorf("flushed %v: %+v", flushed, v.Token)
		}
		if u := v.Use; u.Count != 2 || !u.LastAt.Equal(used) || u.From != "10.8.8.8" || u.Agent != "new/2" {
			t.Errorf("flushed %v: used %+v", flushed, u)
		}
		if full := made.Secret.Reveal(); v.LastFour != full[len(full)-4:] || v.State != model.StateActive {
			t.Errorf("flushed %v: last four %q, state %s", flushed, v.LastFour, v.State)
		}
	}
	w.clock.Advance(time.Hour)
	_, err = w.RevokeToken(w.ctx(), system, ref(made))
	w.must(err)
	w.wantEnd(made, model.EndRevoked, w.clock.Now(), "root")
}

func TestRule_3_6_NamesAreUniqueAmongTheSubjectsActiveTokensInTheOrg(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	robot, other := w.service(w.acme, "Robot", model.SetGuest), w.service(w.acme, "Other", model.SetGuest)
	first := w.generate(w.ada, w.acme, "Nightly")
	for _, name := range []string{"Nightly", "nightly", " Nightly ", "Ｎightly"} {
		_, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: name, Password: secret})
		w.wantKind(err, model.KindConflict)
		if model.FieldOf(err) != model.FieldName {
			t.Errorf("the field is %q", model.FieldOf(err))
		}
	}
	w.generate(w.ada, globex, "Nightly")
	w.serviceToken(robot, "Nightly")
	w.serviceToken(other, "Nightly")
	_, err := w.GenerateToken(w.ctx(), system, model.TokenRequest{Org: w.acme, ServiceUser: robot.ID, Name: "nightly"})
	w.wantKind(err, model.KindConflict)

	_, err = w.RevokeToken(w.ctx(), w.ada, ref(first))
	w.must(err)
	w.generate(w.ada, w.acme, "nightly")
	w.clock.Advance(30 * day)
	w.generate(w.ada, w.acme, "Nightly")
}

func TestRule_3_6_ANameHasOneToSixtyFourCharacters(t *testing.T) {
	w := newWorld(t)
	for name, ok := range map[string]bool{"": false, "  ": false, "x": true, strings.Repeat("é", 64): true, strings.Repeat("é", 65): false, strings.Repeat("e\u0301", 64): true} {
		_, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: name, Password: secret})
		if ok != (err == nil) && model.KindOf(err) != model.KindConflict {
			t.Errorf("%d characters: %v", len([]rune(name)), err)
		}
	}
}

func TestRule_3_7_EndedTokensStayInTheListsWithTheReason(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	revoked, unused := w.generate(cy.Actor, w.acme, "revoked"), w.generate(cy.Actor, w.acme, "unused")
	_, err := w.RevokeToken(w.ctx(), cy.Actor, ref(revoked))
	w.must(err)
	w.clock.Advance(30 * day)
	kept := w.generate(cy.Actor, w.acme, "kept")
	list := func(hide bool) (rows []model.TokenView) {
		page, err := w.ListTokens(w.ctx(), cy.Actor, model.TokenQuery{Org: w.acme, HideEnded: hide, Page: model.PageRequest{Sort: model.SortCreated}})
		w.must(err)
		return page.Rows
	}
	want := map[model.TokenID]model.EndReason{revoked.Token.ID: model.EndRevoked, unused.Token.ID: model.EndUnused, kept.Token.ID: ""}
	all := list(false)
	for _, v := range all {
		if v.End != want[v.ID] || (v.End != "") == v.EndedAt.IsZero() {
			t.Errorf("%s ended as %q at %v", v.Name, v.End, v.EndedAt)
		}
	}
	if alive := list(true); len(all) != 3 || len(alive) != 1 || alive[0].ID != kept.Token.ID {
		t.Errorf("%d listed, %d with the ended ones hidden", len(all), len(alive))
	}
}

func TestRule_3_8_ATokenSaysThatItsSecretWasNeverSeen(t *testing.T) {
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "made")
	if w.row(made).SecretSeen {
		t.Fatal("seen before anybody said so")
	}
	w.must(w.MarkSecretSeen(w.ctx(), w.ada, ref(made)))
	if !w.row(made).SecretSeen {
		t.Fatal("not seen after somebody said so")
	}
	_, err := w.RegenerateToken(w.ctx(), w.ada, ref(made), 0, secret)
	w.must(err)
	if w.row(made).SecretSeen {
		t.Fatal("the new secret counts as seen")
	}
}
