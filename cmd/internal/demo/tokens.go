package demo

import "example.com/latchkey/model"

// token is one of the tokens. Days are days ago; ends is a day too, so that one
// to come is negative, and 0 is none.
type token struct {
	org, owner string // owner is an e-mail or a service user's name
	name, note string
	made, ends float64
	uncopied   bool
	use        traffic
}

// traffic is how a token is used.
type traffic struct {
	perDay       int
	since, until float64 // days ago; since 0 is 14
	from         []model.Origin
}

// Where requests come from: the first of a list is the usual one.
var (
	office   = model.Origin{Address: "198.51.100.20", Agent: "curl/8.9.1"}
	home     = model.Origin{Address: "203.0.113.77", Agent: "curl/8.7.1"}
	hotel    = model.Origin{Address: "192.0.2.61", Agent: "curl/8.7.1"}
	server   = model.Origin{Address: "10.20.4.11", Agent: "python-requests/2.32"}
	standby  = model.Origin{Address: "10.20.4.12", Agent: "python-requests/2.32"}
	graphs   = model.Origin{Address: "10.20.7.5", Agent: "Grafana/11.2"}
	iac      = model.Origin{Address: "10.20.9.30", Agent: "terraform/1.9"}
	cloud    = model.Origin{Address: "192.0.2.140", Agent: "actions-runner/2.319"}
	cloud2   = model.Origin{Address: "192.0.2.141", Agent: "actions-runner/2.319"}
	gateway  = model.Origin{Address: "10.31.0.2", Agent: "sensord/3.4"}
	gateway2 = model.Origin{Address: "10.32.0.2", Agent: "sensord/3.4"}
	tablet   = model.Origin{Address: "203.0.113.9", Agent: "okhttp/4.12"}
	site     = model.Origin{Address: "2001:db8:17::52", Agent: "okhttp/4.12"}
	thief    = model.Origin{Address: "203.0.113.250", Agent: "Go-http-client/2.0"}
)

func from(origins ...model.Origin) []model.Origin { return origins }

