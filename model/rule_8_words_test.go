package model_test

import (
	"testing"

	"example.com/latchkey/model"
)

// The token is to blame for a 401, what it asks for for a 403.
func TestReasonsHaveAStatus(t *testing.T) {
	for reason, want := range map[model.Reason]int{
		model.ReasonOK: 200, model.ReasonMalformed: 401, model.ReasonUnknown: 401, model.ReasonRevoked: 401, model.ReasonExpired: 401,
		model.ReasonOrgSuspended: 401, model.ReasonSubjectInactive: 401, model.ReasonPermissionMissing: 403, model.ReasonAccessMissing: 403,
	} {
		if got := reason.Status(); got != want {
			t.Errorf("%s is a %d, want %d", reason, got, want)
		}
	}
}

func TestChecksHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range []model.Check{
		model.CheckSecret, model.CheckKnown, model.CheckRevoked, model.CheckExpired,
		model.CheckOrg, model.CheckSubject, model.CheckPermission, model.CheckAccess,
	} {
		if name := c.Name(); name == "" || seen[name] {
			t.Errorf("%s is called %q", c, name)
		} else {
			seen[name] = true
		}
	}
}
