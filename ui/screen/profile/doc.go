// Package profile has the screen My profile: who is logged in, in which
// organisation, and what a person can change about their own account.
package profile
