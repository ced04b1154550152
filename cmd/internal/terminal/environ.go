package terminal

import "strings"

// environment is a terminal's environment as KEY=value lines. It is the
// session's, which need not be that of the process; it implements
// termenv.Environ.
type environment []string

// Environ returns the lines.
func (e environment) Environ() []string { return e }

// Getenv returns the value of key, the last one where there are several, and
// "" when there is none.
func (e environment) Getenv(key string) string {
	for i := len(e) - 1; i >= 0; i-- {
		if name, value, ok := strings.Cut(e[i], "="); ok && name == key {
			return value
		}
	}
	return ""
}

// hasAny reports whether one of keys has a value.
func (e environment) hasAny(keys ...string) bool {
	for _, key := range keys {
		if e.Getenv(key) != "" {
			return true
		}
	}
	return false
}
