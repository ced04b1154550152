package profile

import (
	"context"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// keySource gives the list its rows. They are few: all come at once.
type keySource struct {
	session *kit.Session
	user    model.UserID // "" is the session's own person
	name    string
}

func (s keySource) own() bool { return s.user == "" }

// all reads all keys, the oldest first.
func (s keySource) all(ctx context.Context) ([]model.SSHKey, error) {
	if s.own() {
		return s.session.Authority.SSHKeys(ctx, s.session.Actor())
	}
	return s.session.Authority.SSHKeysOf(ctx, s.session.Actor(), s.user)
}

func (s keySource) remove(ctx context.Context, k model.SSHKey) error {
	if s.own() {
		return s.session.Authority.RemoveSSHKey(ctx, s.session.Actor(), k.Fingerprint)
	}
	return s.session.Authority.RemoveSSHKeyOf(ctx, s.session.Actor(), s.user, k.Fingerprint)
}

// Page reads all keys at once.
func (s keySource) Page(ctx context.Context, _ model.PageRequest) (model.Page[model.SSHKey], error) {
	rows, err := s.all(ctx)
	return model.Page[model.SSHKey]{Rows: rows, AtStart: true, AtEnd: true}, err
}

// Names is empty: there is nothing to search.
func (s keySource) Names(context.Context, model.Cursor, int) ([]model.Named, model.Cursor, error) {
	return nil, "", nil
}

// Rows is empty: there is nothing to search.
func (s keySource) Rows(context.Context, []string) ([]model.SSHKey, error) { return nil, nil }

func keyColumns(s *kit.Session) []widget.Column[model.SSHKey] {
	return []widget.Column[model.SSHKey]{
		{Title: "Name", Min: 12, Ideal: 18, Flex: true, Cell: func(k model.SSHKey) widget.Cell {
			return widget.Cell{Text: k.Name}
		}},
		{Title: "Last used", Min: 14, Ideal: 16, Cell: func(k model.SSHKey) widget.Cell {
			return widget.Cell{Text: s.Ago(k.LastUsedAt)}
		}},
		{Title: "Fingerprint", Min: 24, Ideal: 50, Priority: 1, Cell: func(k model.SSHKey) widget.Cell {
			return widget.Cell{Text: k.Fingerprint, Tone: kit.Muted}
		}},
		{Title: "Registered", Min: 10, Priority: 2, Cell: func(k model.SSHKey) widget.Cell {
			return widget.Cell{Text: s.Day(k.AddedAt), Tone: kit.Muted}
		}},
	}
}

// keyFacts is all that is known of a key.
func keyFacts(s *kit.Session, k model.SSHKey) []widget.Fact {
	return []widget.Fact{
		{Value: k.Name, Tone: kit.Strong}, {},
		{Label: "Fingerprint", Value: k.Fingerprint},
		{Label: "Registered", Value: s.Exact(k.AddedAt)},
		{Label: "Last used", Value: s.Exact(k.LastUsedAt)},
	}
}
