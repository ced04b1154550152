package bench

import (
	"context"
	"fmt"
	"sync/atomic"

	"example.com/latchkey/model"
)

// tenants are orgs with a service user each, to generate tokens for: as the
// operator on the box does, whom nobody asks for a password.
type tenants struct {
	authority *model.Authority
	of        []tenant
	next      atomic.Int64 // token
}

type tenant struct {
	org  model.OrgID
	user model.ServiceUserID
}

// tokensOfTenant is how many a tenant gets: half of what fits, as a person has
// who is not at the limit.
const tokensOfTenant = 10

// newTenants makes as many orgs as take so many tokens.
func newTenants(ctx context.Context, a *model.Authority, name string, tokens int) (*tenants, error) {
	t := &tenants{authority: a}
	for i := range (tokens + tokensOfTenant - 1) / tokensOfTenant {
		org, err := a.CreateOrg(ctx, operator, fmt.Sprintf("%s %d", name, i+1), adminEmail)
		if err != nil {
			return nil, err
		}
		set, err := a.FindPermissionSet(ctx, operator, org.ID, model.SetStandard)
		if err != nil {
			return nil, err
		}
		u, err := a.CreateServiceUser(ctx, operator, org.ID, model.ServiceUserRequest{Name: "robot", Sets: []model.SetID{set.ID}})
		if err != nil {
			return nil, err
		}
		t.of = append(t.of, tenant{org.ID, u.ID})
	}
	return t, nil
}

// generate makes one more token. The tenants take turns, so that one after
// another, and several at once, are for different ones.
func (t *tenants) generate(ctx context.Context) error {
	n := int(t.next.Add(1)) - 1
	to := t.of[n%len(t.of)]
	_, err := t.authority.GenerateToken(ctx, operator, model.TokenRequest{Org: to.org, ServiceUser: to.user, Name: fmt.Sprintf("token-%d", n)})
	return err
}
