package content

import (
	"example.com/latchkey/model"
)

// granteeWords says whom a grant is given to: "Night shift · group". Those of
// another organisation say of which.
func granteeWords(v model.GrantView, own model.OrgID) string {
	text := v.GranteeName
	switch v.To.Kind {
	case model.GranteeAllUsers:
		text = "all users"
	case model.GranteeAllServiceUsers:
		text = "all service users"
	case model.GranteeGroup:
		text += " · group"
	case model.GranteeSite:
		text += " · site"
	case model.GranteeServiceUser:
		text += " · service user"
	}
	if v.To.Org != own {
		text += " of " + v.GranteeOrg
	}
	return model.Printable(text)
}

// granteeCell is granteeWords for a column: of who is of another organisation, that
// says more than the kind, which stands beside the list.
func granteeCell(v model.GrantView, own model.OrgID) string {
	if v.To.Org != own && v.To.ID != "" {
		return model.Printable(v.GranteeName + " · " + v.GranteeOrg)
	}
	return granteeWords(v, own)
}

// onWords says what a rule is on.
func onWords(v model.GrantView) string {
	text := "all " + v.Scope.Kind.Plural()
	if v.Scope.Site != "" {
		text += " at " + v.SiteName + " and below"
	}
	return model.Printable(text)
}

// subjectOf is the person or service user that a grant names, in the current
// organisation.
func subjectOf(to model.Grantee, own model.OrgID) (model.Subject, bool) {
	switch {
	case to.Org != own:
	case to.Kind == model.GranteeUser:
		return model.Subject{User: model.UserID(to.ID)}, true
	case to.Kind == model.GranteeServiceUser:
		return model.Subject{ServiceUser: model.ServiceUserID(to.ID)}, true
	}
	return model.Subject{}, false
}
