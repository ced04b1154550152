package model

import "time"

// Use is how a token has been used so far, as the store keeps it (rule 3.6).
type Use struct {
	Token  TokenRef
	Count  int64     // uses since the token was made
	LastAt time.Time // zero when it was never used
	From   string    // the address of the last use
	Agent  string    // the agent of the last use
	Recent []Caller  // the last addresses and agents, newest first (rule 9.5)

	// Due is when time ends the token if it is not used before, or up to a day
	// earlier; zero when nothing will, or when it has ended. A sweep looks for it
	// (DueTokens); it decides nothing.
	Due time.Time
}

// maxRecent is how many callers are kept per token (rule 9.5).
const maxRecent = 20

// Caller is an address and an agent that used a token.
type Caller struct {
	From  string
	Agent string
	At    time.Time // last time
	Count int64
}

// UseDay counts one day (UTC) of requests with a token, per hour and answer
// (rule 9.5).
type UseDay struct {
	Token TokenRef
	Day   time.Time // midnight UTC
	Hours map[int]map[Reason]int64
}

// keepUseDays is for how long those counts are kept (rule 9.5).
const keepUseDays = 90 * day
