package storage_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/engine"
	"example.com/latchkey/storage/storetest"
)

// gated is an engine whose commits can be counted, held up and made to fail.
type gated struct {
	engine.Engine
	commits atomic.Int64
	hold    func()       // within the transaction, before anything runs in it
	fail    func() error // in the place of the commit, when it returns one
}

func (g *gated) Update(ctx context.Context, fn func(engine.Writer) error) error {
	return g.Engine.Update(ctx, func(w engine.Writer) error {
		if g.hold != nil {
			g.hold()
		}
		if err := fn(w); err != nil {
			return err
		}
		g.commits.Add(1)
		if g.fail != nil {
			return g.fail()
		}
		return nil
	})
}

// together runs all of fns as use cases of one batch, which begins with an empty
// one, and returns what each was told; a panic is told as an error.
func together(t *testing.T, g *gated, store *storage.Store, fns ...func(model.Tx) error) []error {
	t.Helper()
	begun, all := make(chan struct{}), make(chan struct{})
	once := sync.OnceFunc(func() {
		close(begun)
		<-all
	})
	g.hold = once
	errs := make([]error, len(fns))
	var done sync.WaitGroup
	done.Go(func() { _ = store.Update(t.Context(), func(model.Tx) error { return nil }) })
	<-begun
	for i, fn := range fns {
		done.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					errs[i] = fmt.Errorf("panic: %v", r)
				}
			}()
			errs[i] = store.Update(t.Context(), fn)
		})
		storage.AwaitWaiting(store, i+1)
	}
	close(all)
	done.Wait()
	return errs
}

func openGated(t *testing.T) (*gated, *storage.Store) {
	t.Helper()
	db, err := badgerdb.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	g := &gated{Engine: db}
	store := storetest.Open(t, g, storetest.Options(t))
	g.commits.Store(0)
	return g, store
}

func orgNamed(n int) model.Org {
	return model.Org{ID: model.OrgID(fmt.Sprintf("org_%03d", n)), Name: fmt.Sprintf("Org %03d", n)}
}

func putting(n int) func(model.Tx) error {
	return func(tx model.Tx) error { return tx.PutOrg(orgNamed(n)) }
}

