package orgs

import (
	"context"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// suspendQuestion asks before everything of an org is refused (rule 1.5).
func suspendQuestion(s *kit.Session, o model.Org) kit.Dialog {
	actor := s.Actor()
	return widget.NewConfirm(s, widget.ConfirmOptions[model.Org]{
		Title:  "Suspend " + name(o) + "?",
		Text:   "Every token in it is refused until it is revived, its service users' too, and nobody but an operator works in it. Nothing is deleted; tokens go on to expire.",
		Action: "Suspend",
		Busy:   "Suspending…",
		Danger: true,
		Run:    func(ctx context.Context) (model.Org, error) { return s.Authority.SuspendOrg(ctx, actor, o.ID) },
		Done:   say(func(o model.Org) string { return "Suspended " + name(o) + ": its tokens are refused." }),
	})
}

// reviveQuestion asks before an org's tokens are good again.
func reviveQuestion(s *kit.Session, o model.Org) kit.Dialog {
	actor := s.Actor()
	return widget.NewConfirm(s, widget.ConfirmOptions[model.Org]{
		Title:  "Revive " + name(o) + "?",
		Text:   "Its tokens are accepted again from the next request on, and its people can work in it. What has expired or was revoked meanwhile stays so.",
		Action: "Revive",
		Busy:   "Reviving…",
		Run:    func(ctx context.Context) (model.Org, error) { return s.Authority.ReviveOrg(ctx, actor, o.ID) },
		Done:   say(func(o model.Org) string { return "Revived " + name(o) + ": its tokens are accepted again." }),
	})
}
