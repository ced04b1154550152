package storage

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"example.com/latchkey/model"
)

var update = flag.Bool("update", false, "write testdata/records.golden anew")

// samples are the tables with a value in which no field is zero.
func samples() map[string]sample {
	return map[string]sample{
		"org":          sampleOf(orgs),
		"account":      sampleOf(accounts),
		"member":       sampleOf(memberships),
		"service user": sampleOf(serviceUsers),
		"set":          sampleOf(sets),
		"token":        sampleOf(tokens),
		"use":          sampleOf(uses),
		"use day":      sampleOf(useDays),
		"entry":        sampleOf(entries),
		"head":         sampleOf(table[model.Head, headRecord]{pack: packHead, unpack: unpackHead}),
		"group":        sampleOf(groups),
		"group member": sampleOf(groupMembers),
		"site":         sampleOf(sites),
		"site member":  sampleOf(siteMembers),
		"item":         sampleOf(items),
		"hand-over":    sampleOf(handOvers),
		"grant":        sampleOf(grants),
		"ssh key":      sampleOf(sshKeys),
	}
}

// sample is a table seen without its types.
type sample struct {
	value any
	pack  func() any
	// unpack makes a value of a record.
	unpack func(record any) any
	// write packs and encodes a value as the table does.
	write func(value any) ([]byte, error)
	// read decodes a payload as the table does.
	read func(payload []byte) (any, error)
}

func sampleOf[V, R any](tb table[V, R]) sample {
	var value V
	fill(reflect.ValueOf(&value).Elem(), 0)
	return sample{
		value:  value,
		pack:   func() any { return tb.pack(value) },
		unpack: func(record any) any { return tb.unpack(record.(R)) },
		write:  func(value any) ([]byte, error) { return json.Marshal(tb.pack(value.(V))) },
		read: func(payload []byte) (any, error) {
			var record R
			if err := json.Unmarshal(payload, &record); err != nil {
				return nil, err
			}
			return tb.unpack(record), nil
		},
	}
}

// fill sets every field under v to something that is not zero.
func fill(v reflect.Value, n int) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Date(2026, 3, 1, 9, 30, n, 123456789, time.UTC)))
		return
	}
	if v.Type() == reflect.TypeFor[model.Level]() {
		v.SetInt(int64(model.LevelEdit))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n+i+1)
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), n+i+1)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), n+1)
	case reflect.Map:
		k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(k, n+1)
		fill(e, n+2)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(k, e)
	case reflect.String:
		v.SetString(fmt.Sprint("text ", n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(n + 1))
	case reflect.Uint8, reflect.Uint64:
		v.SetUint(uint64(n+1) & 0xff)
	default:
		panic("no sample for " + v.Type().String())
	}
}

// TestRecordsKeepEveryField fails when the model gains a field that its record
// does not have.
func TestRecordsKeepEveryField(t *testing.T) {
	for name, s := range samples() {
		payload, err := json.Marshal(s.pack())
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.read(payload)
		if err != nil || !reflect.DeepEqual(got, s.value) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", name, err, got, s.value)
		}
	}
}

// TestRecordsShareNothing with the values that they are made of and that are made of
// them: whoever changes a value changes no record, for that may be read again.
func TestRecordsShareNothing(t *testing.T) {
	text := func(record any) string {
		payload, err := json.Marshal(record)
		return fmt.Sprint(string(payload), err)
	}
	for name, s := range samples() {
		record := s.pack()
		want := text(record)
		for from, value := range map[string]any{"made of": s.unpack(record), "that made": s.value} {
			copied := reflect.New(reflect.TypeOf(value)).Elem()
			copied.Set(reflect.ValueOf(value))
			if empty(copied); text(record) != want {
				t.Errorf("%s: the record changed with the value %s it\n got %s\nwant %s", name, from, text(record), want)
			}
		}
	}
}

// empty sets to zero what slices and maps under v hold.
func empty(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type() != reflect.TypeFor[time.Time]() {
				empty(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			empty(v.Index(i))
			v.Index(i).SetZero()
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			empty(v.MapIndex(k))
			v.SetMapIndex(k, reflect.Value{})
		}
	}
}

// quotaForms are the one that is written and the one that was.
func quotaForms() []string {
	r := quotaRecord{[]countedToken{{"org", "id", 1}, {"org", "another", 2}, {"elsewhere", "third", 0}}}
	now, _ := r.MarshalBinary()
	before, _ := json.Marshal(r)
	return []string{fmt.Sprintf("%q", now), string(before)}
}

