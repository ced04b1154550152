// Package successor asks who gets what somebody owns who goes (rule 1.3): a
// dialog before the question whether they are to go.
package successor
