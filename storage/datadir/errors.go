package datadir

import (
	"errors"
	"fmt"
	"io/fs"

	"golang.org/x/sys/unix"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

func unavailable(cause error, format string, args ...any) error {
	return &model.Error{Kind: model.KindUnavailable, Message: fmt.Sprintf(format, args...), Err: cause}
}

// unusable says why path cannot be used, by what the system says.
func unusable(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return unavailable(err, "latchkey has no right to use %s. Run it as the owner of the data directory, or name another one with --data.", path)
	case errors.Is(err, unix.EROFS):
		return unavailable(err, "%s lies on a disk that can only be read. Name another data directory with --data.", path)
	case errors.Is(err, unix.ENOSPC), errors.Is(err, unix.EDQUOT):
		return unavailable(err, "The disk of %s is full. Make room and try again.", path)
	case errors.Is(err, unix.ENOTDIR):
		return unavailable(err, "%s cannot be a directory: a part of the path is a file.", path)
	}
	return unavailable(err, "%s cannot be used: %v.", path, cause(err))
}

// cause returns what the system said without the path that the sentence has.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// storeError says why the store in the directory cannot be opened.
func storeError(o Options, err error) error {
	var known *model.Error
	if o.Logger != nil {
		o.Logger.Error("the store cannot be opened", "dir", o.Dir, "error", err)
	}
	switch {
	case o.ToExamine && errors.Is(err, engine.ErrDamaged):
		return unavailable(err, "A file of the store in %s is damaged (%v), so it is not opened, since what was revoked could be good again: restore a backup. %s has the details.", o.Dir, err, o.logFile())
	case errors.Is(err, engine.ErrWrongKey):
		return unavailable(err, "The key file %s does not belong to the store in %s. Put the key file back that the store was made with.", o.keyFile(), o.Dir)
	case errors.Is(err, engine.ErrDamaged):
		return unavailable(err, "A file of the store in %s is damaged, so it is not opened, since what was revoked could be good again: restore a backup. %s has the details.", o.Dir, o.logFile())
	case errors.Is(err, engine.ErrFull):
		return unavailable(err, "The disk of %s is nearly full. Make room and try again.", o.Dir)
	case errors.As(err, &known):
		return err
	}
	switch {
	case o.fresh:
		return unavailable(err, "No store could be made in %s: %v.", o.Dir, err)
	case o.ToExamine:
		return unavailable(err, "The files of the store in %s cannot be read (%v). They are damaged, or some of them are missing: restore a backup.", o.Dir, err)
	}
	return unavailable(err, "The store in %s cannot be opened. %s has the details.", o.Dir, o.logFile())
}