// TestRecordsFormat pins the form on the disk: a change of it has to be one
// that old records survive, and is seen in the review of the golden file.
func TestRecordsFormat(t *testing.T) {
	golden := filepath.Join("testdata", "records.golden")
	forms := map[string]any{
		"groups of": groupsOfRecord{[]groupOfRecord{{"group", 1, time.Unix(0, 0).UTC()}}}, "site tree": siteTreeRecord{1},
		"quota": quotaForms(), "holders": holdersRecord{1, 2, 3},
		"attempt": attemptRecord{hashText{1}, 2, time.Unix(0, 0).UTC(), time.Unix(60, 0).UTC()}, "identity": identityRecord{"latchkey"}}
	for name, s := range samples() {
		forms[name] = s.pack()
	}
	text, err := json.MarshalIndent(forms, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(want)) != string(text) {
		t.Errorf("the form of the records changed; when that is meant, run with -update:\n%s", text)
	}
}

// TestZeroRecords: the zero value of everything survives, with few bytes.
func TestZeroRecords(t *testing.T) {
	for name, s := range samples() {
		zero := reflect.Zero(reflect.TypeOf(s.value)).Interface()
		got, err := s.read([]byte(`{}`))
		if err != nil || fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", zero) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// FuzzRecords: whatever a payload is, reading it is an error or a value, and a
// value is written so that the same one is read again.
func FuzzRecords(f *testing.F) {
	all := samples()
	for _, s := range all {
		payload, err := json.Marshal(s.pack())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(payload)
	}
	f.Add([]byte(`{"hash":"zz"}`))
	f.Add([]byte(`{"level":"owner"}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		for name, s := range all {
			value, err := s.read(payload)
			if err != nil {
				continue
			}
			written, err := s.write(value)
			if err != nil {
				continue // a year that has five digits in UTC
			}
			value, err = s.read(written)
			if err != nil {
				t.Fatalf("%s: %s was written of %q, and then: %v", name, written, payload, err)
			}
			if again, err := s.write(value); err != nil || string(again) != string(written) {
				t.Fatalf("%s: %s became %s, %v", name, written, again, err)
			}
		}
	})
}

func TestHashText(t *testing.T) {
	var h hashText
	for _, bad := range []string{"zz", "00", strings.Repeat("0", 66), strings.Repeat("g", 64)} {
		if err := h.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q is taken for a hash", bad)
		}
	}
	if err := h.UnmarshalText(nil); err != nil || model.Hash(h) != (model.Hash{}) {
		t.Errorf("no digits: %x, %v", h, err)
	}
}

// TestLevelText: a level that is not known is damage, not a level.
func TestLevelText(t *testing.T) {
	for _, level := range append(model.Levels(), model.LevelNone) {
		text, err := levelText(level).MarshalText()
		if err != nil || string(text) != level.String() {
			t.Errorf("%s is written as %q, %v", level, text, err)
		}
		read := levelText(model.LevelDelete)
		if err := read.UnmarshalText(text); err != nil || model.Level(read) != level {
			t.Errorf("%q is read as %s, %v", text, model.Level(read), err)
		}
	}
	for _, bad := range []string{"", "Edit", "owner", "3"} {
		level := levelText(model.LevelDelete)
		if err := level.UnmarshalText([]byte(bad)); err == nil || model.Level(level) != model.LevelNone {
			t.Errorf("%q is taken for %s", bad, model.Level(level))
		}
	}
}

// TestOldRecords: what was written before the model had access is read.
func TestOldRecords(t *testing.T) {
	for name, payload := range map[string]string{
		"org":    `{"id":"org_1","name":"Acme","created_at":"2026-03-01T09:30:00Z"}`,
		"member": `{"org":"org_1","user":"usr_1","status":"active","set":"set_1","joined_at":"2026-03-01T09:30:00Z","name":"Ann","email":"a@b.example"}`,
		"head":   `{"seq":7,"at":"2026-03-01T09:30:00Z","chain":""}`,
	} {
		s := samples()[name]
		got, err := s.read([]byte(payload))
		if err != nil || reflect.DeepEqual(got, reflect.Zero(reflect.TypeOf(s.value)).Interface()) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
