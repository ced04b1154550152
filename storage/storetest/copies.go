package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
	"example.com/latchkey/storage/badgerdb"
)

// copied returns a copy of a store.
func copied(s *suite, of model.Store) ([]byte, model.Backup) {
	s.Helper()
	var out bytes.Buffer
	held, err := of.Copy(s.Context(), &out)
	if err != nil {
		s.Fatalf("copy: %v (%v)", err, errors.Unwrap(err))
	}
	return out.Bytes(), held
}

// restored returns a store in memory that was restored from a copy.
func restored(s *suite, backup []byte) (*storage.Store, model.Backup) {
	s.Helper()
	from, err := storage.ReadBackup(bytes.NewReader(backup), Keys())
	if err != nil {
		s.Fatalf("read: %v (%v)", err, errors.Unwrap(err))
	}
	db, err := badgerdb.OpenMemory()
	if err != nil {
		s.Fatal(err)
	}
	held, err := storage.Restore(s.Context(), db, from)
	if err != nil {
		s.Fatalf("restore: %v (%v)", err, errors.Unwrap(err))
	}
	return Open(s, db, Options(s)), held
}

// copies: every record is in a copy, and the copy of what was restored from it
// is the same to the byte.
func copies(s *suite) {
	for i := range 30 {
		s.change(func(tx model.Tx) error {
			return first(
				tx.PutOrg(org(i, fmt.Sprint("Org ", i))), tx.PutAccount(account(i, "Ann", fmt.Sprintf("a%d@example.com", i))),
				tx.PutServiceUser(service(i, i, "ci")), tx.PutToken(token(i, i, i, "t")), tx.PutItem(item(i, i, "Pump")),
				tx.AppendEntry(entry(uint64(i+1), orgID(i))), tx.PutHead(model.Head{Seq: uint64(i + 1), Revocations: 3, At: at(i), Chain: hash("c")}))
		})
	}
	backup, held := copied(s, s.store)
	same(s, "what it holds", held, model.Backup{
		Head: model.Head{Seq: 30, Revocations: 3, At: at(29), Chain: hash("c")}, Records: held.Records,
		Orgs: 30, People: 30, ServiceUsers: 30, Tokens: 30,
	})
	again, what := restored(s, backup)
	same(s, "what was restored", what, held)
	twice, _ := copied(s, again)
	same(s, "the copy of the copy is the same", bytes.Equal(twice, backup), true)
	err := again.View(s.Context(), func(tx model.Tx) error {
		found, err := tx.TokenByHash(token(7, 7, 7, "t").Hash)
		same(s, "a token", found, token(7, 7, 7, "t"))
		return err
	})
	same(s, "error", err, nil)

	// What is written next is not in it, and goes on in both.
	s.change(putOrg(99, "Later"))
	same(s, "going on from it", again.Update(s.Context(), putOrg(99, "Later")), nil)
	more, held := copied(s, s.store)
	same(s, "organisations later", held.Orgs, 31)
	same(s, "it is another copy", bytes.Equal(more, backup), false)
}

// copiesOfNothing: a store that nobody has written to is copied too.
func copiesOfNothing(s *suite) {
	backup, held := copied(s, s.store)
	same(s, "what it holds", held, model.Backup{Records: 1}) // whose store it is
	_, what := restored(s, backup)
	same(s, "what was restored", what, held)
}

// copiesWhileWritten: a copy is of one state, whatever is written meanwhile. The
// quota has as many tokens as there are, and the log as many entries as its head
// says, in every one.
func copiesWhileWritten(s *suite) {
	ctx, stop := context.WithCancel(s.Context())
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				err := s.store.Update(s.background(), addToken(w*100_000+n))
				same(s, "error of a writer", err, nil)
			}
		})
	}
	var last uint64
	for moved := 0; moved < 10 && !s.Failed(); {
		backup, held := copied(s, s.store)
		if held.Head.Seq == last {
			continue // the writers have not come by
		}
		last, moved = held.Head.Seq, moved+1
		again, _ := restored(s, backup)
		consistent(s, again, held)
	}
	stop()
	writers.Wait()
}

// addToken adds a token, which the quota and the log know of.
func addToken(n int) func(model.Tx) error {
	return func(tx model.Tx) error {
		head, err := tx.Head()
		if err != nil {
			return err
		}
		refs, err := tx.Quota(holder)
		if err != nil {
			return err
		}
		made := token(1, 1, n, fmt.Sprint("t", n))
		if len(refs) >= 50 {
			refs = refs[:0]
		}
		head.Seq++
		return first(tx.PutToken(made), tx.PutQuota(holder, append(refs, ref(made))), tx.AppendEntry(entry(head.Seq, "")), tx.PutHead(head))
	}
}

// consistent checks a copy that was taken while addToken ran.
func consistent(s *suite, store model.Store, held model.Backup) {
	s.Helper()
	err := store.View(s.Context(), func(tx model.Tx) error {
		head, err := tx.Head()
		same(s, "the head", head, held.Head)
		same(s, "tokens for each entry", held.Tokens, head.Seq)
		if _, err := tx.Entry(head.Seq); err != nil {
			return err
		}
		_, beyond := tx.Entry(head.Seq + 1)
		same(s, "an entry beyond the head", model.KindOf(beyond), model.KindNotFound)
		refs, err2 := tx.Quota(holder)
		for _, r := range refs {
			_, err := tx.Token(r)
			same(s, "a token that the quota knows", err, nil)
		}
		return first(err, err2)
	})
	same(s, "error", err, nil)
}

// copiesThatFail: whoever takes the copy may fail, or stop waiting, or come too
// late.
func copiesThatFail(s *suite) {
	s.change(func(tx model.Tx) error { return tx.PutOrg(large(1, 60<<10)) })
	s.change(func(tx model.Tx) error { return tx.PutOrg(large(2, 60<<10)) })
	full := errors.New("it is full")
	_, err := s.store.Copy(s.Context(), &taking{left: 100, err: full})
	same(s, "the cause is kept", errors.Is(s.sentence(err, model.KindUnavailable), full), true)

	own := &model.Error{Kind: model.KindConflict, Message: "Somebody else writes there."}
	_, err = s.store.Copy(s.Context(), &taking{left: 100, err: own})
	same(s, "an error that people can read", err, error(own))

	ctx, cancel := context.WithCancel(s.Context())
	_, err = s.store.Copy(ctx, &taking{left: 1 << 20, each: cancel})
	same(s, "the cause is kept", errors.Is(s.sentence(err, model.KindUnavailable), context.Canceled), true)

	same(s, "close", s.store.Close(), nil)
	_, err = s.store.Copy(s.Context(), io.Discard)
	s.sentence(err, model.KindUnavailable)
}

// taking is a writer that takes so many bytes.
type taking struct {
	left int
	err  error
	each func() // called with every Write; nil for nothing
}

func (t *taking) Write(p []byte) (int, error) {
	if t.each != nil {
		t.each()
	}
	if t.left -= len(p); t.left < 0 {
		return 0, t.err
	}
	return len(p), nil
}
