package widget

import (
	"testing"

	"example.com/latchkey/ui/uitest"
)

func BenchmarkListKeyPress(b *testing.B) {
	l, d := showItems(b, newTable(100_000))
	d.Press("pgdown")
	down, up := uitest.Key("down"), uitest.Key("up")
	b.ReportAllocs()
	for b.Loop() {
		l.Update(down)
		l.Update(up)
	}
}

func BenchmarkListView(b *testing.B) {
	l, _ := showItems(b, newTable(100_000))
	b.ReportAllocs()
	for b.Loop() {
		_ = l.View()
	}
}
