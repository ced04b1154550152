package cli

import (
	"log/slog"
	"os"
	"path/filepath"

	"example.com/latchkey/storage/datadir"
)

// logMost is from which size on, in bytes, the log is begun anew, with the one
// before kept beside it.
const logMost = 4 << 20

// openLog returns the program's log in the data directory. Where that cannot be
// written there is none: it must not keep anybody from their tokens.
func openLog(dir string) *slog.Logger {
	path := filepath.Join(dir, datadir.LogName)
	if info, err := os.Stat(path); err == nil && info.Size() > logMost {
		_ = os.Rename(path, path+".1") // the old one goes on growing then
	}
	return slog.New(slog.NewTextHandler(&lazyFile{path: path}, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// lazyFile is a file that is made when something is written to it, so that
// there is no empty log.
type lazyFile struct{ path string }

func (f *lazyFile) Write(p []byte) (int, error) {
	file, err := os.OpenFile(f.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	return file.Write(p)
}
