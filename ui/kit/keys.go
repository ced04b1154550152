package kit

import "github.com/charmbracelet/bubbles/key"

// Keys are the bindings that mean the same everywhere. A screen shows the ones
// that it answers to, some with words of its own (see Bind).
type Keys struct {
	Up, Down, PageUp, PageDown, Top, Bottom key.Binding
	Left, Right                             key.Binding

	Open, Back, Filter, Mark, Sort, Reverse, Retry key.Binding
	New, Revoke, Regenerate, Copy, Save, Explain   key.Binding

	Next, Previous         key.Binding // places and tabs; the fields of a form
	Command, Help          key.Binding
	Quit, Interrupt        key.Binding // q stands aside for text, ctrl+c never does
	Redraw                 key.Binding
	Submit, Toggle, Cancel key.Binding // in forms and dialogs
}

// NewKeys returns the bindings of one session.
func NewKeys() Keys {
	return Keys{
		Up:       bind("↑", "up", "up", "k"),
		Down:     bind("↓", "down", "down", "j"),
		PageUp:   bind("pgup", "page up", "pgup", "ctrl+b"),
		PageDown: bind("pgdn", "page down", "pgdown", "ctrl+f"),
		Top:      bind("g", "top", "g", "home"),
		Bottom:   bind("G", "bottom", "G", "end"),
		Left:     bind("←", "left", "left", "h"),
		Right:    bind("→", "right", "right", "l"),

		Open:    bind("⏎", "open", "enter"),
		Back:    bind("esc", "back", "esc"),
		Filter:  bind("/", "filter", "/"),
		Mark:    bind("space", "mark", " "),
		Sort:    bind("s", "sort", "s"),
		Reverse: bind("S", "reverse", "S"),
		Retry:   bind("r", "try again", "r"),

		New:        bind("n", "new", "n"),
		Revoke:     bind("x", "revoke", "x"),
		Regenerate: bind("R", "regenerate", "R"),
		Copy:       bind("c", "copy", "c"),
		Save:       bind("w", "save to a file", "w"),
		Explain:    bind("e", "explain", "e"),

		Next:      bind("tab", "next", "tab"),
		Previous:  bind("shift+tab", "previous", "shift+tab"),
		Command:   bind(":", "command", ":"),
		Help:      bind("?", "help", "?"),
		Quit:      bind("q", "quit", "q"),
		Interrupt: bind("ctrl+c", "quit", "ctrl+c"),
		Redraw:    bind("ctrl+l", "draw again", "ctrl+l"),

		Submit: bind("⏎", "choose", "enter"),
		Toggle: bind("space", "change", " "),
		Cancel: bind("esc", "cancel", "esc"),
	}
}

// Bind returns a screen's own binding: the keys that trigger it, the first of
// them shown, and the word that the key bar says.
func Bind(desc string, keys ...string) key.Binding {
	shown := keys[0]
	switch shown {
	case "enter":
		shown = "⏎"
	case " ":
		shown = "space"
	}
	return bind(shown, desc, keys...)
}

// Named returns a binding under another word, as in n "generate".
func Named(b key.Binding, desc string) key.Binding {
	b.SetHelp(b.Help().Key, desc)
	return b
}

func bind(shown, desc string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, desc))
}
