package cli

import (
	"errors"
	"io"
	"slices"
	"strings"

	"example.com/latchkey/model"
)

// secretLen is how long a token's secret is: prefix, 32 characters, checksum.
const secretLen = 42

// scan reads text to its end and returns the secrets of tokens in it, each once.
// Only the checksum tells them; however long the lines are, it holds no more
// than a piece of the text at once.
func scan(text io.Reader) ([]model.Secret, error) {
	var found []model.Secret
	buf, kept := make([]byte, 64<<10), 0
	for {
		n, err := text.Read(buf[kept:])
		for _, s := range secretsIn(string(buf[:kept+n])) {
			if !slices.ContainsFunc(found, s.Equal) {
				found = append(found, s)
			}
		}
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return found, err
		}
		end := kept + n
		kept = copy(buf, buf[end-min(end, secretLen-1):end])
	}
}

// secretsIn returns what in a piece of text is well formed.
func secretsIn(text string) []model.Secret {
	var found []model.Secret
	for at := 0; ; at++ {
		next := strings.Index(text[at:], "lk")
		if next < 0 || at+next+secretLen > len(text) {
			return found
		}
		at += next
		if candidate := text[at : at+secretLen]; strings.HasPrefix(candidate, model.PrefixUser) || strings.HasPrefix(candidate, model.PrefixServiceUser) {
			if s := model.NewSecret(strings.Clone(candidate)); s.WellFormed() {
				found = append(found, s)
			}
		}
	}
}
