package demo

import "example.com/latchkey/model"

// The organisations.
const (
	acme    = "Acme"
	globex  = "Globex Sites"
	initech = "Initech"
)

// Email is whose account the demo proposes: an Administrator of Acme who is an
// operator too. Password is everybody's.
const (
	Email    = ada
	Password = "a lantern in the rain"
)

// Hint says at the log-in whom to be.
const Hint = `A demo: nothing of it is kept. Everybody's password is
` + Password + `
ada@acme.example     Administrator of Acme, and operator
ben@acme.example     Manager of Acme
chloe@acme.example   Standard: her own tokens
ines@acme.example    at her limit of ten tokens
mei@globex.example   Administrator of Globex Sites`

// The people who do something in the story.
const (
	ada   = "ada@acme.example"
	ben   = "ben@acme.example"
	chloe = "chloe@acme.example"
	daan  = "daan@acme.example"
	farid = "farid@acme.example"
	grace = "grace@acme.example"
	hugo  = "hugo@acme.example"
	ines  = "ines@acme.example"
	jonas = "jonas@acme.example"
	kira  = "kira@acme.example"
	liam  = "liam@acme.example"
	mei   = "mei@globex.example"
	noor  = "noor@globex.example"
	oskar = "oskar@globex.example"
	rosa  = "rosa@initech.example"
	sven  = "sven@initech.example"
)

// person is one of the people in one organisation. Who stands there twice works
// in two.
type person struct {
	name, email string
	org, set    string
	joined      float64 // days ago
}

// people are all but Ada, who sets everything up, by when they came.
var people = []person{
	{"Ben Okafor", ben, acme, model.SetManager, 44.5},
	{"Chloé Laurent", chloe, acme, model.SetStandard, 44.4},
	{"Daan Visser", daan, acme, model.SetStandard, 44.3},
	{"Emi Tanaka", "emi@acme.example", acme, model.SetBasic, 44.2},
	{"Farid Haddad", farid, acme, model.SetBasic, 44.1},
	{"Grace Lindqvist", grace, acme, model.SetStandard, 43.9},
	{"Hugo Marchetti", hugo, acme, model.SetGuest, 43.8},
	{"Inês Duarte", ines, acme, integrator, 43.7},
	{"Jonas Weber", jonas, acme, model.SetStandard, 43.6},
	{"Liam O'Connor", liam, acme, model.SetBasic, 43.5},
	{"Mei Chen", mei, globex, model.SetAdministrator, 42.9},
	{"Noor Rahman", noor, globex, model.SetManager, 42.8},
	{"Oskar Nilsson", oskar, globex, model.SetStandard, 42.7},
	{"Priya Raman", "priya@globex.example", globex, model.SetBasic, 42.6},
	{"Quentin Dubois", "quentin@globex.example", globex, model.SetBasic, 42.5},
	{"Daan Visser", daan, globex, model.SetStandard, 42.4},
	{"Rosa Benitez", rosa, initech, model.SetAdministrator, 41.9},
	{"Sven Holm", sven, initech, model.SetStandard, 41.8},
	{"Tara Singh", "tara@initech.example", initech, model.SetBasic, 41.7},
	{"Inês Duarte", ines, initech, model.SetGuest, 41.6},
	{"Kira Novak", kira, acme, model.SetBasic, 1.2},
}

// integrator is a permission set of Acme's own, with a permission of its own.
const (
	integrator       = "Integrator"
	reportsExport    = model.Permission("reports.export")
	integratorsSoFar = 44.8 // days ago it was made
)

// system is a service user.
type system struct {
	name, description string
	org               string
	sets              []string
	made              float64 // days ago
}

// The service users that something happens to.
const (
	erp     = "legacy-erp"
	scanner = "old-scanner"
)

var systems = []system{
	{"nightly-export", "Copies the inspections of the day to the warehouse", acme, []string{model.SetStandard}, 41},
	{"ci-deploy", "Publishes templates when a change is merged", acme, []string{integrator}, 40.9},
	{"sensor-bridge", "Opens an action when a freezer gets warm", acme, []string{model.SetBasic}, 40.8},
	{"bi-dashboard", "Figures for the wall in the lobby", acme, []string{integrator, model.SetGuest}, 40.7},
	{erp, "The old stock system, until it is switched off", acme, []string{model.SetStandard}, 40.6},
	{scanner, "Hand scanners of the first warehouse", acme, []string{model.SetBasic}, 40.5},
	{"site-sync", "Keeps sites in step with the property register", globex, []string{model.SetStandard}, 40.4},
	{"weather-feed", "Warns crews of storms", globex, []string{model.SetBasic}, 40.3},
	{"payroll-bridge", "Hours of the field crews for the payroll", initech, []string{model.SetStandard}, 40.2},
}
