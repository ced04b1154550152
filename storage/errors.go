package storage

import (
	"context"
	"errors"
	"fmt"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

func internal(cause error, format string, args ...any) error {
	return &model.Error{Kind: model.KindInternal, Message: fmt.Sprintf(format, args...), Err: cause}
}

func unavailable(cause error, sentence string) error {
	return &model.Error{Kind: model.KindUnavailable, Message: sentence, Err: cause}
}

func notFound(noun string) error {
	return &model.Error{Kind: model.KindNotFound, Message: "There is no such " + noun + "."}
}

// taken is the error for a unique name that another record has.
func taken(field model.Field, name string) error {
	return &model.Error{Kind: model.KindConflict, Field: field,
		Message: fmt.Sprintf("The %s %s is taken.", field, name)}
}

// translate turns what an engine or a context says into the model's errors,
// and leaves those alone.
func translate(err error) error {
	var ours *model.Error
	switch {
	case err == nil || errors.As(err, &ours):
		return err
	case errors.Is(err, engine.ErrClosed):
		return unavailable(err, "The store is closed; latchkey is about to end.")
	case errors.Is(err, engine.ErrFull):
		return unavailable(err, "The disk of the store is nearly full, so nothing was changed. Make room and try again.")
	case errors.Is(err, engine.ErrHalted):
		return unavailable(err, "The disk did not take a change before this one, so nothing is changed any more. See that it can be written to, and start latchkey again.")
	case errors.Is(err, engine.ErrGone):
		return unavailable(err, "The files of the store were deleted or moved away while latchkey had them open, so nothing is changed any more. Put them back, or a backup of them, before the next start.")
	case errors.Is(err, engine.ErrStuck):
		return unavailable(err, "The store could not be written to its disk as latchkey ended. Nothing that was acknowledged is lost; see that the disk can be written to.")
	case errors.Is(err, engine.ErrWrongKey):
		return unavailable(err, "The key file does not belong to this store.")
	case errors.Is(err, engine.ErrDamaged):
		return internal(err, "A file of the store is damaged, so nothing is answered from it any more. Restore a backup.")
	case errors.Is(err, context.DeadlineExceeded):
		return unavailable(err, "It took too long, so nothing was changed. Try again.")
	case errors.Is(err, context.Canceled):
		return unavailable(err, "It was called off before it was done; nothing was changed.")
	}
	return internal(err, "The store could not be read or written. The log has the details.")
}

// firstOf returns the first error that is one.
func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
