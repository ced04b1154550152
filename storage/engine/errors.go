package engine

import "errors"

// The errors of every engine. An engine translates its own ones into these, by
// identity, and wraps what it cannot translate.
var (
	// ErrNotFound: there is no such key.
	ErrNotFound = errors.New("engine: no such key")
	// ErrConflict: another transaction wrote what this one had read.
	ErrConflict = errors.New("engine: conflict with another transaction")
	// ErrClosed: the engine was closed.
	ErrClosed = errors.New("engine: closed")
	// ErrEnded: a transaction was used after its function had returned.
	ErrEnded = errors.New("engine: the transaction has ended")
	// ErrTooLarge: the transaction wrote more than the engine takes at once.
	ErrTooLarge = errors.New("engine: the transaction is too large")
	// ErrFull: there is too little space left to write safely.
	ErrFull = errors.New("engine: no space left")
	// ErrHalted: nobody knows what became of a commit before, so that there can be
	// none until the engine is opened again.
	ErrHalted = errors.New("engine: halted after a commit that failed")
	// ErrGone: the files were deleted or moved away while they were open.
	ErrGone = errors.New("engine: the files are gone")
	// ErrStuck: closing did not come to an end. What was committed is on the disk;
	// the files stay open until the process ends.
	ErrStuck = errors.New("engine: closing is stuck")
	// ErrWrongKey: the files were encrypted with another key.
	ErrWrongKey = errors.New("engine: encrypted with another key")
	// ErrDamaged: files are not what was written to them. What they would answer
	// could be older than what was acknowledged, so that nothing is.
	ErrDamaged = errors.New("engine: the files are damaged")
)
