package widget

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/key"

	"example.com/latchkey/ui/kit"
)

// markerRoom is the room that a secret needs besides itself before it is shown
// in one line: that of the mark of a part, "1/2 ".
const markerRoom = 4

// View draws the pop-up over the whole width, flush left, so that there is
// nothing before or after the secret in its line.
func (r *Reveal) View(width, height int) string {
	t := r.session.Theme
	secret := splitSecret(r.options.Secret.Reveal(), width)
	rest := append(r.lost(width), r.below(width)...)
	head := r.head(width, height-len(secret)-len(rest))
	if len(head)+len(secret)+len(rest) < height {
		rest = append([]string{""}, rest...)
	}
	var lines []string
	for _, line := range head {
		lines = append(lines, Pad(line, width))
	}
	for _, line := range secret {
		lines = append(lines, t.Paint(kit.Strong, line))
	}
	for _, line := range rest {
		lines = append(lines, Pad(line, width))
	}
	return strings.Join(lines[:min(len(lines), height)], "\n")
}

// head draws what stands above the secret: a box or, where there are too few
// lines for one, its words alone.
func (r *Reveal) head(width, height int) []string {
	t := r.session.Theme
	box := strings.Split(Box(t, r.options.Title, Wrap(r.options.Note, BoxInside(width)), width), "\n")
	if len(box) <= height {
		return box
	}
	return paragraph(t, kit.Muted, r.options.Title+" · "+r.options.Note, width)
}

// lost says that what the secret is for has gone meanwhile.
func (r *Reveal) lost(width int) []string {
	if !r.gone.Is() {
		return nil
	}
	return paragraph(r.session.Theme, kit.Bad, "✗ "+r.gone.Says(r.session)+" "+r.gone.Note, width)
}

// splitSecret cuts a secret that is too wide into parts of about one length,
// each marked with its number.
func splitSecret(secret string, width int) []string {
	n := len(secret)
	if n+markerRoom <= width {
		return []string{secret}
	}
	parts := (n + width - markerRoom - 1) / max(width-markerRoom, 1)
	size := (n + parts - 1) / parts
	var lines []string
	for i := range parts {
		lines = append(lines, fmt.Sprintf("%d/%d %s", i+1, parts, secret[i*size:min((i+1)*size, n)]))
	}
	return lines
}

// below draws what stands under the secret: what became of copying, and what
// can be done.
func (r *Reveal) below(width int) []string {
	t := r.session.Theme
	switch {
	case r.copying.Pending():
		return append([]string{t.Paint(kit.Muted, "Copying…")}, r.keyLines(width)...)
	case r.mode == leaving:
		lines := paragraph(t, kit.Warn, "Neither copied nor saved, and it cannot be shown again. Close all the same?", width)
		return append(lines, strings.TrimLeft(r.leave.view(t, 0, true), " "))
	}
	var lines []string
	if r.said.Text != "" {
		lines = paragraph(t, r.said.Tone, r.said.Text, width)
	}
	if r.hint != "" {
		lines = append(lines, paragraph(t, kit.Muted, r.hint, width)...)
	}
	if r.mode == namingFile {
		in := r.path
		in.Width = max(min(width, boxMost)-len("Save to: ")-1, 8)
		lines = append(lines, t.Paint(kit.Muted, "Save to: ")+strings.TrimRight(in.View(), " "))
	}
	return append(lines, r.keyLines(width)...)
}

// keyLines draws the keys, in as many lines as they need.
func (r *Reveal) keyLines(width int) []string {
	k := r.session.Keys
	keys := []key.Binding{k.Copy, k.Save, kit.Named(k.Back, "close")}
	switch {
	case r.mode == namingFile:
		keys = []key.Binding{kit.Named(k.Submit, "save"), kit.Named(k.Back, "not now")}
	case r.outcome.Copied:
		keys[0] = kit.Named(k.Copy, "copy again")
	}
	var lines []string
	for entries := KeyEntries(r.session.Theme, keys); len(entries) > 0; {
		line, n := Whole(entries, 3, width)
		if n == 0 {
			break
		}
		lines, entries = append(lines, line), entries[n:]
	}
	return lines
}
