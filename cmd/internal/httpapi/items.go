package httpapi

import (
	"net/http"
	"strconv"

	"example.com/latchkey/model"
)

// itemJSON is an item as an answer shows it.
type itemJSON struct {
	ID        model.ItemID   `json:"id"`
	Org       model.OrgID    `json:"org"`
	OrgName   string         `json:"org_name,omitempty"`
	Kind      model.ItemKind `json:"kind"`
	Name      string         `json:"name"`
	Reference string         `json:"reference,omitempty"`
	OwnerName string         `json:"owner_name,omitempty"`
	Site      model.SiteID   `json:"site,omitempty"`
	SiteName  string         `json:"site_name,omitempty"`
	Level     string         `json:"level,omitempty"` // of the token's subject on it
	CreatedAt string         `json:"created_at"`
}

// itemsJSON is a page of items. Next is the cursor of the one after it.
type itemsJSON struct {
	Items []itemJSON   `json:"items"`
	Next  model.Cursor `json:"next,omitempty"`
}

func asItem(i model.Item) itemJSON {
	return itemJSON{ID: i.ID, Org: i.Org, Kind: i.Kind, Name: i.Name, Reference: i.Ref, Site: i.Site, CreatedAt: stamp(i.CreatedAt)}
}

// listItems lists what the token's subject can see (rule 7.7), a page at a time.
func (a *api) listItems(w http.ResponseWriter, r *http.Request) {
	secret, refused := bearer(r)
	if refused != nil {
		refused.write(w)
		return
	}
	query, wrong := a.itemQuery(r)
	if wrong != "" {
		problem{Status: http.StatusBadRequest, Detail: wrong}.write(w)
		return
	}
	d, page, err := a.authority.ListItemsFor(r.Context(), secret, query, a.origin(r))
	a.metrics.count(d.Reason, err)
	if err != nil {
		a.fail(w, err, "")
		return
	}
	if refused := refuse(d, ""); refused != nil {
		refused.write(w)
		return
	}
	sendJSON(w, http.StatusOK, asItems(page))
}

func asItems(page model.Page[model.ItemView]) itemsJSON {
	out := itemsJSON{Items: []itemJSON{}}
	for _, v := range page.Rows {
		item := asItem(v.Item)
		item.OrgName, item.OwnerName, item.SiteName, item.Level = v.OrgName, v.OwnerName, v.SiteName, v.Level.String()
		out.Items = append(out.Items, item)
	}
	if !page.AtEnd {
		out.Next = page.End
	}
	return out
}

// mostItems is how many items a page has at the most.
const mostItems = 1000

// itemQuery reads the query string of a list. The text says what is wrong with it.
func (a *api) itemQuery(r *http.Request) (model.ItemQuery, string) {
	query := model.ItemQuery{Org: a.Org, Page: model.PageRequest{Sort: model.SortCreated}}
	for name, values := range r.URL.Query() {
		value := values[0]
		switch {
		case len(values) != 1:
			return query, "A parameter comes more than once."
		case name == "kind":
			query.Kind = model.ItemKind(value)
		case name == "cursor":
			query.Page.From = model.Cursor(value)
		case name == "limit":
			n, err := strconv.Atoi(value)
			if err != nil || n < 1 || n > mostItems {
				return query, "limit is a number from 1 to 1000."
			}
			query.Page.Limit = n
		default:
			return query, "A parameter is not known here: there are kind, cursor and limit."
		}
	}
	return query, ""
}
