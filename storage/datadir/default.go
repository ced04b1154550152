package datadir

import (
	"path/filepath"

	"example.com/latchkey/model"
)

// Default returns where the data lies when no flag says so: LATCHKEY_DATA, else
// latchkey in XDG_DATA_HOME, else ~/.local/share/latchkey. An XDG_DATA_HOME
// that is not absolute does not count, as the XDG specification has it. The
// error is of KindInvalid: there is no home either.
func Default(getenv func(string) string, home string) (string, error) {
	if dir := getenv("LATCHKEY_DATA"); dir != "" {
		return dir, nil
	}
	if dir := getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "latchkey"), nil
	}
	if home != "" {
		return filepath.Join(home, ".local", "share", "latchkey"), nil
	}
	return "", &model.Error{Kind: model.KindInvalid,
		Message: "There is no home directory to keep the data in. Say where with --data or LATCHKEY_DATA."}
}
