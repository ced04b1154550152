package storage

import (
	"encoding/binary"
	"maps"
	"slices"

	"example.com/latchkey/storage/engine"
)

// ties hold, for each index, the sum of the MACs of the entries that the records
// should have, less that of those that are there. A MAC is over an entry's key and
// the record that it leads to, so the sum is zero when the two are the same
// entries, and practically never else. To look each of them up would take ten
// times as long.
type ties map[string]*tie

type tie struct {
	sum    [2]uint64
	broken bool // an entry cannot be read
}

func (t ties) of(k key) *tie {
	table := tableOf(k)
	if t[table] == nil {
		t[table] = &tie{}
	}
	return t[table]
}

// expect counts the entry at k in that leads to target.
func (t ties) expect(in *tx, k, target key) {
	sum := in.store.sealer.sum(formatVersion, k, target)
	one := t.of(k)
	one.sum[0] += binary.BigEndian.Uint64(sum[:8])
	one.sum[1] += binary.BigEndian.Uint64(sum[8:macLen])
}

// meet counts the entry at k out.
func (t ties) meet(k key, s sight) {
	one := t.of(k)
	if s.flaw != nil {
		one.broken = true
		return
	}
	one.sum[0] -= binary.BigEndian.Uint64(s.seal[:8])
	one.sum[1] -= binary.BigEndian.Uint64(s.seal[8:])
}

// uneven returns the indexes that are not as the records have them, in order.
func (t ties) uneven() []string {
	var tables []string
	for _, table := range slices.Sorted(maps.Keys(t)) {
		_, index := ledger[table].(leadsTo)
		if one := t[table]; index && (one.broken || one.sum != [2]uint64{}) {
			tables = append(tables, table)
		}
	}
	return tables
}

// untie finds out what is wrong with the indexes that are not as the records have
// them: first from the records, which is what an entry can be made anew from, and
// then from the entries.
func (x *examination) untie() error {
	uneven := x.ties.uneven()
	var tables []string
	for _, table := range uneven {
		tables = append(tables, string(ledger[table].(leadsTo)))
	}
	slices.Sort(tables)
	for _, table := range slices.Compact(tables) {
		if err := x.again(table, func(k key, s sight) error { return x.checkLinks(table, uneven, k, s) }); err != nil {
			return err
		}
	}
	for _, table := range uneven {
		entries := ledger[table].(leadsTo)
		if err := x.again(table, func(k key, s sight) error { return entries.check(x, k, s) }); err != nil {
			return err
		}
	}
	return nil
}

// again walks through one table.
func (x *examination) again(table string, fn func(key, sight) error) error {
	for item, err := range x.t.reader.Scan(engine.Range{Prefix: all(table)}) {
		if err := firstOf(x.t.ctx.Err(), err); err != nil {
			return translate(err)
		}
		if err := fn(item.Key, x.t.inspect(item.Key, item.Value)); err != nil {
			return err
		}
	}
	return nil
}

// checkLinks looks at those entries of a record that are in the indexes given.
func (x *examination) checkLinks(table string, in []string, k key, s sight) error {
	found, err := x.t.readRecord(ledger[table].(form), k, s)
	if err != nil || found.flaw != nil {
		return err
	}
	for _, l := range found.links {
		if !slices.Contains(in, tableOf(l.at)) {
			continue
		}
		if err := x.checkLink(l, k); err != nil {
			return err
		}
	}
	return nil
}
