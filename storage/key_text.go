package storage

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"time"
)

// numbered are the tables with a part of 8 bytes in their keys: which part it is,
// and how it is shown.
var numbered = map[string]struct {
	part int
	show func(uint64) string
}{
	"entry":            {1, showNumber},
	"entry.of":         {2, showNumber},
	"token.by-used":    {2, showMillis},
	"token.of.by-used": {3, showMillis},
	"use.by-due":       {1, showMillis},
	"sshkey.of":        {2, showMillis},
	"attempt.by-until": {1, showMillis},
}

// hashes are the tables whose keys end in a hash.
var hashes = map[string]bool{
	"org.name": true, "account.email": true, "service.name": true, "set.name": true, "group.name": true,
	"site.name": true, "item.ref": true, "token.hash": true, "attempt": true, "attempt.by-until": true,
}

const hashLen = 32

func showNumber(n uint64) string { return strconv.FormatUint(n, 10) }

func showMillis(n uint64) string {
	at := time.UnixMilli(int64(n ^ 1<<63)).UTC()
	if at.Before(time.UnixMilli(0)) {
		return "never"
	}
	return at.Format("2006-01-02T15:04:05.000Z")
}

// text is String for whoever looks for the key's meaning: numbers and times are
// shown as such, and of a hash the begin.
func (k key) text() string {
	table, rest, tail := tableOf(k), string(k), ""
	if hashes[table] && len(rest) >= len(table)+hashLen {
		cut := len(rest) - hashLen
		tail = hex.EncodeToString([]byte(rest[cut:])[:6]) + "…"
		rest = rest[:cut]
	}
	n, ok := numbered[table]
	if !ok {
		return key(rest).String() + tail
	}
	before := len(joined(key(rest), n.part))
	if len(rest) < before+8 {
		return key(rest).String() + tail
	}
	number := binary.BigEndian.Uint64([]byte(rest[before:]))
	return key(rest[:before]).String() + n.show(number) + key(rest[before+8:]).String() + tail
}

// joined is the begin of a key, up to where a part begins.
func joined(k key, part int) key {
	end := 0
	for i, b := range k {
		if b == 0 {
			part--
			end = i + 1
		}
		if part == 0 {
			break
		}
	}
	return k[:end]
}
