package daemon

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

// Restoring says what to restore a backup into.
type Restoring struct {
	Dir     string       // the new data directory; it is not there yet, or empty
	KeyFile string       // of the store that the backup is of; it is copied into Dir
	Present string       // the data directory in use, which may be there or not
	By      model.Actor  // an operator
	Log     *slog.Logger // nil is none

	// Agree is asked before the directory is there when the backup undoes
	// something, or nobody can tell; its error ends it with nothing changed.
	Agree func(context.Context, Restored) error
	// Finish adds to the directory what else belongs there. Same says that Present
	// is of the same installation.
	Finish func(dir string, same bool) error
}

// Restored is what came of a backup.
type Restored struct {
	model.Backup
	Compared bool          // with what Present had: it is of the same installation
	Undoes   bool          // it falls short of that
	Setback  model.Setback // by how much, when it does

	// Unknown says why there was nothing to compare it with, so that nobody can tell
	// what it undoes; "" when there was.
	Unknown string
	// Problem says why nobody can tell although there should be something to compare
	// it with, or what is wrong with its activity log; "" for nothing.
	Problem string
}

// Restore makes a data directory of a backup. It is there whole or not at all:
// it is built beside its place and renamed at last. What it undoes of the
// directory in use is told to Agree before, and the activity log in it tells of
// it after, so that it opens without being accepted once more. Errors:
// datadir.Restore's, Agree's and Finish's, KindConflict when there is something
// in Dir, and KindUnavailable.
func Restore(ctx context.Context, o Restoring, backup io.Reader) (Restored, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if err := vacant(o.Dir); err != nil {
		return Restored{}, err
	}
	tmp, err := os.MkdirTemp(filepath.Dir(o.Dir), "."+filepath.Base(o.Dir)+".restoring-") // of mode 0700
	if err != nil {
		return Restored{}, unusable(o.Dir, err)
	}
	defer os.RemoveAll(tmp)
	restored, err := o.build(ctx, tmp, backup)
	if err != nil {
		return Restored{}, err
	}
	if err := moveInto(tmp, o.Dir); err != nil {
		return Restored{}, err
	}
	return restored, nil
}

// vacant makes sure that there is room for a new directory at dir.
func vacant(dir string) error {
	list, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return unusable(dir, err)
	case len(list) > 0:
		return occupied(dir, nil)
	}
	return nil
}

func occupied(dir string, cause error) error {
	return &model.Error{Kind: model.KindConflict, Err: cause,
		Message: "There is something in " + dir + " already. Name a directory that is not there yet, or empty."}
}

func unusable(dir string, err error) error {
	cause := err
	if path := (*os.PathError)(nil); errors.As(err, &path) {
		cause = path.Err
	}
	return &model.Error{Kind: model.KindUnavailable, Err: err, Message: fmt.Sprintf("%s cannot be made: %v.", dir, cause)}
}

// moveInto puts a directory into its place, where nothing or an empty one is:
// the system takes no other one's, so nothing that came meanwhile is lost.
func moveInto(tmp, dir string) error {
	err := unix.Rename(tmp, dir)
	switch {
	case errors.Is(err, unix.ENOTEMPTY), errors.Is(err, unix.EEXIST):
		return occupied(dir, err)
	case err != nil:
		return unusable(dir, err)
	}
	if d, err := os.Open(filepath.Dir(dir)); err == nil {
		_ = d.Sync() // what cannot be synced is there all the same
		_ = d.Close()
	}
	return nil
}

// build makes the directory in tmp, and closes it.
func (o Restoring) build(ctx context.Context, tmp string, backup io.Reader) (Restored, error) {
	data, held, err := datadir.Restore(ctx, datadir.Options{Dir: tmp, KeyFile: o.KeyFile, Logger: o.Log}, backup)
	if err != nil {
		return Restored{}, err
	}
	restored, present := Restored{Backup: held}, data.Present(o.Present)
	_, err = over(ctx, tmp, data, model.Options{Log: o.Log}, func(ctx context.Context, d *Daemon) error {
		return o.settle(ctx, d, present, &restored)
	})
	if err != nil { // then it is closed
		return Restored{}, err
	}
	if err := data.Close(); err != nil {
		return Restored{}, err
	}
	return restored, o.Finish(tmp, present.Same)
}

// settle compares what was restored with what there is, has it agreed to and
// noted, and keeps its head beside it.
func (o Restoring) settle(ctx context.Context, d *Daemon, present datadir.Present, r *Restored) error {
	was, err := o.compare(ctx, d, present, r)
	if err != nil {
		return err
	}
	if r.Undoes || r.Problem != "" {
		if err := o.Agree(ctx, *r); err != nil {
			return err
		}
	}
	if err := d.Authority.NoteRestore(ctx, o.By, was); err != nil {
		return err
	}
	return d.keepHead(ctx)
}

// compare finds out what the backup undoes. It returns the head that the
// installation had, zero when that is not known.
func (o Restoring) compare(ctx context.Context, d *Daemon, present datadir.Present, r *Restored) (was model.Head, err error) {
	report, err := d.Authority.VerifyActivity(ctx, o.By)
	if err != nil {
		return was, err
	}
	if report.Broken > 0 {
		r.Problem = "The activity log in the backup is not in order. " + report.Problem
	}
	switch {
	case present.Altered != nil:
		r.Problem = joined(r.Problem, model.Sentence(present.Altered)+" So nobody can tell what going back to this backup would undo.")
	case present.Kept:
		was, r.Compared = present.Head, true
		r.Setback, r.Undoes, err = d.Authority.Setback(ctx, was)
	default:
		r.Unknown = o.nothingToCompare(present) + ", so nobody knows what was done after the backup: tokens that were revoked since are good again."
	}
	return was, err
}

// nothingToCompare says why the directory in use does not tell how far the store
// of the backup had gone.
func (o Restoring) nothingToCompare(present datadir.Present) string {
	switch {
	case !present.There:
		return "There is no store in " + o.Present + " to compare the backup with"
	case !present.Same:
		return "The store in " + o.Present + " is another one than that of the backup"
	}
	return "In " + o.Present + " nothing tells how far the store had gone"
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}
