// Package content has the screens for an organisation's items and for who
// reaches them: the list, one item with the grants on it, the rules for all
// items of a kind, and the pop-ups that change these.
package content
