package storage

import (
	"time"

	"example.com/latchkey/model"
)

type accountRecord struct {
	ID           string    `json:"id"`
	Email        string    `json:"email"`
	Name         string    `json:"name"`
	CreatedAt    time.Time `json:"created_at"`
	Operator     bool      `json:"operator,omitzero"`
	Disabled     bool      `json:"disabled,omitzero"`
	PasswordHash string    `json:"password_hash,omitzero"`
	CodeHash     string    `json:"code_hash,omitzero"`
	CodeUntil    time.Time `json:"code_until,omitzero"`
	Generation   int       `json:"generation,omitzero"`
	LastOrg      string    `json:"last_org,omitzero"`
	NoAutoCopy   bool      `json:"no_auto_copy,omitzero"`
	LastLoginAt  time.Time `json:"last_login_at,omitzero"`
}

func packAccount(a model.Account) accountRecord {
	return accountRecord{
		ID: string(a.ID), Email: a.Email, Name: a.Name, CreatedAt: utc(a.CreatedAt),
		Operator: a.Operator, Disabled: a.Disabled, PasswordHash: a.PasswordHash,
		CodeHash: a.CodeHash, CodeUntil: utc(a.CodeUntil), Generation: a.Generation,
		LastOrg: string(a.LastOrg), NoAutoCopy: a.NoAutoCopy, LastLoginAt: utc(a.LastLoginAt),
	}
}

func unpackAccount(r accountRecord) model.Account {
	return model.Account{
		ID: model.UserID(r.ID), Email: r.Email, Name: r.Name, CreatedAt: r.CreatedAt,
		Operator: r.Operator, Disabled: r.Disabled, PasswordHash: r.PasswordHash,
		CodeHash: r.CodeHash, CodeUntil: r.CodeUntil, Generation: r.Generation,
		LastOrg: model.OrgID(r.LastOrg), NoAutoCopy: r.NoAutoCopy, LastLoginAt: r.LastLoginAt,
	}
}

var accounts = table[model.Account, accountRecord]{
	noun:   "user",
	key:    func(a model.Account) key { return accountKey(a.ID) },
	pack:   packAccount,
	unpack: unpackAccount,
	links: func(a model.Account) []link {
		return []link{
			{at: newKey("account.by-name", sortable(a.Name), string(a.ID))},
			{at: newKey("account.email", hashed(a.Email)), taken: taken(model.FieldEmail, a.Email)},
		}
	},
}

var accountOrders = orders{
	model.SortName:    {prefix: all("account.by-name")},
	model.SortCreated: {prefix: all("account"), records: true},
}

func accountKey(id model.UserID) key { return newKey("account", string(id)) }

// Account returns the person with that id. KindNotFound when there is none.
func (t *tx) Account(id model.UserID) (model.Account, error) {
	return accounts.get(t, accountKey(id))
}

// AccountByEmail returns the person with that e-mail, folded. KindNotFound
// when there is none.
func (t *tx) AccountByEmail(email string) (model.Account, error) {
	return accounts.getBy(t, newKey("account.email", hashed(email)))
}

// PutAccount writes a person. KindConflict when another one has the e-mail.
func (t *tx) PutAccount(a model.Account) error {
	if err := checkID(a.ID); err != nil {
		return err
	}
	_, err := accounts.put(t, a)
	return err
}

// Accounts lists by SortName or SortCreated.
func (t *tx) Accounts(req model.PageRequest) (model.Page[model.Account], error) {
	return accounts.page(t, accountOrders, req)
}
