package model

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"
)

// ExportFormat is a form that the activity log is exported in (rule 9.3).
type ExportFormat string

// The forms of an export: CSV with a header line (RFC 4180), and one JSON
// object a line.
const (
	ExportCSV   ExportFormat = "csv"
	ExportJSONL ExportFormat = "jsonl"
)

// ExportActivity writes an org's entries that a filter lets through, oldest
// first, and returns how many those are. All text in it is printable. Errors:
// KindForbidden, KindNotFound, KindInvalid (no such form), and KindUnavailable
// when w does not take it.
func (a *Authority) ExportActivity(ctx context.Context, actor Actor, org OrgID, f ActivityFilter, format ExportFormat, w io.Writer) (int, error) {
	var write func(Entry) error
	var flush func() error
	switch format {
	case ExportCSV:
		write, flush = csvExport(w)
	case ExportJSONL:
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		write, flush = func(e Entry) error { return enc.Encode(exported(e)) }, func() error { return nil }
	default:
		return 0, invalid(FieldFilter, "The log is exported as csv or as jsonl.")
	}
	n, err := a.export(ctx, actor, org, f, write)
	if err == nil {
		err = unwritten(flush())
	}
	return n, err
}

func (a *Authority) export(ctx context.Context, actor Actor, org OrgID, f ActivityFilter, write func(Entry) error) (int, error) {
	n, request := 0, PageRequest{Sort: SortCreated, Limit: maxPage}
	for {
		page, err := a.ListActivity(ctx, actor, org, f, request)
		if err != nil {
			return n, err
		}
		for _, v := range page.Rows {
			if err := write(v.Entry); err != nil {
				return n, unwritten(err)
			}
			n++
		}
		if page.AtEnd {
			return n, nil
		}
		request.From = page.End
	}
}

func unwritten(err error) error {
	if err == nil {
		return nil
	}
	return &Error{Kind: KindUnavailable, Message: "The export could not be written to its end.", Err: err}
}

// exportedEntry is an entry as an export has it.
type exportedEntry struct {
	Seq        uint64           `json:"seq"`
	At         string           `json:"at"` // RFC 3339, UTC
	Org        string           `json:"org"`
	ActorKind  string           `json:"actor_kind"`
	ActorID    string           `json:"actor_id"`
	Actor      string           `json:"actor"`
	Token      string           `json:"token"`
	Action     string           `json:"action"`
	TargetKind string           `json:"target_kind"`
	TargetID   string           `json:"target_id"`
	Target     string           `json:"target"`
	From       string           `json:"from"`
	Refused    bool             `json:"refused"`
	Reason     string           `json:"reason"`
	Details    []exportedDetail `json:"details"`
}

type exportedDetail struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

func exported(e Entry) exportedEntry {
	out := exportedEntry{
		Seq: e.Seq, At: e.At.UTC().Format(time.RFC3339Nano), Org: string(e.Org),
		ActorKind: e.Actor.Kind, ActorID: e.Actor.ID, Actor: Printable(e.Actor.Name), Token: e.Actor.Token,
		Action: string(e.Action), TargetKind: e.Target.Kind, TargetID: e.Target.ID, Target: Printable(e.Target.Name),
		From: Printable(e.From), Refused: e.Refused, Reason: Printable(e.Reason), Details: []exportedDetail{},
	}
	for _, d := range e.Details {
		out.Details = append(out.Details, exportedDetail{Printable(d.Field), Printable(d.Before), Printable(d.After)})
	}
	return out
}

// csvExport writes entries as CSV. A cell that a spreadsheet would take for a
// formula gets an apostrophe in front.
func csvExport(w io.Writer) (write func(Entry) error, flush func() error) {
	out := csv.NewWriter(w)
	header := []string{"seq", "at", "org", "actor_kind", "actor_id", "actor", "token", "action", "target_kind", "target_id", "target", "from", "refused", "reason", "details"}
	begun := false
	begin := func() error {
		if begun {
			return nil
		}
		begun = true
		return out.Write(header)
	}
	write = func(entry Entry) error {
		if err := begin(); err != nil {
			return err
		}
		e := exported(entry)
		return out.Write(harmless([]string{
			strconv.FormatUint(e.Seq, 10), e.At, e.Org, e.ActorKind, e.ActorID, e.Actor, e.Token, e.Action,
			e.TargetKind, e.TargetID, e.Target, e.From, strconv.FormatBool(e.Refused), e.Reason, detailsText(e.Details),
		}))
	}
	flush = func() error {
		if err := begin(); err != nil {
			return err
		}
		out.Flush()
		return out.Error()
	}
	return write, flush
}

func detailsText(details []exportedDetail) string {
	texts := make([]string, len(details))
	for i, d := range details {
		texts[i] = d.Field + ": " + d.Before + " -> " + d.After
	}
	return strings.Join(texts, "; ")
}

func harmless(cells []string) []string {
	for i, cell := range cells {
		if cell != "" && strings.ContainsRune("=+-@\t", rune(cell[0])) {
			cells[i] = "'" + cell
		}
	}
	return cells
}
