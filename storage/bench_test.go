package storage_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/storetest"
)

func diskStore(b *testing.B) model.Store {
	b.Helper()
	db, err := badgerdb.Open(badgerdb.Options{Dir: b.TempDir(), EncryptionKey: bytes.Repeat([]byte("e"), 32)})
	if err != nil {
		b.Fatal(err)
	}
	return storetest.Open(b, db, storetest.Options(b))
}

func numbered(n int) model.Token {
	t := model.Token{
		ID: model.TokenID(fmt.Sprintf("tok_%026d", n)), Org: "org_1", Name: fmt.Sprint("token ", n),
		Subject: model.Subject{User: model.UserID(fmt.Sprintf("usr_%026d", n/10))},
	}
	binary.BigEndian.PutUint64(t.Hash[:], uint64(n)+1)
	return t
}

// BenchmarkGenerate is what generating a token writes, synced and encrypted.
func BenchmarkGenerate(b *testing.B) {
	store := diskStore(b)
	for n := 0; b.Loop(); n++ {
		if err := generate(store, n+1); err != nil {
			b.Fatal(err)
		}
	}
}

// generate writes what generating token n does.
func generate(store model.Store, n int) error {
	return store.Update(context.Background(), func(tx model.Tx) error {
		t := numbered(n)
		ref := model.TokenRef{Org: t.Org, ID: t.ID}
		head, err := tx.Head()
		if err != nil {
			return err
		}
		head.Seq++
		return firstOf(tx.PutToken(t), tx.PutUse(model.Use{Token: ref}), tx.PutQuota(model.Holder{User: t.Subject.User}, []model.TokenRef{ref}),
			tx.AppendEntry(model.Entry{Seq: head.Seq, Org: t.Org}), tx.PutHead(head))
	})
}

// BenchmarkTokenByHash finds one of 10,000 tokens.
func BenchmarkTokenByHash(b *testing.B) { benchmarkRead(b, readByHash) }

// BenchmarkPage reads 50 of 10,000 tokens in the order of their names.
func BenchmarkPage(b *testing.B) { benchmarkRead(b, readPage) }

func readByHash(tx model.Tx, n int) error {
	_, err := tx.TokenByHash(numbered(n).Hash)
	return err
}

func readPage(tx model.Tx, _ int) error {
	_, err := tx.Tokens("org_1", model.PageRequest{Sort: model.SortName})
	return err
}

func benchmarkRead(b *testing.B, read func(tx model.Tx, n int) error) {
	const count = 10_000
	store := diskStore(b)
	for n := 0; n < count; n += 10 {
		err := store.Update(context.Background(), func(tx model.Tx) error {
			for i := range 10 {
				if err := tx.PutToken(numbered(n + i)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	for n := 0; b.Loop(); n++ {
		if err := store.View(context.Background(), func(tx model.Tx) error { return read(tx, n%count) }); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkExamine goes through a store of 10,000 tokens, ten of each person.
func BenchmarkExamine(b *testing.B) {
	const count, each = 10_000, 5
	store := diskStore(b)
	for n := 0; n < count; n += each {
		err := store.Update(context.Background(), func(tx model.Tx) error {
			quotas := map[model.UserID][]model.TokenRef{}
			for i := range each {
				t := numbered(n + i)
				ref := model.TokenRef{Org: t.Org, ID: t.ID}
				quotas[t.Subject.User] = append(quotas[t.Subject.User], ref)
				err := firstOf(tx.PutToken(t), tx.PutUse(model.Use{Token: ref, Due: due}), tx.AppendEntry(model.Entry{Seq: uint64(n+i) + 1, Org: t.Org}))
				if err != nil {
					return err
				}
			}
			for user, refs := range quotas {
				before, err := tx.Quota(model.Holder{User: user})
				if err := firstOf(err, tx.PutQuota(model.Holder{User: user}, append(before, refs...))); err != nil {
					return err
				}
			}
			return tx.PutHead(model.Head{Seq: uint64(n) + each})
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	keys := uint64(0)
	for b.Loop() {
		err := store.View(context.Background(), func(tx model.Tx) (err error) {
			keys, err = tx.Examine(func(f model.Finding) error { return errors.New(f.Text) }, func(_, _ uint64) {})
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(keys), "keys")
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// BenchmarkGenerateTogether is BenchmarkGenerate with 32 at once, which share
// commits.
func BenchmarkGenerateTogether(b *testing.B) {
	store := diskStore(b)
	var next atomic.Int64
	b.SetParallelism(32 / runtime.GOMAXPROCS(0))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := generate(store, int(next.Add(1))); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
