package storage

import (
	"reflect"
	"testing"

	"example.com/latchkey/model"
)

func TestQuotaRecord(t *testing.T) {
	list := []countedToken{{"org_1", "tok_1", 1 << 63}, {"org_1", "tok_2", 0}, {"org_2", "tok_3", 0x0001020000ffff00}, {"org_1", "tok_4", 7}}
	for n := range len(list) + 1 {
		want := quotaRecord{Tokens: list[:n]}
		payload, err := want.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var got quotaRecord
		if err := got.UnmarshalBinary(payload); err != nil || len(got.Tokens) != n || n > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("%v is read as %v, %v", want, got, err)
		}
		for cut := range payload { // no less is as much
			var less quotaRecord
			if err := less.UnmarshalBinary(payload[:cut]); err == nil && len(less.Tokens) == n {
				t.Errorf("%d bytes of %d are read as the whole", cut, len(payload))
			}
		}
	}
}

// TestQuotaRecordInJSON: the form before.
func TestQuotaRecordInJSON(t *testing.T) {
	for text, want := range map[string][]countedToken{
		`{"tokens":null}`: nil,
		`{"tokens":[{"org":"org_1","id":"tok_1"},{"org":"org_2","id":"tok_2"}]}`: {{"org_1", "tok_1", 0}, {"org_2", "tok_2", 0}},
	} {
		var got quotaRecord
		if err := got.UnmarshalBinary([]byte(text)); err != nil || !reflect.DeepEqual(got.Tokens, want) {
			t.Errorf("%s is read as %v, %v", text, got.Tokens, err)
		}
	}
	for _, text := range []string{"", "{", "[]", "\x02", "\x01x", "\x01x\x00", "\x01x\x00y\x00", "\x01x\x00y\x001234567"} {
		if err := new(quotaRecord).UnmarshalBinary([]byte(text)); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}

func TestMarks(t *testing.T) {
	ann, svc := model.Subject{User: "usr_1"}, model.Subject{ServiceUser: "usr_1"}
	if markOf(ann, "Ci") != markOf(ann, "\uff23I") {
		t.Error("a name has another mark in other letters")
	}
	if markOf(ann, "ci") == markOf(ann, "c") || markOf(ann, "ci") == markOf(svc, "ci") {
		t.Error("other names, or the same of another subject, have one mark")
	}
}
