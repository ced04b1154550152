package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// seatJSON is one type of seat as --json prints it.
type seatJSON struct {
	Type  string        `json:"type"` // full, lite, guest
	Taken int           `json:"taken"`
	Limit *int          `json:"limit"` // null for none
	By    []seatSetJSON `json:"by"`
}

type seatSetJSON struct {
	PermissionSet string `json:"permission_set"`
	Members       int    `json:"members"`
}

func (c *call) seatsCommand() *cobra.Command {
	var org string
	var limits []string
	cmd := &cobra.Command{
		Use:   "seats --org ORG [--set full=10]",
		Short: "Show which seats are taken, and set their limits",
		Long: `Show how many seats of each type the active people of an organisation take, by
permission set. --set sets a limit (operators), as in full=10 or lite=none;
whoever sits already stays.

--json prints an array of objects: type (full, lite, guest), taken, limit (null
for none), by (an array of permission_set, members).`,
	}
	c.orgFlag(cmd, &org)
	cmd.Flags().StringSliceVar(&limits, "set", nil, "a `TYPE=LIMIT`; may be repeated")
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		wanted, err := parseSeatLimits(limits)
		if err != nil {
			return err
		}
		return c.inOrg(cmd.Context(), org, func(in inside) error { return c.seats(cmd.Context(), in, wanted) })
	}
	return cmd
}

func (c *call) seats(ctx context.Context, in inside, limits []seatLimit) error {
	for _, l := range limits {
		if _, err := in.SetSeatLimit(ctx, in.actor, in.org.ID, l.seat, l.most); err != nil {
			return err
		}
	}
	counts, err := in.Seats(ctx, in.actor, in.org.ID)
	if err != nil {
		return err
	}
	return c.printSeats(counts)
}

// seatLimit is a limit to set; 0 is none.
type seatLimit struct {
	seat model.SeatType
	most int
}

// parseSeatLimits reads TYPE=LIMIT, all of them before the first is set.
func parseSeatLimits(texts []string) ([]seatLimit, error) {
	var limits []seatLimit
	for _, text := range texts {
		name, value, _ := strings.Cut(text, "=")
		n, err := strconv.Atoi(value)
		if value == "none" {
			n, err = 0, nil
		}
		if seat := model.SeatType(name); err == nil && (n > 0 || value == "none") && slices.Contains(model.SeatTypes(), seat) {
			limits = append(limits, seatLimit{seat, n})
			continue
		}
		return nil, usageError{fmt.Errorf("--set needs a form like full=10, lite=none or guest=3, not %q", text)}
	}
	return limits, nil
}

func (c *call) printSeats(counts []model.SeatCount) error {
	list := make([]seatJSON, 0, len(counts))
	table := make([][]string, 0, len(counts))
	for _, s := range counts {
		row := seatJSON{Type: string(s.Type), Taken: s.Taken, By: []seatSetJSON{}}
		if s.Limit > 0 {
			row.Limit = &s.Limit
		}
		var sets []string
		for i, set := range s.Sets {
			row.By = append(row.By, seatSetJSON{set.Name, s.By[i]})
			sets = append(sets, fmt.Sprintf("%s %d", set.Name, s.By[i]))
		}
		list = append(list, row)
		table = append(table, []string{row.Type, strconv.Itoa(s.Taken), limit(s.Limit), orElse(strings.Join(sets, ", "), "-")})
	}
	if c.json {
		return c.writeJSON(list)
	}
	return c.table([]string{"SEAT", "TAKEN", "LIMIT", "BY"}, table)
}
