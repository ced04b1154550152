// Package httpapi answers requests over HTTP: whether a token is good and may do
// what it is about to (GET /v1/verify for gateways, POST /v1/check as JSON), what
// it is (POST /v1/introspect, RFC 7662; GET /v1/whoami), which items it can see
// (GET /v1/items), and to be revoked (POST /v1/revoke, RFC 7009). An API behind
// keeps its items and grants in step (PUT and DELETE /v1/items/…).
//
// No rule is here: the model decides, and this package speaks RFC 6750 with
// whoever asks. What cannot be answered is never a yes.
package httpapi
