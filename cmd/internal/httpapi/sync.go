package httpapi

import (
	"net/http"

	"example.com/latchkey/model"
)

// itemRequest is the body of PUT /v1/items/{kind}/{ref}: all of the item but for
// its owner, who stays when there is none here.
type itemRequest struct {
	Name  string `json:"name"`
	Owner string `json:"owner"`
	Site  string `json:"site"`
}

// grantsRequest is the body of PUT /v1/items/{kind}/{ref}/grants.
type grantsRequest struct {
	Grants *[]grantJSON `json:"grants"`
}

type grantJSON struct {
	To    string `json:"to"`
	Level string `json:"level"`
}

// grantsAnswer says what became of the grants of an item.
type grantsAnswer struct {
	Item  model.ItemID `json:"item"`
	Given int          `json:"given"`
	Taken int          `json:"taken"`
}

func (a *api) address(r *http.Request) model.SyncAddress {
	return model.SyncAddress{Org: a.Org, Kind: model.ItemKind(r.PathValue("kind")), Ref: r.PathValue("ref")}
}

// syncer returns the token of an API that keeps its items in step, and reads its
// body. It has answered when it says no.
func (a *api) syncer(w http.ResponseWriter, r *http.Request, body any) (model.Secret, bool) {
	secret, refused := bearer(r)
	if refused != nil {
		refused.write(w)
		return secret, false
	}
	if body == nil {
		return secret, true
	}
	if wrong := readJSON(r, body); wrong != nil {
		wrong.write(w)
		return secret, false
	}
	return secret, true
}

// synced reports whether a request was carried out, and answers when it was not.
func (a *api) synced(w http.ResponseWriter, d model.Decision, err error) bool {
	a.metrics.count(d.Reason, err)
	if err != nil {
		a.fail(w, err, model.ItemsSync)
		return false
	}
	if refused := refuse(d, model.ItemsSync); refused != nil {
		refused.write(w)
		return false
	}
	return true
}

// putItem makes an item what the API behind says: 201 for a new one, else 200.
func (a *api) putItem(w http.ResponseWriter, r *http.Request) {
	var in itemRequest
	secret, ok := a.syncer(w, r, &in)
	if !ok {
		return
	}
	request := model.SyncRequest{SyncAddress: a.address(r), Name: in.Name, Owner: in.Owner, Site: in.Site}
	d, done, err := a.authority.SyncItem(r.Context(), secret, request, a.origin(r))
	if !a.synced(w, d, err) {
		return
	}
	status := http.StatusOK
	if done.Created {
		status = http.StatusCreated
	}
	sendJSON(w, status, asItem(done.Item))
}

// deleteItem deletes an item, and is content when there is none.
func (a *api) deleteItem(w http.ResponseWriter, r *http.Request) {
	secret, ok := a.syncer(w, r, nil)
	if !ok {
		return
	}
	d, _, err := a.authority.DropItem(r.Context(), secret, a.address(r), a.origin(r))
	if a.synced(w, d, err) {
		w.WriteHeader(http.StatusNoContent)
	}
}

// putGrants makes the grants on an item exactly those of the body.
func (a *api) putGrants(w http.ResponseWriter, r *http.Request) {
	var in grantsRequest
	secret, ok := a.syncer(w, r, &in)
	if !ok {
		return
	}
	if in.Grants == nil {
		problem{Status: http.StatusBadRequest, Detail: "grants is missing; to take back all of them, it is an empty list.", Field: "grants"}.write(w)
		return
	}
	var grants []model.SyncGrant
	for _, g := range *in.Grants {
		level, err := model.ParseLevel(g.Level)
		if err != nil {
			a.fail(w, err, "")
			return
		}
		grants = append(grants, model.SyncGrant{To: g.To, Level: level})
	}
	d, done, err := a.authority.SyncGrants(r.Context(), secret, a.address(r), grants, a.origin(r))
	if a.synced(w, d, err) {
		sendJSON(w, http.StatusOK, grantsAnswer{done.Item.ID, done.Given, done.Taken})
	}
}
