package gate

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// countdown says under a form how long a pause after wrong passwords still is.
// What it says is about no field: a tick leaves the cursor where it is.
type countdown struct {
	session *kit.Session
	tick    *kit.Timer
	until   time.Time
}

func newCountdown(s *kit.Session) countdown { return countdown{session: s, tick: kit.NewTimer(s)} }

// begin starts to count when err brings a pause.
func (c *countdown) begin(err error, form *widget.Form) tea.Cmd {
	c.until = model.RetryAt(err)
	if c.until.IsZero() {
		return nil
	}
	return c.show(form)
}

// stop ends the counting: the answer to another try is under way.
func (c *countdown) stop() { c.tick.Stop() }

// update counts on. It reports whether msg was its own.
func (c *countdown) update(msg tea.Msg, form *widget.Form) (tea.Cmd, bool) {
	if !c.tick.Rang(msg) {
		return nil, false
	}
	return c.show(form), true
}

func (c *countdown) show(form *widget.Form) tea.Cmd {
	left := c.until.Sub(c.session.Now())
	if left <= 0 {
		form.Failed(&model.Error{Kind: model.KindUnauthenticated, Message: "The pause is over; press enter to try what you typed."})
		return nil
	}
	form.Failed(&model.Error{Kind: model.KindUnauthenticated, Message: "Too many wrong passwords in a row; try again in " + clock(left) + "."})
	return c.tick.Set(time.Second)
}

// clock writes a pause as minutes and seconds, rounded up.
func clock(d time.Duration) string {
	s := int((d + time.Second - 1) / time.Second)
	switch {
	case s < 60:
		return kit.Plural(s, "second")
	case s%60 == 0:
		return kit.Plural(s/60, "minute")
	}
	return kit.Plural(s/60, "minute") + " " + kit.Plural(s%60, "second")
}
