package widget

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
)

// typeInto gives a key to an input. What is pasted comes without the line end
// that copying left on it.
func typeInto(in *textinput.Model, msg tea.KeyMsg) {
	if msg.Type == tea.KeyRunes {
		text := pasted(msg)
		if text == "" {
			return
		}
		msg.Runes = []rune(text)
	}
	*in, _ = in.Update(msg)
}

// pasted returns the text of a key without the line end that copying left.
func pasted(msg tea.KeyMsg) string { return strings.TrimRight(string(msg.Runes), "\r\n") }

// unusable returns the error of rule 12.2 for text with control characters in
// it. An input would leave them out without a word, and hold something else
// than what was pasted.
func unusable(name model.Field, text string) error {
	if strings.IndexFunc(text, unicode.IsControl) < 0 {
		return nil
	}
	_, err := model.CleanName(name, text)
	return err
}
