package model

// Reason is the one answer to a request that a token makes (rule 8.2).
type Reason string

// The reasons of rule 8.2, in the order in which they are checked (rule 8.1).
const (
	ReasonOK                Reason = "ok"
	ReasonMalformed         Reason = "malformed"
	ReasonUnknown           Reason = "unknown"
	ReasonRevoked           Reason = "revoked"
	ReasonExpired           Reason = "expired"
	ReasonOrgSuspended      Reason = "org_suspended"
	ReasonSubjectInactive   Reason = "subject_inactive"
	ReasonPermissionMissing Reason = "permission_missing"
	ReasonAccessMissing     Reason = "access_missing"
)
