package model_test

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"example.com/latchkey/model"
)

func TestRule_9_1_ABackupIsAnEntryThatIsInIt(t *testing.T) {
	w := newWorld(t)
	var out bytes.Buffer
	var held model.Backup
	entries := w.since(func() {
		var err error
		held, err = w.BackUp(w.ctx(), system, &out)
		w.must(err)
	})
	if len(entries) != 1 || entries[0].Action != model.ActBackUp || entries[0].Actor.Name != "root" || entries[0].Target.Kind != "store" {
		t.Errorf("the entries are %+v", entries)
	}
	if held.Head != w.head() || held.Orgs != 1 || held.People != 1 || held.Tokens != 0 || held.Records == 0 || out.Len() == 0 {
		t.Errorf("it holds %+v in %d bytes", held, out.Len())
	}
}

// Who may not make one gets no byte of it, and whoever takes it may fail.
func TestRule_9_1_ABackupThatIsNotMadeIsAnEntryToo(t *testing.T) {
	w := newWorld(t)
	guest := w.person(w.acme, "Guest", model.SetGuest)
	var out bytes.Buffer
	entries := w.since(func() {
		_, err := w.BackUp(w.ctx(), guest.Actor, &out)
		w.wantKind(err, model.KindForbidden)
	})
	if len(entries) != 1 || !entries[0].Refused || entries[0].Action != model.ActBackUp || out.Len() > 0 {
		t.Errorf("the entries are %+v, and %d bytes were written", entries, out.Len())
	}
	entries = w.since(func() {
		_, err := w.BackUp(w.ctx(), system, fullDisk{})
		w.wantKind(err, model.KindUnavailable)
	})
	if len(entries) != 1 || entries[0].Refused {
		t.Errorf("the entries are %+v", entries)
	}
	w.faults().breaks(errDisk, "commit")
	_, err := w.BackUp(w.ctx(), system, &out)
	if w.wantKind(err, model.KindUnavailable); out.Len() > 0 {
		t.Errorf("%d bytes were written without an entry", out.Len())
	}
}

// fullDisk is a writer that takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("it is full") }

func TestRule_9_4_ARestoredStoreTellsWhatThatUndid(t *testing.T) {
	of := model.Detail{Field: "backup of", After: "2026-05-12T09:00:00Z"}
	each(t, map[string]struct {
		was  func(model.Head) model.Head
		want []model.Detail
	}{
		"nothing": {func(h model.Head) model.Head { return h }, []model.Detail{of}},
		"some": {
			func(h model.Head) model.Head { return model.Head{Seq: h.Seq + 17, Revocations: 3} },
			[]model.Detail{of, {Field: "last entry", Before: "19", After: "2"}, {Field: "revocations undone", After: "3"}},
		},
		"not known": {
			func(model.Head) model.Head { return model.Head{} },
			[]model.Detail{of, {Field: "last entry", Before: "not known", After: "2"}},
		},
	}, func(w *world, test struct {
		was  func(model.Head) model.Head
		want []model.Detail
	}) {
		was := test.was(w.head())
		entries := w.since(func() { w.must(w.NoteRestore(w.ctx(), system, was)) })
		if len(entries) != 1 || entries[0].Action != model.ActRestore || !reflect.DeepEqual(entries[0].Details, test.want) {
			w.t.Errorf("the entries are %+v", entries)
		}
	})
}

func TestWhatGoingBackUndoesIsSaid(t *testing.T) {
	now := model.Head{Seq: 100, Revocations: 5}
	for want, s := range map[string]model.Setback{
		"212 entries and 3 revocations came after it: those 3 tokens would be good again.":                                           {Now: now, Was: model.Head{Seq: 312, Revocations: 8}},
		"2 entries and 1 revocation came after it: that token would be good again.":                                                  {Now: now, Was: model.Head{Seq: 102, Revocations: 6}},
		"1 entry and no revocation came after it.":                                                                                   {Now: now, Was: model.Head{Seq: 101, Revocations: 5}},
		"It is not an earlier state of the store in use: its entry 90 is another than was written there. Revocations may be undone.": {Now: now, Was: model.Head{Seq: 90, Revocations: 8}, Other: true},
	} {
		if got := s.Loss(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
