// Package compare has the help page for those who wonder which kind of API
// token they need: a person's own or one of a service user.
package compare
