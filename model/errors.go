package model

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind says what sort of failure an Error is. Doors map kinds to exit codes,
// HTTP statuses, field errors and notices; nothing else about an error is
// meant for a program to decide on.
type Kind string

// The kinds of failure. A use case documents which of them it can return.
const (
	KindInvalid         Kind = "invalid"         // input that breaks a rule of form; nothing was changed
	KindNotFound        Kind = "not_found"       // no such thing, or none that the actor may know of
	KindForbidden       Kind = "forbidden"       // the actor may not do this
	KindConflict        Kind = "conflict"        // the state does not allow it: a name is taken, somebody was faster
	KindQuota           Kind = "quota"           // a limit on the number of active tokens or seats is reached
	KindUnauthenticated Kind = "unauthenticated" // the password, code or token given does not prove who it is
	KindUnavailable     Kind = "unavailable"     // the store is in use, full, closed or not to be reached
	KindInternal        Kind = "internal"        // a fault of latchkey or of the store; whole in the log, bland to the person
)

// Error is the one error type that people see: a kind for programs, a sentence
// for the person and, where a form can show it beside the culprit, the field.
type Error struct {
	Kind    Kind
	Field   Field  // "" when no single field is to blame
	Message string // a sentence: what happened and, where there is something to do, what
	Err     error  // the cause, for the log only; never shown

	// RetryAt is when trying again makes sense, for a pause after wrong
	// passwords; zero otherwise.
	RetryAt time.Time
}

// Error returns the sentence for the person. The cause is not part of it.
func (e *Error) Error() string { return e.Message }

// Unwrap returns the cause, so that a context's end can be told apart.
func (e *Error) Unwrap() error { return e.Err }

// Field names the input that an Error is about, so that a form can show the
// sentence under it and a subcommand can name the flag.
type Field string

// The fields that use cases name in their errors.
const (
	FieldName        Field = "name"
	FieldNote        Field = "note"
	FieldDescription Field = "description"
	FieldEmail       Field = "email"
	FieldPassword    Field = "password"
	FieldNewPassword Field = "new password"
	FieldOrg         Field = "organisation"
	FieldSets        Field = "permission sets"
	FieldPermission  Field = "permission"
	FieldEndsAt      Field = "end date"
	FieldOverlap     Field = "overlap"
	FieldInactivity  Field = "inactivity limit"
	FieldSSO         Field = "sso mode"
	FieldDomains     Field = "domains"
	FieldToken       Field = "token"
	FieldCode        Field = "code"
	FieldSeats       Field = "seats"
	FieldKind        Field = "kind"
	FieldItem        Field = "item"
	FieldOwner       Field = "owner"
	FieldLevel       Field = "level"
	FieldSite        Field = "site"
	FieldGroup       Field = "group"
	FieldGrantee     Field = "grantee"
	FieldSuccessor   Field = "successor"
	FieldReference   Field = "reference"
	FieldAction      Field = "action"
	FieldKey         Field = "key"
)

// some returns the field with its article.
func (f Field) some() string {
	if f != "" && strings.ContainsRune("aeiou", rune(f[0])) {
		return "an " + string(f)
	}
	return "a " + string(f)
}

// KindOf returns the kind of err: that of the outermost Error in its chain,
// and KindInternal for anything else. It is "" for nil.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return KindInternal
}

// Sentence returns what to tell a person about err: the sentence of an Error,
// or a bland one for everything that latchkey did not foresee.
func Sentence(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Message
	}
	return "Something went wrong inside latchkey; nothing was changed. The log has the details."
}

// FieldOf returns the field that err is about, or "" when there is none.
func FieldOf(err error) Field {
	var e *Error
	if errors.As(err, &e) {
		return e.Field
	}
	return ""
}

// RetryAt returns when trying again makes sense after err, and the zero time
// when it is not a matter of waiting.
func RetryAt(err error) time.Time {
	var e *Error
	if errors.As(err, &e) {
		return e.RetryAt
	}
	return time.Time{}
}

func newError(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

func invalid(field Field, format string, args ...any) *Error {
	return &Error{Kind: KindInvalid, Field: field, Message: fmt.Sprintf(format, args...)}
}

func notFound(format string, args ...any) *Error  { return newError(KindNotFound, format, args...) }
func forbidden(format string, args ...any) *Error { return newError(KindForbidden, format, args...) }
func conflict(field Field, format string, args ...any) *Error {
	return &Error{Kind: KindConflict, Field: field, Message: fmt.Sprintf(format, args...)}
}
