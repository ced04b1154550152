// Package serviceusers has the screen for an organisation's service users: the
// list, from where the tokens of each can be reached, and the pop-ups that
// create, edit, disable and delete one.
package serviceusers
