package content

import (
	"testing"

	"example.com/latchkey/model"
)

func TestGranteeCell_SaysOfWhichOtherOrganisation(t *testing.T) {
	const own, other = model.OrgID("org_own"), model.OrgID("org_other")
	for want, to := range map[string]model.Grantee{
		"Crew · group":      {Org: own, Kind: model.GranteeGroup, ID: "grp_1"},
		"Crew · Bolt":       {Org: other, Kind: model.GranteeGroup, ID: "grp_1"},
		"all users":         {Org: own, Kind: model.GranteeAllUsers},
		"all users of Bolt": {Org: other, Kind: model.GranteeAllUsers},
	} {
		v := model.GrantView{Grant: model.Grant{To: to}, GranteeName: "Crew", GranteeOrg: "Bolt"}
		if got := granteeCell(v, own); got != want {
			t.Errorf("%+v is %q, want %q", to, got, want)
		}
	}
}
