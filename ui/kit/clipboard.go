package kit

import (
	"io"

	"example.com/latchkey/model"
)

// CopyOutcome says how far a secret got (rule 4.5).
type CopyOutcome int

// The outcomes of copying.
const (
	NotCopied      CopyOutcome = iota // neither way is possible; Detail says why
	Copied                            // a native clipboard took the text and gave it back
	SentToTerminal                    // an OSC 52 sequence went out; a terminal does not confirm it
)

// CopyResult is what became of one attempt to copy. Detail is a sentence for
// the person: what to know or to do ("tmux passes this on only with
// set-clipboard on"); it may be empty.
type CopyResult struct {
	Outcome CopyOutcome
	Detail  string
}

// Clipboard takes a secret to where the person can paste it. Copy may take up
// to two seconds and is called from a command, never from Update.
type Clipboard interface {
	Copy(secret model.Secret) CopyResult
}

// Files writes new files of mode 0600 at the person's end. Its methods return
// the absolute path. They refuse to overwrite (KindConflict) and say in a
// sentence when the path cannot be written (KindUnavailable); no part of a file
// is left then. A nil Files in a Session means that there is no file to write
// (plain SSH).
type Files interface {
	// Save writes a secret.
	Save(path string, secret model.Secret) (string, error)
	// Write writes what fill writes. An error of fill's comes back as it is.
	Write(path string, fill func(io.Writer) error) (string, error)
}

// noClipboard stands where a session was given none.
type noClipboard struct{}

func (noClipboard) Copy(model.Secret) CopyResult {
	return CopyResult{Outcome: NotCopied, Detail: "this session has no clipboard."}
}
