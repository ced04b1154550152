package model

// Name names a check as people read it, in a word.
func (c Check) Name() string {
	switch c {
	case CheckSecret:
		return "Secret"
	case CheckKnown:
		return "Token"
	case CheckRevoked:
		return "Revocation"
	case CheckExpired:
		return "Expiry"
	case CheckOrg:
		return "Organisation"
	case CheckSubject:
		return "Subject"
	case CheckPermission:
		return "Permission"
	}
	return "Access"
}

// Status returns the HTTP status of an answer: 401 when the token is to blame,
// 403 when it is good and what it asks for is not allowed.
func (r Reason) Status() int {
	switch r {
	case ReasonOK:
		return 200
	case ReasonPermissionMissing, ReasonAccessMissing:
		return 403
	}
	return 401
}
