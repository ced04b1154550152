package uitest

import tea "github.com/charmbracelet/bubbletea"

// named holds the keys that are not characters, by Bubble Tea's own names.
var named = names()

func names() map[string]tea.KeyType {
	keys := map[string]tea.KeyType{}
	for t := tea.KeyF20; t <= tea.KeyBackspace; t++ {
		if name := t.String(); name != "" && t != tea.KeyRunes {
			keys[name] = t
		}
	}
	return keys
}

// Key returns the message of a key, by its name or its character.
func Key(name string) tea.KeyMsg {
	switch t, ok := named[name]; {
	case name == " " || name == "space":
		return tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}}
	case ok:
		return tea.KeyMsg{Type: t}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}
