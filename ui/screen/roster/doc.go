// Package roster has what the screens of groups and of sites share: who is a
// member of one, the list from which people are added, and what it gives to its
// members.
package roster
