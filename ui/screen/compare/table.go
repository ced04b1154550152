package compare

// row is one thing in which the two kinds of token differ.
type row struct{ what, service, user string }

// The heads of the two columns, and what each kind is for.
const (
	headService = "Service user API token"
	headUser    = "User API token"

	intro = "For an integration that several people rely on, or that should go on for years, use the token of a service user. " +
		"For a task of your own, or where a request should see exactly what you see, use your own token."
	outro = "Either kind works in one organisation only; another organisation needs another token."
)

// table is the comparison, the most telling differences first. The second
// column speaks to the reader, whose token it would be.
var table = []row{
	{"Belongs to", "a system or an integration", "you"},
	{"Good for", "long-term or shared integrations", "one-off tasks, personal work"},
	{"What it may do", "what its permission sets allow", "what your permission set allows"},
	{"Groups and sites", "not for it: items are shared with it, or by rules that cover service users", "what you reach through yours"},
	{"What ends it", "nothing that happens to people; disuse, if the organisation set a limit", "30 days without use; your being deactivated or leaving"},
	{"Logging in", "not possible with it", "possible with it"},
	{"In the activity", "the service user's name", "your name"},
	{"Where it is seen", "under Service users, not among the users", "in your settings"},
	{"Seat", "takes none", "yours counts"},
	{"At most", "20 active in an organisation", "10 active, over all your organisations"},
}
