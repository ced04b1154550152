package sshserver

import (
	"context"
	"encoding/json"
	"errors"
	"io"

	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// What an attached client and the server say to each other besides SSH. The
// client makes itself known by AttachRequest on its channel, before anything is
// started. The others are global requests of the server, whose answers carry
// JSON; FileChannel is a channel that the server opens (see remoteFiles). Package
// attach has the same names.
const (
	AttachRequest    = "attach@latchkey"    // on the channel: what the client is
	ClipboardRequest = "clipboard@latchkey" // payload: the text; answered when it is there
	PromptRequest    = "prompt@latchkey"    // payload: the prompt; the answer is what was typed
	SuspendRequest   = "suspend@latchkey"   // answered when the person is back
	StdinRequest     = "stdin@latchkey"     // the command reads its stdin from now on
	FileChannel      = "file@latchkey"      // extra data: the path
	FileComplete     = "complete@latchkey"  // on the file's channel: that was all of it
)

// client is the program at the person's end, on this machine.
type client struct {
	conn  *gossh.ServerConn
	hello hello
}

// copy puts text into the clipboard of the person's desktop. The error says why
// it is not there.
func (c *client) copy(text string) error {
	ok, answer, err := c.conn.SendRequest(ClipboardRequest, true, []byte(text))
	switch {
	case err != nil:
		return err
	case !ok && len(answer) == 0:
		return errors.New("there is none")
	case !ok:
		return errors.New(string(answer))
	}
	return nil
}

// prompt asks for a secret on the person's terminal.
func (c *client) prompt(text string) (model.Secret, error) {
	ok, answer, err := c.conn.SendRequest(PromptRequest, true, []byte(text))
	if err != nil || !ok {
		return model.Secret{}, &model.Error{Kind: model.KindInvalid, Message: "Nothing was typed.", Err: err}
	}
	return model.NewSecret(string(answer)), nil
}

// suspend stops the client, and returns when it goes on or is gone.
func (c *client) suspend(context.Context) {
	_, _, _ = c.conn.SendRequest(SuspendRequest, true, nil)
}

func (c *client) wantStdin() { _, _, _ = c.conn.SendRequest(StdinRequest, false, nil) }

// remoteFiles writes files at the person's end. It implements kit.Files.
type remoteFiles struct{ client *client }

var _ kit.Files = remoteFiles{}

// fileAnswer is what became of a file.
type fileAnswer struct {
	Path    string     `json:"path"`
	Kind    model.Kind `json:"kind"` // "" when it was written
	Message string     `json:"message"`
}

func (a fileAnswer) err() error {
	if a.Kind == "" {
		return nil
	}
	return &model.Error{Kind: a.Kind, Message: model.Printable(a.Message)}
}

// Save writes secret and a line end to a new file.
func (f remoteFiles) Save(path string, secret model.Secret) (string, error) {
	return f.Write(path, func(w io.Writer) error {
		_, err := io.WriteString(w, secret.Reveal()+"\n")
		return err
	})
}

// Write writes what fill writes to a new file. The client makes the file before
// it takes the channel, and answers when all of it is on the disk.
func (f remoteFiles) Write(path string, fill func(io.Writer) error) (string, error) {
	ch, requests, err := f.client.conn.OpenChannel(FileChannel, []byte(path))
	var refused *gossh.OpenChannelError
	if errors.As(err, &refused) {
		return "", answerFrom([]byte(refused.Message)).err()
	}
	if err != nil {
		return "", answerFrom(nil).err()
	}
	defer ch.Close() // without FileComplete the client leaves nothing behind
	go gossh.DiscardRequests(requests)
	if err := fill(ch); err != nil {
		return "", err
	}
	if err := ch.CloseWrite(); err != nil {
		return "", answerFrom(nil).err()
	}
	if _, err := ch.SendRequest(FileComplete, false, nil); err != nil {
		return "", answerFrom(nil).err()
	}
	text, err := io.ReadAll(io.LimitReader(ch, 64<<10))
	if err != nil {
		text = nil
	}
	answer := answerFrom(text)
	return answer.Path, answer.err()
}

// answerFrom reads a client's answer. One that cannot be read says that nobody
// knows.
func answerFrom(text []byte) fileAnswer {
	var a fileAnswer
	if json.Unmarshal(text, &a) != nil || a.Kind == "" && a.Path == "" {
		return fileAnswer{Kind: model.KindUnavailable, Message: "The file could not be written: your end did not answer."}
	}
	return a
}
