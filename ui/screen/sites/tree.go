package sites

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// row is a site in the tree, or the top of the tree where a new place is chosen.
type row struct {
	model.SiteNode
	closed bool         // what lies below it is not shown
	found  bool         // it is a match of the filter, which has no tree
	above  []model.Site // from the top down, without the site itself
}

func id(r row) string { return string(r.ID) }

// where says what a site lies below, from the top down.
func (r row) where() string {
	names := make([]string, len(r.above))
	for i, s := range r.above {
		names[i] = s.Name
	}
	return strings.Join(names, " › ")
}

// tree gives the list its rows from the authority. Commands read it while Update
// opens and closes sites, so what it shows is replaced and never changed.
type tree struct {
	session *kit.Session
	org     model.OrgID
	moving  model.SiteID // it is to choose a new place for this site, without what lies below it
	lies    model.SiteID // where that one lies now
	shown   atomic.Pointer[shown]
}

// shown is what a tree shows.
type shown struct {
	nodes  *nodes
	closed map[model.SiteID]bool
}

// nodes is the tree as it was once read. Only commands take the lock.
type nodes struct {
	mu   sync.Mutex
	read bool
	list []model.SiteNode
	more atomic.Bool // there are more sites than these
	size atomic.Int64
}

func newTree(s *kit.Session) *tree {
	t := &tree{session: s, org: s.Org()}
	t.shown.Store(&shown{nodes: &nodes{}})
	return t
}

// forget makes the next look read the tree again.
func (t *tree) forget() {
	next := *t.shown.Load()
	old := next.nodes
	next.nodes = &nodes{}
	next.nodes.more.Store(old.more.Load())
	next.nodes.size.Store(old.size.Load())
	t.shown.Store(&next)
}

// show opens or closes a site.
func (t *tree) show(id model.SiteID, open bool) {
	next := *t.shown.Load()
	next.closed = maps.Clone(next.closed)
	if next.closed == nil {
		next.closed = map[model.SiteID]bool{}
	}
	next.closed[id] = !open
	t.shown.Store(&next)
}

// cut reports whether there are more sites than are shown.
func (t *tree) cut() bool { return t.shown.Load().nodes.more.Load() }

// count says how many sites there are, and nothing for none.
func (t *tree) count() string {
	switch n := int(t.shown.Load().nodes.size.Load()); {
	case n == 0:
		return ""
	case t.cut():
		return kit.Count(n) + "+ sites"
	default:
		return kit.Plural(n, "site")
	}
}

// all returns every site in the order of the tree.
func (t *tree) all(ctx context.Context, n *nodes) ([]model.SiteNode, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.read {
		return n.list, nil
	}
	list, more, err := t.session.Authority.SiteTree(ctx, t.session.Actor(), t.org)
	if err != nil {
		return nil, err
	}
	n.read, n.list = true, list
	n.more.Store(more)
	n.size.Store(int64(len(list)))
	return list, nil
}

// rows returns every site with what it lies below. What cannot be the new place
// of the site that is moved is left out.
func (t *tree) rows(ctx context.Context) ([]row, error) {
	now := t.shown.Load()
	list, err := t.all(ctx, now.nodes)
	if err != nil {
		return nil, err
	}
	var rows []row
	if t.moving != "" {
		rows = append(rows, row{SiteNode: model.SiteNode{SiteView: model.SiteView{Site: model.Site{Org: t.org, Name: topName}}}})
	}
	var above []model.Site
	for _, n := range list {
		above = append(above[:min(n.Depth, len(above))], n.Site)
		if t.moving != "" && slices.ContainsFunc(above, func(s model.Site) bool { return s.ID == t.moving }) {
			continue
		}
		if t.moving != "" && n.ID == t.lies {
			n.Below--
		}
		rows = append(rows, row{SiteNode: n, closed: now.closed[n.ID] && n.Below > 0, above: slices.Clone(above[:len(above)-1])})
	}
	return rows, nil
}

// topName stands for the top of the tree where a new place is chosen.
const topName = "The top, below no other site"

// Page returns the part of the tree that r asks for, without what lies below a
// site that is closed.
func (t *tree) Page(ctx context.Context, r model.PageRequest) (model.Page[row], error) {
	rows, err := t.rows(ctx)
	if err != nil {
		return model.Page[row]{}, err
	}
	closed := t.shown.Load().closed
	open := slices.DeleteFunc(rows, func(r row) bool {
		return slices.ContainsFunc(r.above, func(s model.Site) bool { return closed[s.ID] })
	})
	return widget.PageOf(open, id, r), nil
}

// Names returns the names of all sites at once.
func (t *tree) Names(ctx context.Context, _ model.Cursor, _ int) ([]model.Named, model.Cursor, error) {
	rows, err := t.rows(ctx)
	names := make([]model.Named, len(rows))
	for i, r := range rows {
		names[i] = model.Named{ID: id(r), Name: r.Name}
	}
	return names, "", err
}

// Rows returns sites by id, as matches of the filter.
func (t *tree) Rows(ctx context.Context, ids []string) ([]row, error) {
	all, err := t.rows(ctx)
	byID := make(map[string]row, len(all))
	for _, r := range all {
		r.found = true
		byID[id(r)] = r
	}
	var rows []row
	for _, want := range ids {
		if r, ok := byID[want]; ok {
			rows = append(rows, r)
		}
	}
	return rows, err
}
