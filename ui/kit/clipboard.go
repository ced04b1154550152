package kit

import "example.com/latchkey/model"

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

// Files writes a secret to a new file of mode 0600 at the person's end. Save
// returns the absolute path. It refuses to overwrite (KindConflict) and says in
// a sentence when the path cannot be written (KindUnavailable). A nil Files in
// a Session means that there is no file to write (plain SSH).
type Files interface {
	Save(path string, secret model.Secret) (string, error)
}

// noClipboard stands where a session was given none.
type noClipboard struct{}

func (noClipboard) Copy(model.Secret) CopyResult {
	return CopyResult{Outcome: NotCopied, Detail: "this session has no clipboard."}
}