func orgsIn(t *testing.T, store *storage.Store) (names []string) {
	t.Helper()
	err := store.View(t.Context(), func(tx model.Tx) error {
		page, err := tx.Orgs(model.PageRequest{Sort: model.SortName})
		for _, o := range page.Rows {
			names = append(names, o.Name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestThoseThatComeMeanwhileShareACommit(t *testing.T) {
	g, store := openGated(t)
	var fns []func(model.Tx) error
	for n := range 20 {
		fns = append(fns, putting(n))
	}
	for i, err := range together(t, g, store, fns...) {
		if err != nil {
			t.Errorf("change %d: %v", i, err)
		}
	}
	if got := g.commits.Load(); got != 1 {
		t.Errorf("20 changes took %d commits", got)
	}
	if got := orgsIn(t, store); len(got) != 20 {
		t.Errorf("%d are there: %v", len(got), got)
	}
}

func TestOneThatFailsHarmsNoNeighbour(t *testing.T) {
	g, store := openGated(t)
	own := errors.New("own")
	errs := together(t, g, store,
		putting(1),
		func(tx model.Tx) error { _ = tx.PutOrg(orgNamed(2)); return own },
		func(tx model.Tx) error { _ = tx.PutOrg(orgNamed(3)); panic("over") },
		func(tx model.Tx) error {
			if _, err := tx.Org("org_001"); err != nil {
				return fmt.Errorf("what a neighbour wrote is not seen: %w", err)
			}
			if _, err := tx.Org("org_002"); model.KindOf(err) != model.KindNotFound {
				return fmt.Errorf("what a neighbour that failed wrote is seen: %w", err)
			}
			return tx.PutOrg(orgNamed(5))
		})
	if errs[0] != nil || errs[1] != own || fmt.Sprint(errs[2]) != "panic: over" || errs[3] != nil {
		t.Errorf("they were told %v", errs)
	}
	if got := fmt.Sprint(orgsIn(t, store)); got != "[Org 001 Org 005]" {
		t.Errorf("there are %s", got)
	}
}

func TestOfTwoThatWantANameInOneCommitOneGetsIt(t *testing.T) {
	g, store := openGated(t)
	second := orgNamed(2)
	second.Name = orgNamed(1).Name
	errs := together(t, g, store, putting(1), func(tx model.Tx) error { return tx.PutOrg(second) })
	if errs[0] != nil || model.KindOf(errs[1]) != model.KindConflict {
		t.Errorf("they were told %v", errs)
	}
}

func TestWhenTheCommitFailsAllAreTold(t *testing.T) {
	g, store := openGated(t)
	g.fail = func() error { return engine.ErrFull }
	own := errors.New("own")
	for i, err := range together(t, g, store, putting(1), putting(2), func(model.Tx) error { return own }) {
		if model.KindOf(err) != model.KindUnavailable {
			t.Errorf("number %d was told %v", i, err)
		}
	}
	if got := orgsIn(t, store); len(got) != 0 {
		t.Errorf("there are %v", got)
	}
}

// TestWhatWasNotCommittedIsNotRemembered: what is read after a commit that failed is
// what the engine has.
func TestWhatWasNotCommittedIsNotRemembered(t *testing.T) {
	g, store := openGated(t)
	name := func(name string) error {
		return store.Update(t.Context(), func(tx model.Tx) error {
			org, err := tx.Org(orgNamed(1).ID)
			if name == "" {
				if org.Name != orgNamed(1).Name {
					t.Errorf("it is called %q", org.Name)
				}
				return err
			}
			org.Name = name
			return errors.Join(err, tx.PutOrg(org))
		})
	}
	if err := errors.Join(store.Update(t.Context(), putting(1)), name("")); err != nil {
		t.Fatal(err)
	}
	g.fail = func() error { return engine.ErrFull }
	if err := name("Another"); model.KindOf(err) != model.KindUnavailable {
		t.Errorf("it was told %v", err)
	}
	g.fail = nil
	if err := name(""); err != nil {
		t.Error(err)
	}
}

func TestAConflictRunsAllAgain(t *testing.T) {
	g, store := openGated(t)
	again := false
	g.fail = func() (err error) {
		if !again {
			again, err = true, engine.ErrConflict
		}
		return err
	}
	for i, err := range together(t, g, store, putting(1), putting(2)) {
		if err != nil {
			t.Errorf("number %d was told %v", i, err)
		}
	}
	if got := fmt.Sprint(orgsIn(t, store)); got != "[Org 001 Org 002]" {
		t.Errorf("there are %s", got)
	}
}

func TestWhatDoesNotFitComesNext(t *testing.T) {
	g, store := openGated(t)
	many := 2*engine.MaxWrites/30 + 3 // each writes 30 keys
	var fns []func(model.Tx) error
	for n := range many {
		fns = append(fns, func(tx model.Tx) error {
			for i := range 10 {
				if err := tx.PutOrg(orgNamed(10*n + i)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for i, err := range together(t, g, store, fns...) {
		if err != nil {
			t.Errorf("number %d was told %v", i, err)
		}
	}
	if got := g.commits.Load(); got < 3 || got > 5 {
		t.Errorf("%d changes of 30 keys took %d commits", many, got)
	}
}

// held lets the first commit wait until it is released, with an outcome.
func held(g *gated) (committing chan struct{}, release func(error)) {
	committing, outcome := make(chan struct{}), make(chan error)
	first := sync.OnceValue(func() error {
		close(committing)
		return <-outcome
	})
	var once atomic.Bool
	g.fail = func() error {
		if once.Swap(true) {
			return nil
		}
		return first()
	}
	return committing, func(err error) { outcome <- err }
}

// sees reports whether org n is there for a transaction.
func sees(tx model.Tx, n int) (bool, error) {
	_, err := tx.Org(orgNamed(n).ID)
	if model.KindOf(err) == model.KindNotFound {
		return false, nil
	}
	return err == nil, err
}

// TestABatchRunsWhileTheOneBeforeIsCommitted, on what that has written, and takes all
// who come. Nobody else sees any of it.
func TestABatchRunsWhileTheOneBeforeIsCommitted(t *testing.T) {
	g, store := openGated(t)
	committing, release := held(g)
	var done sync.WaitGroup
	done.Go(func() {
		if err := store.Update(t.Context(), putting(1)); err != nil {
			t.Error(err)
		}
	})
	<-committing
	const others = 5
	ran := make(chan struct{}, others)
	for n := range others {
		done.Go(func() {
			err := store.Update(t.Context(), func(tx model.Tx) error {
				defer func() { ran <- struct{}{} }()
				if there, err := sees(tx, 1); err != nil || !there {
					return fmt.Errorf("what the batch before wrote is not seen: %w", err)
				}
				return tx.PutOrg(orgNamed(2 + n))
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	for range others {
		<-ran
	}
	if got := orgsIn(t, store); len(got) != 0 {
		t.Errorf("before the first commit, %v are seen", got)
	}
	release(nil)
	done.Wait()
	if got, n := orgsIn(t, store), g.commits.Load(); len(got) != 1+others || n != 2 {
		t.Errorf("%d are there after %d commits", len(got), n)
	}
}

// TestWhatWasBuiltOnACommitThatFailsRunsAgain: nobody is told what came of a state
// that never was, be it good or bad.
func TestWhatWasBuiltOnACommitThatFailsRunsAgain(t *testing.T) {
	g, store := openGated(t)
	committing, release := held(g)
	var done sync.WaitGroup
	done.Go(func() {
		if err := store.Update(t.Context(), putting(1)); model.KindOf(err) != model.KindUnavailable {
			t.Errorf("the first was told %v", err)
		}
	})
	<-committing
	ran := make(chan struct{}, 10)
	errSeen := errors.New("seen")
	for n := range 2 {
		done.Go(func() {
			err := store.Update(t.Context(), func(tx model.Tx) error {
				defer func() { ran <- struct{}{} }()
				there, err := sees(tx, 1)
				switch {
				case err != nil:
					return err
				case there && n == 0:
					return errSeen
				}
				return tx.PutOrg(orgNamed(2 + n))
			})
			if err != nil {
				t.Errorf("the one on it was told %v", err)
			}
		})
	}
	<-ran
	<-ran
	release(engine.ErrFull)
	done.Wait()
	if got := fmt.Sprint(orgsIn(t, store)); got != "[Org 002 Org 003]" || len(ran) != 2 {
		t.Errorf("there are %s, after %d further runs", got, len(ran))
	}
}

// TestAPanicLeavesTheCommitBefore: whoever comes after a leader that panicked still
// builds on the batch that is being committed.
func TestAPanicLeavesTheCommitBefore(t *testing.T) {
	g, store := openGated(t)
	committing, release := held(g)
	var done sync.WaitGroup
	done.Go(func() {
		if err := store.Update(t.Context(), putting(1)); err != nil {
			t.Error(err)
		}
	})
	<-committing
	func() {
		defer func() { _ = recover() }()
		_ = store.Update(t.Context(), func(model.Tx) error { panic("over") })
		t.Error("it did not panic")
	}()
	ran := make(chan struct{})
	done.Go(func() {
		err := store.Update(t.Context(), func(tx model.Tx) error {
			defer close(ran)
			if there, err := sees(tx, 1); err != nil || !there {
				return fmt.Errorf("what is being committed is not seen: %w", err)
			}
			return tx.PutOrg(orgNamed(2))
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-ran
	release(nil)
	done.Wait()
	if got := orgsIn(t, store); len(got) != 2 {
		t.Errorf("there are %v", got)
	}
}

// TestNoChangeIsLostOrMadeTwice, whatever commits fail beneath many who count
// together.
func TestNoChangeIsLostOrMadeTwice(t *testing.T) {
	g, store := openGated(t)
	var commits atomic.Int64
	g.fail = func() error {
		switch n := commits.Add(1); {
		case n%7 == 0:
			return engine.ErrFull
		case n%5 == 0:
			return engine.ErrConflict
		}
		return nil
	}
	var counted atomic.Uint64
	var done sync.WaitGroup
	for range 16 {
		done.Go(func() {
			for range 50 {
				err := store.Update(t.Context(), func(tx model.Tx) error {
					head, err := tx.Head()
					head.Seq++
					return errors.Join(err, tx.AppendEntry(model.Entry{Seq: head.Seq}), tx.PutHead(head))
				})
				switch model.KindOf(err) {
				case "":
					counted.Add(1)
				case model.KindUnavailable:
				default:
					t.Errorf("somebody was told %v", err)
				}
			}
		})
	}
	done.Wait()
	err := store.View(t.Context(), func(tx model.Tx) error {
		head, err := tx.Head()
		if head.Seq != counted.Load() {
			t.Errorf("it was counted to %d, and %d were acknowledged", head.Seq, counted.Load())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
