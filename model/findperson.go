package model

import (
	"context"
	"strconv"
	"strings"
	"time"
)

// FindMember finds a person of an org by id, e-mail or name. The errors are of
// KindNotFound, of KindConflict with the candidates for a name that several
// have, and of KindForbidden.
func (a *Authority) FindMember(ctx context.Context, actor Actor, org OrgID, text string) (Membership, error) {
	var m Membership
	err := a.inquire(ctx, actor, org, ucListMembers, func(q *inquiry) (err error) {
		m, err = q.memberCalled(org, text)
		return err
	})
	return m, err
}

func (q *inquiry) memberCalled(org OrgID, text string) (Membership, error) {
	switch {
	case looksLikeID("usr_", text):
		return q.presentMember(org, UserID(text), text)
	case strings.Contains(text, "@"):
		account, err := q.AccountByEmail(strings.ToLower(strings.TrimSpace(text)))
		if err != nil {
			return Membership{}, noMember(err, text)
		}
		return q.presentMember(org, account.ID, text)
	}
	read := func(r PageRequest) (Page[Membership], error) { return q.Members(org, r) }
	found, err := namesakes(read, text, func(m Membership) string { return m.Name })
	if err != nil {
		return Membership{}, err
	}
	return theOnly(found, text, func(m Membership) string { return string(m.User) + " (" + Printable(m.Email) + ")" }, noMember(notFound(""), text))
}

func (q *inquiry) presentMember(org OrgID, user UserID, text string) (Membership, error) {
	m, err := q.Membership(org, user)
	if err == nil && m.Status == MemberRemoved {
		err = notFound("")
	}
	return m, noMember(err, text)
}

func noMember(err error, text string) error {
	if KindOf(err) == KindNotFound {
		return &Error{Kind: KindNotFound, Field: FieldEmail, Message: "There is nobody " + Printable(text) + " in the organisation."}
	}
	return err
}

// AccountView is a person as operators see them, whatever the org.
type AccountView struct {
	ID          UserID
	Email, Name string
	Operator    bool
	Disabled    bool
	CreatedAt   time.Time
	LastLoginAt time.Time
}

// FindAccount finds a person by id, e-mail or name, for operators. Errors as of
// FindMember.
func (a *Authority) FindAccount(ctx context.Context, actor Actor, text string) (AccountView, error) {
	var found Account
	err := a.inquire(ctx, actor, "", ucManageAccounts, func(q *inquiry) (err error) {
		found, err = q.accountCalled(text)
		if KindOf(err) == KindNotFound {
			err = &Error{Kind: KindNotFound, Field: FieldEmail, Message: "There is nobody " + Printable(text) + " here."}
		}
		return err
	})
	return AccountView{found.ID, found.Email, found.Name, found.Operator, found.Disabled, found.CreatedAt, found.LastLoginAt}, err
}

func (q *inquiry) accountCalled(text string) (Account, error) {
	switch {
	case looksLikeID("usr_", text):
		return q.Account(UserID(text))
	case strings.Contains(text, "@"):
		return q.AccountByEmail(strings.ToLower(strings.TrimSpace(text)))
	}
	found, err := namesakes(q.Accounts, text, func(a Account) string { return a.Name })
	if err != nil {
		return Account{}, err
	}
	return theOnly(found, text, func(a Account) string { return string(a.ID) + " (" + Printable(a.Email) + ")" }, notFound(""))
}

// namesakes reads a list to its end and returns the rows that have a name.
func namesakes[T any](read func(PageRequest) (Page[T], error), text string, name func(T) string) ([]T, error) {
	var found []T
	wanted := foldName(strings.TrimSpace(text))
	request := PageRequest{Sort: SortName, Limit: maxPage}
	for {
		page, err := read(request)
		if err != nil {
			return nil, err
		}
		for _, row := range page.Rows {
			if foldName(name(row)) == wanted {
				found = append(found, row)
			}
		}
		if page.AtEnd {
			return found, nil
		}
		request.From = page.End
	}
}

// candidatesMost is how many candidates a refused name is told of.
const candidatesMost = 8

// theOnly returns the one that was found. Several are a KindConflict that tells
// them apart.
func theOnly[T any](found []T, text string, tell func(T) string, none error) (T, error) {
	var zero T
	switch len(found) {
	case 0:
		return zero, none
	case 1:
		return found[0], nil
	}
	var candidates []string
	for _, row := range found[:min(len(found), candidatesMost)] {
		candidates = append(candidates, tell(row))
	}
	if more := len(found) - candidatesMost; more > 0 {
		candidates = append(candidates, "and "+strconv.Itoa(more)+" more")
	}
	return zero, conflict("", "Several are called %s; say which by id: %s.", Printable(text), strings.Join(candidates, ", "))
}

// FindSubject finds whose tokens are meant: a person or a service user of an
// org, by id, e-mail or name. Everybody finds themself, by id and e-mail, others
// who may list them. Errors as of FindMember.
func (a *Authority) FindSubject(ctx context.Context, actor Actor, org OrgID, text string) (Subject, error) {
	if p, err := a.WhoAmI(ctx, actor, org); err == nil && p.Member && (text == string(p.User) || strings.ToLower(text) == p.Email) {
		return Subject{User: p.User}, nil
	}
	m, noPerson := a.FindMember(ctx, actor, org, text)
	u, noSystem := a.FindServiceUser(ctx, actor, org, text)
	switch {
	case noPerson == nil && noSystem == nil:
		return Subject{}, conflict("", "A person and a service user are called %s; say which by id: %s, %s.", Printable(text), m.User, u.ID)
	case noPerson == nil:
		return Subject{User: m.User}, nil
	case noSystem == nil && KindOf(noPerson) != KindConflict:
		return Subject{ServiceUser: u.ID}, nil
	case KindOf(noPerson) == KindNotFound && KindOf(noSystem) == KindNotFound:
		return Subject{}, notFound("There is no person or service user %s in the organisation.", Printable(text))
	case KindOf(noPerson) == KindNotFound:
		return Subject{}, noSystem
	}
	return Subject{}, noPerson
}
