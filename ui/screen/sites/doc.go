// Package sites has the screens for an organisation's tree of sites: the tree,
// from where the members of each can be reached, the pop-ups that create, rename
// and delete one, and the tree from which a new place for one is chosen.
package sites
