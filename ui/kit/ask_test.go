package kit_test

import (
	"context"
	"errors"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
)

func number(n int) func(context.Context) (int, error) {
	return func(context.Context) (int, error) { return n, nil }
}

func TestOnlyTheLatestAnswerCounts(t *testing.T) {
	q := kit.NewQuestion[int](uitest.Session())
	first, second := q.Ask(number(1)), q.Ask(number(2))
	if _, ok := q.Answer(first()); ok {
		t.Error("the answer to the earlier asking was taken")
	}
	if !q.Pending() {
		t.Error("the question is not pending any more")
	}
	if a, ok := q.Answer(second()); !ok || a.Value != 2 {
		t.Errorf("the latest answer: %v, %v", a, ok)
	}
	if _, ok := q.Answer(second()); ok {
		t.Error("one answer was taken twice")
	}
}

func TestAnswersFindTheirQuestion(t *testing.T) {
	s := uitest.Session()
	one, other := kit.NewQuestion[int](s), kit.NewQuestion[int](s)
	other.Ask(number(7))
	if _, ok := other.Answer(one.Ask(number(1))()); ok {
		t.Error("a question took the answer to another one")
	}
}

func TestDroppedQuestionsHaveNoAnswer(t *testing.T) {
	q := kit.NewQuestion[int](uitest.Session())
	cmd := q.Ask(number(1))
	q.Drop()
	if _, ok := q.Answer(cmd()); ok {
		t.Error("a dropped question was answered")
	}
}

func TestErrorsComeAsAnswers(t *testing.T) {
	q := kit.NewQuestion[error](uitest.Session())
	want := errors.New("no")
	msg := q.Ask(func(context.Context) (error, error) { return nil, want })()
	if a, ok := q.Answer(msg); !ok || a.Err != want || a.Value != nil {
		t.Errorf("got %v, %v", a, ok)
	}
}

func TestTimersRingOnceForTheLatestSetting(t *testing.T) {
	s := uitest.Session()
	s.After = func(_ time.Duration, msg tea.Msg) tea.Cmd { return kit.Send(msg) }
	timer := kit.NewTimer(s)
	early, late := timer.Set(time.Second), timer.Set(time.Second)
	if timer.Rang(early()) {
		t.Error("the earlier setting rang")
	}
	if !timer.Rang(late()) {
		t.Error("the latest setting did not ring")
	}
	again := timer.Set(time.Second)
	timer.Stop()
	if timer.Rang(again()) {
		t.Error("a stopped timer rang")
	}
}
