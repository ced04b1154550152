package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
)

// Opener opens an empty store with the given options. It is closed when the
// test ends, at the latest.
type Opener func(t testing.TB, o storage.Options) model.Store

// Run checks that the stores of open keep the contract of model.Store.
func Run(t *testing.T, open Opener) {
	for name, test := range contract {
		t.Run(name, func(t *testing.T) {
			s := &suite{T: t, open: open}
			s.store = open(t, Options(t))
			test(s)
			s.knowsEveryKey()
		})
	}
}

// knowsEveryKey checks that an examination knows all that a test has left, be it
// in order or not: a table that is new has to be examined too.
func (s *suite) knowsEveryKey() {
	err := s.store.View(s.Context(), func(tx model.Tx) error {
		_, err := tx.Examine(func(f model.Finding) error {
			if f.Flaw == model.FlawUnknown || f.Flaw == model.FlawDamaged {
				s.Errorf("%s %s: %s", f.Flaw, f.Key, f.Text)
			}
			return nil
		}, func(_, _ uint64) {})
		return err
	})
	if err != nil && model.KindOf(err) != model.KindUnavailable { // some tests close it
		s.Error(err, errors.Unwrap(err))
	}
}

// contract is every test of the suite by its name.
var contract = map[string]func(*suite){
	"orgs":                    orgs,
	"accounts":                accounts,
	"memberships":             memberships,
	"service users":           serviceUsers,
	"permission sets":         permissionSets,
	"set holders":             setHolders,
	"tokens":                  tokens,
	"token hashes":            tokenHashes,
	"token orders":            tokenOrders,
	"counted by name":         countedByName,
	"quotas":                  quotas,
	"uses":                    uses,
	"due tokens":              dueTokens,
	"use days":                useDays,
	"activity":                activity,
	"attempts":                attempts,
	"ssh keys":                sshKeys,
	"pages":                   pages,
	"page sizes":              pageSizes,
	"cursors":                 cursors,
	"order of names":          orderOfNames,
	"all or nothing":          allOrNothing,
	"reads what it wrote":     readsWhatItWrote,
	"one state in a view":     oneStateInView,
	"panics":                  panics,
	"contexts":                contexts,
	"limits":                  limits,
	"misuse":                  misuse,
	"closing":                 closing,
	"copies":                  copies,
	"copies of nothing":       copiesOfNothing,
	"copies while written":    copiesWhileWritten,
	"copies that fail":        copiesThatFail,
	"concurrent counters":     concurrentCounters,
	"racers for a quota":      racersForQuota,
	"racers without a guard":  racersWithoutGuard,
	"racers for a name":       racersForName,
	"racers for the last set": racersForSet,
	"groups":                  groups,
	"group members":           groupMembers,
	"group limits":            groupLimits,
	"group pages":             groupPages,
	"sites":                   sites,
	"sites below":             sitesBelow,
	"site members":            siteMembers,
	"site pages":              sitePages,
	"items":                   items,
	"item references":         itemReferences,
	"items by name":           itemsNamed,
	"item ranges":             itemRanges,
	"items that move":         itemsMove,
	"hand-overs":              handOvers,
	"grants":                  grants,
	"rules":                   rules,
	"grant pages":             grantPages,
	"items granted to":        grantedTo,
	"racers for groups":       racersForGroups,
	"racers for sites":        racersForSites,
	"racers for a ring":       racersForRing,
}

// suite is one test of the contract, on a store of its own.
type suite struct {
	*testing.T
	open  Opener
	store model.Store
}

// change runs fn in a transaction that has to be committed.
func (s *suite) change(fn func(tx model.Tx) error) {
	s.Helper()
	if err := s.store.Update(s.Context(), fn); err != nil {
		s.Fatalf("update: %v (%v)", err, errors.Unwrap(err))
	}
}

// refused runs fn in a transaction that has to fail with that kind and a
// sentence for the person.
func (s *suite) refused(kind model.Kind, fn func(tx model.Tx) error) *model.Error {
	s.Helper()
	return s.sentence(s.store.Update(s.Context(), fn), kind)
}

// sentence checks that err is one of the model with that kind and a sentence.
func (s *suite) sentence(err error, kind model.Kind) *model.Error {
	s.Helper()
	var e *model.Error
	if !errors.As(err, &e) {
		s.Fatalf("error %v (%T), want one of kind %s", err, err, kind)
	}
	if e.Kind != kind {
		s.Fatalf("error %q is of kind %s, want %s", e.Message, e.Kind, kind)
	}
	if !strings.HasSuffix(e.Message, ".") || strings.ToUpper(e.Message[:1]) != e.Message[:1] && !strings.HasPrefix(e.Message, "latchkey") {
		s.Errorf("%q is not a sentence", e.Message)
	}
	return e
}

// unsorted checks that a list refuses an order that it does not have.
func (s *suite) unsorted(list func(model.Tx, model.PageRequest) error) {
	s.Helper()
	for _, sort := range []model.Sort{"", model.SortLastUsed} {
		s.refused(model.KindInvalid, func(tx model.Tx) error { return list(tx, model.PageRequest{Sort: sort}) })
	}
}

// see returns what fn reads in a View.
func see[T any](s *suite, fn func(tx model.Tx) (T, error)) T {
	s.Helper()
	var seen T
	err := s.store.View(s.Context(), func(tx model.Tx) (err error) {
		seen, err = fn(tx)
		return err
	})
	if err != nil {
		s.Fatalf("view: %v (%v)", err, errors.Unwrap(err))
	}
	return seen
}

// missing checks that fn does not find what it looks for.
func missing[T any](s *suite, fn func(tx model.Tx) (T, error)) {
	s.Helper()
	err := s.store.View(s.Context(), func(tx model.Tx) error {
		_, err := fn(tx)
		return err
	})
	s.sentence(err, model.KindNotFound)
}

// same checks that two values print alike.
func same(s *suite, what string, got, want any) {
	s.Helper()
	g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want)
	if g != w {
		s.Errorf("%s:\n got %s\nwant %s", what, g, w)
	}
}

// ids returns what id makes of each row, joined.
func ids[T any](rows []T, id func(T) string) string {
	var list []string
	for _, row := range rows {
		list = append(list, id(row))
	}
	return strings.Join(list, " ")
}

// background is for goroutines that outlive a step of the test.
func (s *suite) background() context.Context { return context.WithoutCancel(s.Context()) }

// start is the time that the records of a test begin with.
var start = time.Date(2026, 3, 1, 9, 30, 0, 123456789, time.UTC)

func at(n int) time.Time { return start.Add(time.Duration(n) * time.Minute) }
