package badgerdb

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
)

// logger hands Badger's messages to an slog.Logger. What Badger calls
// information is about its own housekeeping, so it becomes debug.
type logger struct{ to *slog.Logger }

func (l logger) Errorf(format string, args ...any)   { l.log(slog.LevelError, format, args) }
func (l logger) Warningf(format string, args ...any) { l.log(slog.LevelWarn, format, args) }
func (l logger) Infof(format string, args ...any)    { l.log(slog.LevelDebug, format, args) }
func (l logger) Debugf(string, ...any)               {}

func (l logger) log(level slog.Level, format string, args []any) {
	if l.to == nil {
		return
	}
	text := strings.TrimSpace(fmt.Sprintf(format, args...))
	l.to.Log(context.Background(), level, "badger: "+text)
}
