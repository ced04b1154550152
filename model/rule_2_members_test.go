package model_test

import (
	"testing"

	"example.com/latchkey/model"
)

func TestRule_2_3_AServiceUserIsNobodysMember(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	as := model.UserID(robot.ID)
	w.wantKind(w.SetMemberSet(w.ctx(), w.ada, w.acme, as, w.set(w.acme, model.SetGuest)), model.KindNotFound)
	w.wantKind(w.ReactivateMember(w.ctx(), w.ada, w.acme, as), model.KindNotFound)
	_, err := w.ResetPassword(w.ctx(), w.ada, w.acme, as, model.Secret{})
	w.wantKind(err, model.KindNotFound)
	page, err := w.ListMembers(w.ctx(), w.ada, w.acme, byName)
	w.must(err)
	if len(page.Rows) != 1 {
		t.Fatalf("%d members, want Ada alone", len(page.Rows))
	}
}
