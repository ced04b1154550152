//go:build !linux

package bench

import (
	"os"

	"example.com/latchkey/model"
)

// openPty is for Linux alone: elsewhere the rows that need one are not measured.
func openPty() (master, tty *os.File, err error) {
	return nil, nil, &model.Error{Kind: model.KindUnavailable, Message: "This row is measured on Linux only."}
}
