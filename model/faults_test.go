package model_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"

	"example.com/latchkey/model"
)

// errDisk is what a faulty store fails with.
var errDisk = &model.Error{Kind: model.KindUnavailable, Message: "the disk is gone"}

// damaged is how a store reports a record that does not verify, gone how it
// reports one that is not there.
var (
	damaged = &model.Error{Kind: model.KindInternal, Message: "a record is damaged", Err: errors.New("checksum")}
	gone    = &model.Error{Kind: model.KindNotFound, Message: "no such record"}
)

// A faulty store passes everything on, counts the calls by name, and fails
// those that fail says. "View", "Update" and "commit" are calls too.
type faulty struct {
	model.Store
	mu    sync.Mutex
	calls map[string]int
	fail  func(call string) error
}

// faults puts a faulty store under a world.
func (w *world) faults() *faulty {
	w.t.Helper()
	f := &faulty{Store: w.store, calls: map[string]int{}}
	w.store = f
	w.reopen()
	return f
}

// breaks makes the named calls fail with err, and no others; nil mends them.
func (f *faulty) breaks(err error, calls ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = map[string]int{}
	f.fail = func(call string) error {
		for _, c := range calls {
			if c == call {
				return err
			}
		}
		return nil
	}
}

func (f *faulty) call(name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls[name]++
	if f.fail == nil {
		return nil
	}
	return f.fail(name)
}

func (f *faulty) count(name string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[name]
}

func (f *faulty) View(ctx context.Context, fn func(model.Tx) error) error {
	if err := f.call("View"); err != nil {
		return err
	}
	return f.Store.View(ctx, func(tx model.Tx) error { return fn(faultyTx{tx, f}) })
}

func (f *faulty) Update(ctx context.Context, fn func(model.Tx) error) error {
	if err := f.call("Update"); err != nil {
		return err
	}
	return f.Store.Update(ctx, func(tx model.Tx) error {
		if err := fn(faultyTx{tx, f}); err != nil {
			return err
		}
		return f.call("commit")
	})
}

type faultyTx struct {
	model.Tx
	f *faulty
}

// read runs a read unless it has to fail.
func read[T any](f *faulty, name string, get func() (T, error)) (T, error) {
	if err := f.call(name); err != nil {
		var none T
		return none, err
	}
	return get()
}

func (x faultyTx) write(name string, put func() error) error {
	if err := x.f.call(name); err != nil {
		return err
	}
	return put()
}

func (x faultyTx) Org(id model.OrgID) (model.Org, error) {
	return read(x.f, "Org", func() (model.Org, error) { return x.Tx.Org(id) })
}

func (x faultyTx) Account(id model.UserID) (model.Account, error) {
	return read(x.f, "Account", func() (model.Account, error) { return x.Tx.Account(id) })
}

func (x faultyTx) AccountByEmail(email string) (model.Account, error) {
	return read(x.f, "AccountByEmail", func() (model.Account, error) { return x.Tx.AccountByEmail(email) })
}

func (x faultyTx) Membership(org model.OrgID, user model.UserID) (model.Membership, error) {
	return read(x.f, "Membership", func() (model.Membership, error) {
		return read(x.f, "Membership/"+string(user), func() (model.Membership, error) { return x.Tx.Membership(org, user) })
	})
}

func (x faultyTx) ServiceUser(org model.OrgID, id model.ServiceUserID) (model.ServiceUser, error) {
	return read(x.f, "ServiceUser", func() (model.ServiceUser, error) { return x.Tx.ServiceUser(org, id) })
}

func (x faultyTx) PermissionSet(org model.OrgID, id model.SetID) (model.PermissionSet, error) {
	return read(x.f, "PermissionSet", func() (model.PermissionSet, error) { return x.Tx.PermissionSet(org, id) })
}

func (x faultyTx) Token(ref model.TokenRef) (model.Token, error) {
	return read(x.f, "Token", func() (model.Token, error) { return x.Tx.Token(ref) })
}

func (x faultyTx) TokenByHash(h model.Hash) (model.Token, error) {
	return read(x.f, "TokenByHash", func() (model.Token, error) { return x.Tx.TokenByHash(h) })
}

func (x faultyTx) Use(ref model.TokenRef) (model.Use, error) {
	return read(x.f, "Use", func() (model.Use, error) { return x.Tx.Use(ref) })
}

func (x faultyTx) CountedByName(h model.Holder, org model.OrgID, s model.Subject, name string) ([]model.Token, error) {
	return read(x.f, "CountedByName", func() ([]model.Token, error) { return x.Tx.CountedByName(h, org, s, name) })
}

func (x faultyTx) Quota(h model.Holder) ([]model.TokenRef, error) {
	return read(x.f, "Quota", func() ([]model.TokenRef, error) { return x.Tx.Quota(h) })
}

func (x faultyTx) Head() (model.Head, error) {
	return read(x.f, "Head", x.Tx.Head)
}

func (x faultyTx) Entry(seq uint64) (model.Entry, error) {
	return read(x.f, "Entry", func() (model.Entry, error) { return x.Tx.Entry(seq) })
}

func (x faultyTx) AppendEntry(e model.Entry) error {
	return x.write("AppendEntry", func() error { return x.Tx.AppendEntry(e) })
}

func (x faultyTx) PutHead(h model.Head) error {
	return x.write("PutHead", func() error { return x.Tx.PutHead(h) })
}

// reopenWith is reopen with other options.
func (w *world) reopenWith(change func(*model.Options)) {
	w.t.Helper()
	o := model.Options{
		Pepper: bytes.Repeat([]byte("p"), 32), LogChain: bytes.Repeat([]byte("c"), 32),
		Clock: w.clock.Now, Hashing: cheap,
	}
	change(&o)
	var err error
	w.Authority, err = model.New(w.ctx(), w.store, o)
	w.must(err)
}

// randomness is a source of random bytes that can run dry.
type randomness struct {
	io.Reader
	mu  sync.Mutex
	dry bool
}

func (r *randomness) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.dry {
		return 0, errors.New("no entropy")
	}
	return r.Reader.Read(p)
}

func (r *randomness) set(dry bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.dry = dry
}
