package storage

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"example.com/latchkey/storage/engine"
)

// TestOverlayScansAsIfItWereStored: a scan of an overlay over what is stored is
// one of a map in which all of it was written.
func TestOverlayScansAsIfItWereStored(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		keys := rapid.SliceOfDistinct(rapid.StringMatching(`a[bc]{0,3}`), rapid.ID)
		stored, both := map[string]string{}, map[string]string{}
		for _, k := range keys.Draw(r, "stored") {
			stored[k], both[k] = "stored", "stored"
		}
		own := overlay{}
		for _, k := range keys.Draw(r, "written") {
			own[k], both[k] = []byte("written"), "written"
		}
		for _, k := range keys.Draw(r, "deleted") {
			own[k] = nil
			delete(both, k)
		}
		scan := engine.Range{Prefix: []byte(rapid.SampledFrom([]string{"a", "ab", "ac"}).Draw(r, "prefix")), Reverse: rapid.Bool().Draw(r, "reverse")}
		if rapid.Bool().Draw(r, "from") {
			scan.From = append(slices.Clone(scan.Prefix), rapid.StringMatching(`[bc]{0,2}`).Draw(r, "beyond")...)
		}
		limit := rapid.IntRange(1, 20).Draw(r, "limit")
		got, want := firstOfScan(own.over(scanMap(stored, scan), scan), limit), firstOfScan(scanMap(both, scan), limit)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			r.Fatalf("got %v, want %v", got, want)
		}
	})
}

// scanMap scans a map as an engine does.
func scanMap(m map[string]string, r engine.Range) iter.Seq2[engine.Item, error] {
	return func(yield func(engine.Item, error) bool) {
		var keys []string
		for k := range m {
			if strings.HasPrefix(k, string(r.Prefix)) && (r.From == nil || k == string(r.From) || (k > string(r.From)) != r.Reverse) {
				keys = append(keys, k)
			}
		}
		slices.Sort(keys)
		if r.Reverse {
			slices.Reverse(keys)
		}
		for _, k := range keys {
			if !yield(engine.Item{Key: []byte(k), Value: []byte(m[k])}, nil) {
				return
			}
		}
	}
}

// firstOfScan returns the first items of a scan, which is left there.
func firstOfScan(items iter.Seq2[engine.Item, error], limit int) (list []string) {
	for item := range items {
		list = append(list, fmt.Sprintf("%s=%s", item.Key, item.Value))
		if len(list) == limit {
			break
		}
	}
	return list
}
