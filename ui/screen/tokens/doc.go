// Package tokens has the screens for API tokens: the list of one subject's
// tokens, its details, and the pop-ups that generate, regenerate and revoke.
// The same screens serve a person's own tokens and those of a service user.
package tokens
