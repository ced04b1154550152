package bench

import (
	"context"
	"errors"
	"fmt"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

// keysOfStep is how many keys a step of the builder writes at the most: the
// store's limit. The others say what one of a kind takes.
const (
	keysOfStep    = 100
	keysOfToken   = 9  // the record, its places in the orders, its use
	keysOfPerson  = 10 // the account, the membership, the quota
	keysOfService = 6  // the service user, the quota
)

// The one person in every store who logs in.
const (
	adminEmail = "ada@bench.example"
	adminName  = "Ada Ashby"
)

var adminPassword = model.NewSecret("a horse on the moon")

// builder fills a store. It writes records as they are, past the use cases: these
// would take an entry of the activity log and a sync of the disk for each.
type builder struct {
	plan
	seed  uint64
	store model.Store
	keys  datadir.Keys
	tell  func(done int)

	authority *model.Authority
	admin     model.Actor
	orgs      []model.OrgID
	at        time.Time
	ends      time.Time // the end date of every token; zero for none

	steps    []step // that go into one transaction
	taken    int    // keys of those
	writers  writers
	next     int // token
	person   int
	service  int
	standard model.SetID // of the org at hand
}

// step writes some of what is in a store.
type step func(model.Tx) error

// run builds the whole store and returns the ids of its orgs.
func (b *builder) run(ctx context.Context) ([]model.OrgID, error) {
	if err := b.setUp(ctx); err != nil {
		return nil, err
	}
	b.writers.begin(ctx, b.store)
	err := b.fill(ctx)
	return b.orgs, errors.Join(err, b.writers.end())
}

func (b *builder) fill(ctx context.Context) error {
	for b.next < b.Tokens {
		if err := b.fillOrg(ctx); err != nil {
			return err
		}
		if b.next < b.Tokens {
			if err := b.newOrg(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *builder) setUp(ctx context.Context) (err error) {
	b.authority, err = model.New(ctx, b.store, model.Options{Pepper: b.keys.Pepper, LogChain: b.keys.LogChain})
	if err != nil {
		return err
	}
	b.at = b.authority.Now().Truncate(time.Second)
	admin, org, err := b.authority.SetUp(ctx, model.SetUpRequest{Org: orgName(0), Name: adminName, Email: adminEmail, Password: adminPassword}, here)
	b.admin, b.orgs = admin, []model.OrgID{org}
	return err
}

func orgName(n int) string { return fmt.Sprintf("Org %d", n+1) }

func (b *builder) newOrg(ctx context.Context) error {
	org, err := b.authority.CreateOrg(ctx, b.admin, orgName(len(b.orgs)), "")
	b.orgs = append(b.orgs, org.ID)
	return err
}

func (b *builder) org() model.OrgID { return b.orgs[len(b.orgs)-1] }

// fillOrg writes the last org full, or as far as there are tokens.
func (b *builder) fillOrg(ctx context.Context) error {
	set, err := b.authority.FindPermissionSet(ctx, b.admin, b.org(), model.SetStandard)
	if err != nil {
		return err
	}
	b.standard = set.ID
	if err := b.addServices(ctx); err != nil {
		return err
	}
	for i := 0; b.next < min(b.Tokens, len(b.orgs)*b.perOrg()); i++ {
		if err := b.addPerson(ctx, tokensOf(i)); err != nil {
			return err
		}
	}
	return b.flush(ctx)
}

func (b *builder) addServices(ctx context.Context) error {
	for range servicesOfOrg {
		u := model.ServiceUser{
			ID: serviceID(b.service), Org: b.org(), Name: fmt.Sprintf("robot-%d", b.service),
			Sets: []model.SetID{b.standard}, CreatedAt: b.at.Add(-oldest),
		}
		b.service++
		tokens, err := b.mint(model.Subject{ServiceUser: u.ID}, u.Name, tokensOfService)
		if err != nil {
			return err
		}
		err = b.add(ctx, keysOfService+keysOfToken*len(tokens), func(tx model.Tx) error {
			before, err := tx.Quota(model.Holder{Org: u.Org}) // the org's service users share one
			return errors.Join(err, tx.PutServiceUser(u), putTokens(tx, tokens), tx.PutQuota(model.Holder{Org: u.Org}, append(before, refsOf(tokens)...)))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) addPerson(ctx context.Context, count int) error {
	n, org := b.person, b.org()
	b.person++
	account := model.Account{ID: userID(n), Email: fmt.Sprintf("p%d@bench.example", n), Name: fmt.Sprintf("Person %d", n), CreatedAt: b.at.Add(-oldest), LastOrg: org}
	member := model.Membership{Org: org, User: account.ID, Status: model.MemberActive, Set: b.standard, JoinedAt: account.CreatedAt, Name: account.Name, Email: account.Email}
	tokens, err := b.mint(model.Subject{User: account.ID}, account.Name, count)
	if err != nil {
		return err
	}
	return b.add(ctx, keysOfPerson+keysOfToken*len(tokens), func(tx model.Tx) error {
		return errors.Join(tx.PutAccount(account), tx.PutMembership(member), putTokens(tx, tokens),
			tx.PutQuota(model.Holder{User: account.ID}, refsOf(tokens)))
	})
}

// Tokens are at the most so old, which is less than what unused ones live.
const oldest = 20 * 24 * time.Hour

// mint makes the next tokens, as many as there are still to be.
func (b *builder) mint(s model.Subject, by string, count int) ([]model.Token, error) {
	tokens := make([]model.Token, min(count, b.Tokens-b.next))
	for i := range tokens {
		secret, hash, err := b.secretOf(b.seed, b.next, b.keys.Pepper)
		if err != nil {
			return nil, err
		}
		tokens[i] = model.Token{
			ID: tokenID(b.next), Org: b.org(), Subject: s, Name: tokenName(b.next), CreatedBy: by,
			CreatedAt: b.at.Add(-time.Duration(b.next) * time.Second % oldest), EndsAt: b.ends, Hash: hash, LastFour: secret.LastFour(), SecretSeen: true,
		}
		b.next++
	}
	return tokens, nil
}

func refsOf(tokens []model.Token) []model.TokenRef {
	refs := make([]model.TokenRef, len(tokens))
	for i, t := range tokens {
		refs[i] = model.TokenRef{Org: t.Org, ID: t.ID}
	}
	return refs
}

// putTokens writes tokens that nobody has used yet.
func putTokens(tx model.Tx, tokens []model.Token) error {
	for _, t := range tokens {
		use := model.Use{Token: model.TokenRef{Org: t.Org, ID: t.ID}, Due: t.EndsAt}
		if !t.Subject.IsServiceUser() && use.Due.IsZero() {
			use.Due = t.CreatedAt.Add(30 * 24 * time.Hour) // when the sweep looks at it; it decides nothing
		}
		if err := errors.Join(tx.PutToken(t), tx.PutUse(use)); err != nil {
			return err
		}
	}
	return nil
}

// add puts a step to those that wait, which are written when they are as many as
// go into one transaction.
func (b *builder) add(ctx context.Context, keys int, one step) error {
	if b.taken+keys > keysOfStep {
		if err := b.flush(ctx); err != nil {
			return err
		}
	}
	b.steps, b.taken = append(b.steps, one), b.taken+keys
	return nil
}

func (b *builder) flush(ctx context.Context) error {
	steps := b.steps
	b.steps, b.taken = nil, 0
	b.tell(b.next)
	return b.writers.write(ctx, steps)
}
