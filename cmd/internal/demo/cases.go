package demo

import "example.com/latchkey/model"

// Case is a request that Explain has something to say about, prepared so that
// each fails at another check.
type Case struct {
	Says        string // what to try, for people
	Org         string
	Owner, Name string // of the token; Owner is an e-mail or a service user's name
	Secret      string // in place of a token
	Permission  model.Permission
	Item        string      // by name; "" for none
	Fails       model.Check // "" for one that passes
}

// stranger is well formed, and nobody's.
const stranger = "lks_000000000000000000000000000000004asxwk"

// Cases are one for each check, in their order, and one that passes them all.
var Cases = []Case{
	{Says: "a secret that was cut when it was pasted", Secret: "lku_9vT2mXq81LrYbD0s", Fails: model.CheckSecret},
	{Says: "a secret that nobody here has", Secret: stranger, Fails: model.CheckKnown},
	{Says: "Ada's ci-runner, which leaked", Org: acme, Owner: ada, Name: leaked, Fails: model.CheckRevoked},
	{Says: "Ada's old-migration, which nobody used for 30 days", Org: acme, Owner: ada, Name: "old-migration", Fails: model.CheckExpired},
	{Says: "Sven's erp-pull, in an organisation that is suspended", Org: initech, Owner: sven, Name: "erp-pull", Fails: model.CheckOrg},
	{Says: "the token of legacy-erp, which is disabled", Org: acme, Owner: erp, Name: "erp-production", Fails: model.CheckSubject},
	{Says: "sensor-bridge wants to edit an inspection", Org: acme, Owner: "sensor-bridge", Name: "gateway-north",
		Permission: "inspections.edit", Item: inspection, Fails: model.CheckPermission},
	{Says: "Chloé wants to edit an inspection that her site may view", Org: acme, Owner: chloe, Name: "field-tablet",
		Permission: "inspections.edit", Item: inspection, Fails: model.CheckAccess},
	{Says: "Ben edits an inspection of his own", Org: acme, Owner: ben, Name: "ben-laptop", Permission: "inspections.edit", Item: inspection},
}
