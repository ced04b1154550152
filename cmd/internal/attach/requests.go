package attach

import (
	"encoding/json"
	"errors"
	"io"

	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/model"

	"example.com/latchkey/cmd/internal/terminal"
)

// What the two ends say to each other besides SSH; package sshserver says what
// each of them means.
const (
	attachRequest    = "attach@latchkey"
	clipboardRequest = "clipboard@latchkey"
	promptRequest    = "prompt@latchkey"
	suspendRequest   = "suspend@latchkey"
	stdinRequest     = "stdin@latchkey"
	fileChannel      = "file@latchkey"
	fileComplete     = "complete@latchkey"
)

// answer does what the other end asks for, one after the other.
func (x *session) answer(requests <-chan *gossh.Request) {
	defer close(x.served)
	for req := range requests {
		ok, text := x.do(req)
		if req.WantReply {
			_ = req.Reply(ok, text)
		}
	}
}

func (x *session) do(req *gossh.Request) (ok bool, text []byte) {
	switch req.Type {
	case clipboardRequest:
		if x.clipboard == nil {
			return false, nil
		}
		if err := x.clipboard(string(req.Payload)); err != nil {
			return false, []byte(err.Error())
		}
		return true, nil
	case promptRequest:
		text, err := x.askOne(string(req.Payload)+": ", false)
		return err == nil, []byte(text)
	case suspendRequest:
		x.suspend()
		return true, nil
	case stdinRequest:
		x.stdin()
		return true, nil
	}
	return false, nil
}

// fileAnswer is what became of a file.
type fileAnswer struct {
	Path    string     `json:"path"`
	Kind    model.Kind `json:"kind"`
	Message string     `json:"message"`
}

func encoded(path string, err error) []byte {
	a := fileAnswer{Path: path}
	if err != nil {
		a = fileAnswer{Kind: model.KindOf(err), Message: model.Sentence(err)}
	}
	text, _ := json.Marshal(a) // three texts always can be
	return text
}

// files writes the files that the other end sends.
func (x *session) files(open <-chan gossh.NewChannel) {
	files := terminal.NewFiles(x.Environ)
	for one := range open {
		go receive(files, one)
	}
}

var errCutShort = errors.New("the other end did not say that this was all")

// receive writes one file. The channel is taken when the file is there; a file
// that does not arrive whole is none.
func receive(files *terminal.Files, open gossh.NewChannel) {
	var ch gossh.Channel
	path, err := files.Write(string(open.ExtraData()), func(w io.Writer) error {
		accepted, requests, err := open.Accept()
		if err != nil {
			return err
		}
		ch = accepted
		if _, err := io.Copy(w, ch); err != nil {
			return err
		}
		for req := range requests {
			if req.Type == fileComplete {
				go gossh.DiscardRequests(requests)
				return nil
			}
		}
		return errCutShort
	})
	if ch == nil {
		_ = open.Reject(gossh.Prohibited, string(encoded("", err)))
		return
	}
	_, _ = ch.Write(encoded(path, err))
	_ = ch.Close()
}
