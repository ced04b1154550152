package storage

import (
	"time"

	"example.com/latchkey/model"
)

type serviceUserRecord struct {
	ID          string    `json:"id"`
	Org         string    `json:"org"`
	Name        string    `json:"name"`
	Description string    `json:"description,omitzero"`
	Sets        []string  `json:"sets,omitempty"`
	CreatedAt   time.Time `json:"created_at"`
	Disabled    bool      `json:"disabled,omitzero"`
	Deleted     bool      `json:"deleted,omitzero"`
}

func packServiceUser(s model.ServiceUser) serviceUserRecord {
	return serviceUserRecord{
		ID: string(s.ID), Org: string(s.Org), Name: s.Name, Description: s.Description,
		Sets: texts(s.Sets), CreatedAt: utc(s.CreatedAt), Disabled: s.Disabled, Deleted: s.Deleted,
	}
}

func unpackServiceUser(r serviceUserRecord) model.ServiceUser {
	return model.ServiceUser{
		ID: model.ServiceUserID(r.ID), Org: model.OrgID(r.Org), Name: r.Name, Description: r.Description,
		Sets: fromTexts[model.SetID](r.Sets), CreatedAt: r.CreatedAt, Disabled: r.Disabled, Deleted: r.Deleted,
	}
}

var serviceUsers = table[model.ServiceUser, serviceUserRecord]{
	noun:   "service user",
	key:    func(s model.ServiceUser) key { return serviceUserKey(s.Org, s.ID) },
	pack:   packServiceUser,
	unpack: unpackServiceUser,
	links: func(s model.ServiceUser) []link {
		if s.Deleted {
			return nil
		}
		org, id := string(s.Org), string(s.ID)
		return []link{
			{at: newKey("service.by-name", org, sortable(s.Name), id)},
			{at: newKey("service.by-created", org, id)},
			{at: serviceUserNameKey(s.Org, s.Name), taken: taken(model.FieldName, s.Name)},
		}
	},
}

func serviceUserKey(org model.OrgID, id model.ServiceUserID) key {
	return newKey("service", string(org), string(id))
}

func serviceUserNameKey(org model.OrgID, name string) key {
	return newKey("service.name", string(org), hashed(name))
}

// ServiceUser returns an org's service user, also a deleted one. KindNotFound
// when there is none.
func (t *tx) ServiceUser(org model.OrgID, id model.ServiceUserID) (model.ServiceUser, error) {
	return serviceUsers.get(t, serviceUserKey(org, id))
}

// ServiceUserByName returns the one of that name, folded, that is not deleted.
// KindNotFound when there is none.
func (t *tx) ServiceUserByName(org model.OrgID, name string) (model.ServiceUser, error) {
	return serviceUsers.getBy(t, serviceUserNameKey(org, name))
}

// PutServiceUser writes a service user and keeps the count of who holds its
// sets. KindConflict when another one in the org has its name.
func (t *tx) PutServiceUser(s model.ServiceUser) error {
	err := firstOf(checkID(s.Org), checkID(s.ID))
	for _, set := range s.Sets {
		err = firstOf(err, checkID(set))
	}
	if err != nil {
		return err
	}
	old, err := serviceUsers.put(t, s)
	if err != nil {
		return err
	}
	moved := holdings{}
	if old != nil {
		moved.addServiceUser(*old, -1)
	}
	moved.addServiceUser(s, +1)
	return t.moveHoldings(s.Org, moved)
}

// ServiceUsers lists by SortName or SortCreated, the deleted ones left out.
func (t *tx) ServiceUsers(org model.OrgID, req model.PageRequest) (model.Page[model.ServiceUser], error) {
	return serviceUsers.page(t, orders{
		model.SortName:    {prefix: within("service.by-name", string(org))},
		model.SortCreated: {prefix: within("service.by-created", string(org))},
	}, req)
}
