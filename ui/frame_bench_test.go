package ui_test

import (
	"testing"

	"example.com/latchkey/ui/uitest"
)

// BenchmarkMessage is a message that changes nothing, and the frame after it.
func BenchmarkMessage(b *testing.B) {
	p := run(b, uitest.Colored(true), nil)
	b.ReportAllocs()
	for b.Loop() {
		p.Send(struct{}{})
		_ = p.View()
	}
}
