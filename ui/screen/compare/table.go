package compare

// row is one thing in which the two kinds of token differ.
type row struct{ what, service, user string }

// The heads of the two columns, and what each kind is for.
const (
	headService = "Service user API token"
	headUser    = "User API token"

	intro = "For an integration that several people rely on, or that should go on for years, use the token of a service user. " +
		"For a task of your own, or where a request should see exactly what you see, use your own token."
	outro = "Whichever it is: a token works in one organisation only. Whoever needs another one there makes another token."
)

// table is the comparison, the most telling differences first.
var table = []row{
	{"Belongs to", "a service user, which stands for a system or an integration", "the person who made it"},
	{"Good for", "integrations that are shared or meant to last", "one-off tasks, personal workflows"},
	{"What it may do", "what the permission sets given to the service user allow", "what its owner's permission set allows"},
	{"Groups and sites", "none: items are shared with the service user itself, or by a rule that covers service users", "what its owner reaches through groups and sites"},
	{"What ends it", "nothing that happens to a person; it can be revoked", "30 days without use; its owner being deactivated or leaving"},
	{"Logging in", "not possible with it", "possible with it"},
	{"In the activity", "the service user's name", "the person's name"},
	{"Where it is seen", "under Service users, not in the list of users", "in its owner's settings"},
	{"Seat", "takes none", "its owner takes one"},
	{"At most", "20 active ones in an organisation", "10 active ones for a person"},
}
