package uitest

import (
	"fmt"
	"html"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
)

// The size of a cell of an SVG in its own units, the room around the cells, and
// the colours of the terminal that it shows.
const (
	cellWidth  = 8.4
	cellHeight = 18.0
	baseline   = 13.0
	middle     = 9.5
	around     = 14.0
	paper      = "#16181d"
	ink        = "#d7dae0"
	edge       = "#343a43"
)

const fonts = "'DejaVu Sans Mono', 'SF Mono', SFMono-Regular, Menlo, Consolas, 'Liberation Mono', ui-monospace, monospace"

// SVG returns a view as a picture: what a terminal of that size shows of it.
// The same view gives the same bytes.
func SVG(view string, width, height int) string {
	screen := vt.NewEmulator(width, height)
	defer screen.Close()
	_, _ = screen.WriteString(strings.ReplaceAll(view, "\n", "\r\n"))
	p := picture{screen: screen}
	w, h := float64(width)*cellWidth+2*around, float64(height)*cellHeight+2*around
	p.add(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" width="%g" height="%g" font-family="%s" font-size="14">`, w, h, w, h, fonts)
	p.add(`<rect x="0.5" y="0.5" width="%g" height="%g" rx="7" fill="%s" stroke="%s"/>`, w-1, h-1, paper, edge)
	for y := range height {
		for x := 0; x < width; {
			x += p.run(x, y, width)
		}
	}
	p.add("</svg>")
	return p.String()
}

// picture is an SVG in the making.
type picture struct {
	strings.Builder
	screen *vt.Emulator
}

func (p *picture) add(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

// run draws the cells of one style that begin at x, and returns how many they
// are.
func (p *picture) run(x, y, width int) int {
	style := p.style(x, y)
	var cells []string
	for at := x; at < width && p.sameStyle(at, y, style); at++ {
		cells = append(cells, p.content(at, y))
	}
	fg, bg := inks(style)
	left, top := corner(x, y)
	if bg != "" {
		p.add(`<rect x="%g" y="%g" width="%g" height="%g" fill="%s"/>`, left, top, span(len(cells)), cellHeight, bg)
	}
	if style.Underline != 0 {
		p.add(`<path d="M%g %gh%g" stroke="%s"/>`, left, top+baseline+2.5, span(len(cells)), fg)
	}
	for i := 0; i < len(cells); {
		i += p.piece(x+i, y, cells[i:], fg, emphasis(style))
	}
	return len(cells)
}

// piece draws what can be drawn as one: blanks, a line, a shape, a glyph whose
// width fonts do not agree on, or words of plain letters. It returns how many
// cells that was.
func (p *picture) piece(x, y int, cells []string, fg, weight string) int {
	left, top := corner(x, y)
	if cells[0] == "─" {
		n := same(cells)
		p.add(`<path d="M%g %gh%g" stroke="%s"/>`, snap(left), top+middle, span(n)+0.7, fg)
		return n
	}
	if draw, ok := shapes[cells[0]]; ok {
		p.add(`<g transform="translate(%g %g)">%s</g>`, snap(left), top, strings.ReplaceAll(draw, "INK", fg))
		return 1
	}
	n := words(cells)
	if text := strings.Join(cells[:n], ""); text != " " && text != "" {
		p.add(`<text x="%g" y="%g" textLength="%g" fill="%s"%s>%s</text>`,
			left, top+baseline, span(n), fg, weight, html.EscapeString(text))
	}
	return n
}

// same returns how many cells from the first one on are the same.
func same(cells []string) int {
	n := 1
	for n < len(cells) && cells[n] == cells[0] {
		n++
	}
	return n
}

// words returns how many cells from the first one on are ASCII words with one
// blank between them, 1 at the least.
func words(cells []string) int {
	n := 0
	for n < len(cells) && isASCII(cells[n]) && (cells[n] != " " || n > 0 && n+1 < len(cells) && cells[n+1] != " " && isASCII(cells[n+1])) {
		n++
	}
	return max(n, 1)
}

func isASCII(cell string) bool { return len(cell) == 1 && cell[0] < 0x80 }

// corner returns where a cell begins.
func corner(x, y int) (left, top float64) {
	return round(around + float64(x)*cellWidth), around + float64(y)*cellHeight
}

// span is the width of n cells.
func span(n int) float64 { return round(float64(n) * cellWidth) }

// snap moves the left edge of a cell so that a line in the middle of it lies on
// whole pixels.
func snap(left float64) float64 { return float64(int(left)) + 0.3 }

func round(f float64) float64 { return float64(int(f*10+0.5)) / 10 }

func (p *picture) style(x, y int) uv.Style {
	if c := p.screen.CellAt(x, y); c != nil {
		return c.Style
	}
	return uv.Style{}
}

func (p *picture) sameStyle(x, y int, style uv.Style) bool {
	here := p.style(x, y)
	return here.Equal(&style)
}

func (p *picture) content(x, y int) string {
	c := p.screen.CellAt(x, y)
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

// inks returns the colours of a style; bg is "" for that of the terminal.
func inks(s uv.Style) (fg, bg string) {
	fg, bg = hex(s.Fg, ink), hex(s.Bg, "")
	if s.Attrs&uv.AttrReverse != 0 {
		return hex(s.Bg, paper), fg
	}
	return fg, bg
}

func emphasis(s uv.Style) string {
	out := ""
	if s.Attrs&uv.AttrBold != 0 {
		out += ` font-weight="bold"`
	}
	if s.Attrs&uv.AttrFaint != 0 {
		out += ` opacity="0.6"`
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
