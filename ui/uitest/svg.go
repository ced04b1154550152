package uitest

import (
	"fmt"
	"html"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
)

// The size of a cell of an SVG in its own units, and the colours of the
// terminal that it shows.
const (
	cellWidth  = 8.4
	cellHeight = 18
	paper      = "#16181d"
	ink        = "#d7dae0"
)

// SVG returns a view as a picture: what a terminal of that size shows of it.
// The same view gives the same bytes.
func SVG(view string, width, height int) string {
	screen := vt.NewEmulator(width, height)
	defer screen.Close()
	_, _ = screen.WriteString(strings.ReplaceAll(view, "\n", "\r\n"))
	var b strings.Builder
	w, h := float64(width)*cellWidth+24, height*cellHeight+24
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d" width="%.0f" height="%d" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">`+"\n", w, h, w, h)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", paper)
	for y := range height {
		drawLine(&b, screen, y, width)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// drawLine writes one line, a piece for each run of cells of one style.
func drawLine(b *strings.Builder, screen *vt.Emulator, y, width int) {
	for x := 0; x < width; {
		start, style, text := x, styleAt(screen, x, y), ""
		for ; x < width && sameStyle(screen, x, y, style); x++ {
			text += contentAt(screen, x, y)
		}
		drawRun(b, start, y, x-start, text, style)
	}
}

func styleAt(screen *vt.Emulator, x, y int) uv.Style {
	if c := screen.CellAt(x, y); c != nil {
		return c.Style
	}
	return uv.Style{}
}

func sameStyle(screen *vt.Emulator, x, y int, style uv.Style) bool {
	here := styleAt(screen, x, y)
	return here.Equal(&style)
}

func contentAt(screen *vt.Emulator, x, y int) string {
	c := screen.CellAt(x, y)
	switch {
	case c == nil:
		return " "
	case c.Width == 0: // the second half of a wide one
		return ""
	case c.Content == "":
		return " "
	}
	return c.Content
}

func drawRun(b *strings.Builder, x, y, cells int, text string, s uv.Style) {
	fg, bg := hex(s.Fg, ink), hex(s.Bg, "")
	if s.Attrs&uv.AttrReverse != 0 {
		fg, bg = paper, hex(s.Fg, ink)
	}
	left, top := 12+float64(x)*cellWidth, 12+y*cellHeight
	if bg != "" {
		fmt.Fprintf(b, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", left, top, float64(cells)*cellWidth, cellHeight, bg)
	}
	if strings.TrimSpace(text) == "" {
		return
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%d" textLength="%.1f" xml:space="preserve" fill="%s"%s>%s</text>`+"\n",
		left, top+13, float64(cells)*cellWidth, fg, emphasis(s), html.EscapeString(text))
}

func emphasis(s uv.Style) string {
	out := ""
	if s.Attrs&uv.AttrBold != 0 {
		out += ` font-weight="bold"`
	}
	if s.Attrs&uv.AttrFaint != 0 {
		out += ` opacity="0.6"`
	}
	if s.Underline != 0 {
		out += ` text-decoration="underline"`
	}
	return out
}

func hex(c color.Color, otherwise string) string {
	if c == nil {
		return otherwise
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
