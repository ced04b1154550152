// Package model is what latchkey is about: organisations, people, service
// users, permission sets, tokens and the activity log, and every rule on them.
//
// Authority is the one place where things happen. It has a method per use
// case; each takes the Actor who asks, authorises for itself (access.go has
// the table), runs one transaction on the Store and adds the activity entry in
// it. Screens and doors ask; they hold no rule.
//
// The rules have numbers ("rule 3.2"); comments and tests name them. A token
// is good when all of its positive records say so: it has not ended
// (standing.go), its org is not suspended and its subject is active. What is
// missing or unreadable is never a yes.
package model
