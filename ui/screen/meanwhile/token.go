package meanwhile

import (
	"context"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// Token watches a token that is still alive.
func Token(s *kit.Session, v model.TokenView) kit.Watch {
	actor, ref := s.Actor(), model.TokenRef{Org: v.Org, ID: v.ID}
	return func(ctx context.Context) (kit.Gone, error) {
		now, err := s.Authority.TokenDetails(ctx, actor, ref)
		if err != nil || now.Alive() {
			return kit.Gone{}, err
		}
		return kit.Gone{Name: model.Printable(now.Name), Text: ended(now.TokenView), At: now.EndedAt, Note: refused}, nil
	}
}

const refused = "What uses it is refused now."

// ended says how a token ended.
func ended(v model.TokenView) string {
	by := model.Printable(v.EndedBy)
	switch v.End {
	case model.EndRevoked:
		return deed(by, "revoked this token", "This token was revoked")
	case model.EndDeleted:
		return deed(by, "deleted the service user of this token", "The service user of this token was deleted")
	case model.EndDeactivated:
		return deed(by, "deactivated the owner of this token", "The owner of this token was deactivated")
	case model.EndRemoved:
		return "This token's owner left the organisation"
	case model.EndDate:
		return "This token came to its end date"
	}
	return "This token expired unused"
}

// deed says who did something, or only that it was done.
func deed(by, did, done string) string {
	if by == "" {
		return done
	}
	return by + " " + did
}

// Tokens watches several tokens: they are gone when none of them lives any more.
func Tokens(s *kit.Session, views []model.TokenView) kit.Watch {
	if len(views) == 1 {
		return Token(s, views[0])
	}
	each := make([]kit.Watch, len(views))
	for i, v := range views {
		each[i] = Token(s, v)
	}
	return every(each, kit.Gone{Name: kit.Plural(len(views), "token"), Text: "All of these tokens have ended, the last one", Note: refused})
}

// Scope watches all tokens of a person, of a service user or of an organisation:
// they are gone when there is none left that could be revoked.
func Scope(s *kit.Session, scope model.RevokeScope, whose string) kit.Watch {
	actor := s.Actor()
	return func(ctx context.Context) (kit.Gone, error) {
		_, n, err := s.Authority.TokensIn(ctx, actor, scope)
		if err != nil || n > 0 {
			return kit.Gone{}, err
		}
		return kit.Gone{Name: "The tokens of " + model.Printable(whose), Text: "All of them have ended meanwhile"}, nil
	}
}
