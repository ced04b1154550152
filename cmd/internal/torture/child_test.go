//go:build torture && linux

package torture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/model"
	"example.com/latchkey/storage"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/datadir"
)

// What this program can be when it is started again.
const (
	asWriter     = "writer"          // opens the store as latchkey does and works until it is killed
	asCareless   = "careless writer" // the same, on a store that leaves it to the system when commits reach the disk
	asPersistent = "persistent"      // as a writer, but goes on after a change that could not be made, and says so
	asUnguarded  = "unguarded"       // the same, on a store that does not watch how much space is free
)

// child starts this program again as something. What it acknowledges goes to the
// ledger, everything else to other. A round names what it makes.
func child(t *testing.T, as, data, round string, to *ledger, other func(string)) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(os.Args[0], data, round)}
	p.cmd.Env = append(os.Environ(), role+"="+as)
	p.cmd.Stderr = &p.out
	p.cmd.Stdout = &lines{each: func(line string) {
		if to.note(line) != nil {
			other(line)
		}
	}}
	p.start()
	return p
}

// play is what the program is then. Standard output is the ledger.
func play(as string) int {
	ctx := context.Background()
	a, err := openAs(ctx, as, os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err, errors.Unwrap(err))
		return 1
	}
	org, err := a.FindOrg(ctx, root, "Acme")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	set, err := a.FindPermissionSet(ctx, root, org.ID, model.SetGuest)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	h := &inProcess{ctx: ctx, a: a, org: org.ID, set: set.ID, goOn: as == asPersistent || as == asUnguarded}
	if h.good, err = h.first(os.Args[2]); err != nil {
		return 1
	}
	load(os.Args[2], writers, func() (hand, error) { return h, nil }, tell)()
	return 0
}

// tell writes a line in one piece.
func tell(line string) { _, _ = os.Stdout.WriteString(line + "\n") }

func openAs(ctx context.Context, as, data string) (*model.Authority, error) {
	switch as {
	case asCareless:
		return openBare(ctx, data, badgerdb.Options{NoSync: true, MinFree: 1})
	case asUnguarded:
		return openBare(ctx, data, badgerdb.Options{MinFree: 1})
	}
	d, err := daemon.Open(ctx, daemon.Options{Dir: data})
	if err != nil {
		return nil, err
	}
	return d.Authority, nil
}

// openBare opens a store that is there with options that latchkey does not have.
func openBare(ctx context.Context, data string, o badgerdb.Options) (*model.Authority, error) {
	opened, err := datadir.Open(ctx, datadir.Options{Dir: data})
	if err != nil {
		return nil, err
	}
	keys := opened.Keys
	if err := opened.Close(); err != nil {
		return nil, err
	}
	o.Dir, o.EncryptionKey = filepath.Join(data, "store"), keys.Encryption
	db, err := badgerdb.Open(o)
	if err != nil {
		return nil, err
	}
	store, err := storage.Open(ctx, db, storage.Keys{MAC: keys.RecordMAC}, storage.Options{})
	if err != nil {
		return nil, err
	}
	return model.New(ctx, store, model.Options{Pepper: keys.Pepper, LogChain: keys.LogChain})
}

// inProcess is a hand in the process that has the store.
type inProcess struct {
	ctx  context.Context
	a    *model.Authority
	org  model.OrgID
	set  model.SetID
	goOn bool         // a change that could not be made ends nothing
	good model.Secret // of a token that nobody revokes
}

// first makes the token that nobody revokes.
func (p *inProcess) first(round string) (model.Secret, error) {
	name := "first-" + round
	if err := p.create(name); err != nil {
		return model.Secret{}, err
	}
	tell("made " + name)
	secret, err := p.generate(name)
	if err == nil {
		tell("token " + name + " " + secret)
	}
	return model.NewSecret(secret), err
}

func (p *inProcess) create(name string) error {
	_, err := p.a.CreateServiceUser(p.ctx, root, p.org, model.ServiceUserRequest{Name: name, Sets: []model.SetID{p.set}})
	return p.answer(err)
}

func (p *inProcess) generate(name string) (string, error) {
	u, err := p.a.FindServiceUser(p.ctx, root, p.org, name)
	if err != nil {
		return "", p.answer(err)
	}
	made, err := p.a.GenerateToken(p.ctx, root, model.TokenRequest{Org: p.org, ServiceUser: u.ID, Name: "t"})
	return made.Secret.Reveal(), p.answer(err)
}

func (p *inProcess) revoke(name string) error {
	u, err := p.a.FindServiceUser(p.ctx, root, p.org, name)
	if err != nil {
		return p.answer(err)
	}
	v, err := p.a.FindToken(p.ctx, root, model.TokenQuery{Org: p.org, ServiceUser: u.ID}, "t")
	if err != nil {
		return p.answer(err)
	}
	_, err = p.a.RevokeToken(p.ctx, root, model.TokenRef{Org: p.org, ID: v.ID})
	return p.answer(err)
}

// answer tells what latchkey refuses from what it cannot do.
func (p *inProcess) answer(err error) error {
	switch model.KindOf(err) {
	case "":
		return nil
	case model.KindQuota:
		return errRefused
	}
	if !p.goOn {
		fmt.Fprintln(os.Stderr, err, errors.Unwrap(err))
		return err
	}
	tell(fmt.Sprintf("cannot: %s: %s", model.KindOf(err), model.Sentence(err)))
	if d, err := p.a.Verify(p.ctx, p.good, model.Origin{}); err != nil || !d.OK() {
		tell(fmt.Sprintf("WRONG: the good token is answered %q, %v", d.Reason, err))
	} else {
		tell("verified")
	}
	<-time.After(5 * time.Millisecond)
	return errRefused
}
