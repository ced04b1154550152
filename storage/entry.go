package storage

import (
	"time"

	"example.com/latchkey/model"
)

type entryRecord struct {
	Seq     uint64         `json:"seq"`
	At      time.Time      `json:"at"`
	Org     string         `json:"org,omitzero"`
	Actor   actorRecord    `json:"actor"`
	Action  string         `json:"action"`
	Target  targetRecord   `json:"target,omitzero"`
	From    string         `json:"from,omitzero"`
	Refused bool           `json:"refused,omitzero"`
	Reason  string         `json:"reason,omitzero"`
	Details []detailRecord `json:"details,omitempty"`
	Chain   hashText       `json:"chain"`
}

type actorRecord struct {
	Kind  string `json:"kind"`
	ID    string `json:"id,omitzero"`
	Name  string `json:"name,omitzero"`
	Token string `json:"token,omitzero"`
}

type targetRecord struct {
	Kind string `json:"kind"`
	ID   string `json:"id,omitzero"`
	Name string `json:"name,omitzero"`
}

type detailRecord struct {
	Field  string `json:"field"`
	Before string `json:"before,omitzero"`
	After  string `json:"after,omitzero"`
}

func packEntry(e model.Entry) entryRecord {
	r := entryRecord{
		Seq: e.Seq, At: utc(e.At), Org: string(e.Org), Actor: actorRecord(e.Actor), Action: string(e.Action),
		Target: targetRecord(e.Target), From: e.From, Refused: e.Refused, Reason: e.Reason,
		Chain: hashText(e.Chain),
	}
	for _, d := range e.Details {
		r.Details = append(r.Details, detailRecord(d))
	}
	return r
}

func unpackEntry(r entryRecord) model.Entry {
	e := model.Entry{
		Seq: r.Seq, At: r.At, Org: model.OrgID(r.Org), Actor: model.ActorRef(r.Actor), Action: model.Action(r.Action),
		Target: model.TargetRef(r.Target), From: r.From, Refused: r.Refused, Reason: r.Reason,
		Chain: model.Hash(r.Chain),
	}
	for _, d := range r.Details {
		e.Details = append(e.Details, model.Detail(d))
	}
	return e
}
