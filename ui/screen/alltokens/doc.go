// Package alltokens has the screen for the API tokens of a whole organisation:
// a list that can be narrowed down to those that need care, and the ways to
// revoke one, several, all of somebody or all there are.
package alltokens
