package uitest

// shapes are the characters that an SVG draws by itself, since the lines of
// fonts do not meet and the widths of their signs differ: in a cell of 8.4 by
// 18, with INK for the colour.
var shapes = map[string]string{
	"│": outline("M4.2 0V18"),
	"╭": outline("M8.9 9.5H8.2Q4.2 9.5 4.2 13.5V18"),
	"╮": outline("M0 9.5H.2Q4.2 9.5 4.2 13.5V18"),
	"╰": outline("M4.2 0V5.5Q4.2 9.5 8.2 9.5H8.9"),
	"╯": outline("M4.2 0V5.5Q4.2 9.5 .2 9.5H0"),
	"▰": filled("M2.6 6H7.9L5.6 12H.3Z"),
	"▱": outline("M2.9 6.5H7.2L5.3 11.5H1Z"),
	"●": filled("M.9 9a3.3 3.3 0 1 0 6.6 0a3.3 3.3 0 1 0-6.6 0Z"),
	"○": outline(ring),
	"◐": outline(ring) + filled("M4.2 5.7a3.3 3.3 0 0 0 0 6.6Z"),
}

const ring = "M1.4 9a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0-5.6 0Z"

func outline(d string) string { return `<path d="` + d + `" fill="none" stroke="INK"/>` }

func filled(d string) string { return `<path d="` + d + `" fill="INK"/>` }