var tokens = []token{
	// Ada's: one of everything.
	{acme, ada, "laptop-cli", "", 40, 0, false, traffic{12, 0, 0, from(office, home, hotel)}},
	{acme, ada, "nightly-report", "cron on reports-1", 38, 0, false, traffic{2, 0, 0, from(server, standby)}},
	{acme, ada, "grafana", "the wall in the office", 30, -4.5, false, traffic{5, 0, 0, from(graphs)}},
	{acme, ada, "notebook", "", 36, 0, false, traffic{2, 34, 27.2, from(home)}},
	{acme, ada, terraform, "state of the sites", 35, 0, false, traffic{3, 0, 0, from(iac, standby)}},
	{acme, ada, "phone-shortcut", "", 0.2, 0, true, traffic{}},
	{acme, ada, "old-migration", "import of 2025", 44, 0, false, traffic{4, 43.5, 38.5, from(server)}},
	{acme, ada, "board-demo", "", 20, 3, false, traffic{2, 19, 3, from(office)}},
	{acme, ada, leaked, "", 33, 0, false, traffic{4, 0, 6, from(cloud, cloud2)}},
	{globex, ada, "globex-audit", "", 13, 0, false, traffic{1, 12.5, 0, from(office)}},

	// Those of other people.
	{acme, ben, "ben-laptop", "", 28, 0, false, traffic{2, 0, 0, from(office, home)}},
	{acme, ben, "offsite-backup", "", 24, 0, false, traffic{1, 23, 21, from(server)}},
	{acme, chloe, "field-tablet", "", 26, 0, false, traffic{3, 0, 0, from(tablet, site, home)}},
	{acme, chloe, "photo-upload", "", 4, -90, false, traffic{2, 3.5, 0, from(site)}},
	{acme, daan, "excel-import", "Fridays", 29, 0, false, traffic{2, 0, 0, from(office)}},
	{globex, daan, "site-survey", "", 27, -12, false, traffic{3, 0, 0, from(tablet, site)}},
	{acme, farid, "scripts", "", 40, 0, false, traffic{2, 39, 25.5, from(office)}},
	{acme, grace, "inspection-sync", "", 32, 0, false, traffic{4, 0, 10, from(tablet)}},
	{acme, jonas, "quarterly-figures", "", 31, 0, false, traffic{1, 0, 9, from(office)}},
	{acme, liam, "label-printer", "", 30, 0, false, traffic{3, 0, 8, from(standby)}},
	{globex, mei, "mei-cli", "", 25, 0, false, traffic{3, 0, 0, from(site)}},
	{globex, noor, "handover", "", 22, 2, false, traffic{1, 21, 2, from(site)}},
	{globex, oskar, "plan-export", "", 20, 0, false, traffic{2, 0, 0, from(office)}},
	{initech, sven, "erp-pull", "", 21, 0, false, traffic{3, 0, 0, from(standby)}},
	{initech, ines, "payroll-check", "", 19, 0, false, traffic{1, 0, 0, from(office)}},
	{acme, ines, "api-playground", "", 18, 0, false, traffic{3, 0, 0, from(office, home)}},
	{acme, ines, "sandbox-a", "", 17, 0, false, traffic{1, 0, 0, from(home)}},
	{acme, ines, "sandbox-b", "", 16.5, 0, false, traffic{2, 0, 0, from(home)}},
	{acme, ines, "sandbox-c", "", 16, 0, false, traffic{}},
	{acme, ines, "sandbox-d", "", 15.5, 0, false, traffic{1, 15, 11, from(home)}},
	{acme, ines, "sandbox-e", "", 15, 0, true, traffic{}},
	{acme, ines, "sandbox-f", "", 12, -20, false, traffic{1, 11, 0, from(office)}},
	{acme, ines, "sandbox-g", "", 8, 0, false, traffic{2, 7, 0, from(office)}},
	{acme, ines, "sandbox-h", "", 5, 0, false, traffic{1, 4, 0, from(office)}},

	// Those of service users.
	{acme, "nightly-export", "production", "", 39, 0, false, traffic{2, 0, 0, from(server)}},
	{acme, "nightly-export", "staging", "", 12, -6.2, false, traffic{2, 11, 0, from(standby)}},
	{acme, "ci-deploy", "github", "", 38, 0, false, traffic{4, 0, 0, from(cloud, cloud2)}},
	{acme, "ci-deploy", "gitlab", "", 37, 0, false, traffic{2, 0, 9.5, from(cloud2)}},
	{acme, "sensor-bridge", "gateway-north", "", 36, 0, false, traffic{5, 0, 0, from(gateway)}},
	{acme, "sensor-bridge", "gateway-south", "", 35, 0, false, traffic{5, 0, 0, from(gateway2, gateway)}},
	{acme, "sensor-bridge", "gateway-east", "to be fitted", 2.5, 0, true, traffic{}},
	{acme, "bi-dashboard", "tableau", "", 34, 0, false, traffic{3, 0, 0, from(graphs)}},
	{acme, erp, "erp-production", "", 33, 0, false, traffic{3, 0, 0.1, from(standby)}},
	{acme, scanner, "scanner-pool", "", 32, 0, false, traffic{4, 20, 13, from(gateway)}},
	{globex, "site-sync", "two-hourly", "", 31, 0, false, traffic{5, 0, 0, from(server)}},
	{globex, "weather-feed", "forecast", "", 40, 0, false, traffic{2, 38, 27.5, from(cloud)}},
	{initech, "payroll-bridge", "monthly", "", 30, 0, false, traffic{2, 0, 2, from(server)}},
}

// The tokens that something happens to.
const (
	terraform = "terraform"
	leaked    = "ci-runner"
)
