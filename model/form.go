package model

import (
	"regexp"
	"sync"
)

// form says what a text may look like, as a regular expression. It is compiled when
// it is first asked: to compile all of them would take each start of the program
// longer than what most of them are for.
type form func() *regexp.Regexp

func newForm(expression string) form {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

func (f form) fits(text string) bool { return f().MatchString(text) }

// parts returns the text and its parts in parentheses, nil for one that does not
// fit.
func (f form) parts(text string) []string { return f().FindStringSubmatch(text) }
