package orgs

import (
	"fmt"
	"strings"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// facts is what is set for an org, without its name and id.
func facts(s *kit.Session, o model.Org) []widget.Fact {
	condition := state(s, o)
	return []widget.Fact{
		{Label: "State", Value: condition.Text, Tone: condition.Tone},
		{Label: "Log-in", Value: loggingIn(o)},
		{Label: "Inactivity", Value: inactivity(o.ServiceTokenInactivity)},
		{Label: "Created", Value: s.Exact(o.CreatedAt)},
	}
}

// loggingIn says how the org's people log in.
func loggingIn(o model.Org) string {
	switch o.SSO {
	case model.SSOAndPassword:
		return "by SSO or with a password"
	case model.SSOOnly:
		return "by SSO only"
	case model.SSODomains:
		return "by SSO for " + strings.Join(o.SSODomains, ", ") + ", with a password for others"
	}
	return "with a password, SSO is " + o.SSO.String()
}

// inactivity says what lack of use does to the tokens of service users.
func inactivity(limit time.Duration) string {
	if limit == 0 {
		return "no limit for service users' tokens"
	}
	return "service users' tokens end " + after(limit)
}

// after names a limit as the end of a sentence.
func after(limit time.Duration) string {
	if limit == 0 {
		return "never"
	}
	return fmt.Sprintf("after %d days without use", int(limit/(24*time.Hour)))
}
