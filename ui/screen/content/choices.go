package content

import (
	"context"
	"errors"
	"slices"
	"strings"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// choicesMost is how many of each sort of thing there are to choose from; the
// rest can be typed.
const choicesMost = 1000

// asker asks the authority for a person in the current organisation.
type asker struct {
	*model.Authority
	actor model.Actor
	org   model.OrgID
}

func asking(s *kit.Session) asker { return asker{s.Authority, s.Actor(), s.Org()} }

// sites are those of the organisation; label words one by its name and that of
// the site that it lies below.
func (a asker) sites(ctx context.Context, label func(name, above string) string) ([]widget.Option, error) {
	nodes, _, err := a.SiteTree(ctx, a.actor, a.org)
	var options []widget.Option
	path := []string{""}
	for _, n := range nodes[:min(len(nodes), choicesMost)] {
		path = append(path[:min(n.Depth+1, len(path))], n.Name)
		options = append(options, widget.Option{Value: string(n.ID), Label: label(n.Name, path[len(path)-2])})
	}
	return options, err
}

// placed words a site as a place: with what it lies in.
func placed(name, above string) string {
	if above == "" {
		return name
	}
	return name + " · in " + above
}

// subjects are the people and service users of the organisation, for who may list
// them; others type an e-mail.
func (a asker) subjects(ctx context.Context) ([]widget.Option, error) {
	var options []widget.Option
	first := model.PageRequest{Sort: model.SortName, Limit: choicesMost}
	people, err := a.ListMembers(ctx, a.actor, a.org, first)
	if err := unlessForbidden(err); err != nil {
		return nil, err
	}
	for _, v := range people.Rows {
		if v.Status == model.MemberActive {
			options = append(options, widget.Option{Value: string(v.User), Label: v.Name + " · " + v.Email})
		}
	}
	systems, err := a.ListServiceUsers(ctx, a.actor, a.org, first)
	for _, v := range systems.Rows {
		options = append(options, widget.Option{Value: string(v.ID), Label: v.Name + " · service user"})
	}
	return options, unlessForbidden(err)
}

// grantees are those whom something can be granted to in the organisation.
func (a asker) grantees(ctx context.Context) ([]widget.Option, error) {
	options := []widget.Option{{Value: "all-users", Label: "all users"}, {Value: "all-service-users", Label: "all service users"}}
	groups, err := a.ListGroups(ctx, a.actor, a.org, model.PageRequest{Sort: model.SortName, Limit: choicesMost})
	if err := unlessForbidden(err); err != nil {
		return nil, err
	}
	for _, v := range groups.Rows {
		options = append(options, widget.Option{Value: string(v.ID), Label: v.Name + " · group"})
	}
	sites, err := a.sites(ctx, func(name, _ string) string { return name + " · site" })
	if err := unlessForbidden(err); err != nil {
		return nil, err
	}
	subjects, err := a.subjects(ctx)
	return slices.Concat(options, sites, subjects), err
}

// unlessForbidden lets who may not list something type it.
func unlessForbidden(err error) error {
	if model.KindOf(err) == model.KindForbidden {
		return nil
	}
	return err
}

// site finds the site that was chosen or typed; "" is nowhere.
func (a asker) site(ctx context.Context, text string) (model.SiteID, error) {
	if text == "" {
		return "", nil
	}
	s, err := a.FindSite(ctx, a.actor, a.org, text)
	return s.ID, about(model.FieldSite, err)
}

// grantee finds whom a grant is meant for.
func (a asker) grantee(ctx context.Context, text string) (model.Grantee, error) {
	if strings.TrimSpace(text) == "" {
		return model.Grantee{}, wrong(model.FieldGrantee, "Say with whom.")
	}
	to, err := a.FindGrantee(ctx, a.actor, a.org, text)
	return to, about(model.FieldGrantee, err)
}

// owner finds who is to own something: a person or a service user.
func (a asker) owner(ctx context.Context, field model.Field, text string) (model.Subject, error) {
	if strings.TrimSpace(text) == "" {
		return model.Subject{}, wrong(field, "Say who.")
	}
	to, err := a.FindGrantee(ctx, a.actor, a.org, text)
	if err != nil {
		return model.Subject{}, about(field, err)
	}
	switch {
	case to.Org != a.org:
	case to.Kind == model.GranteeUser:
		return model.Subject{User: model.UserID(to.ID)}, nil
	case to.Kind == model.GranteeServiceUser:
		return model.Subject{ServiceUser: model.ServiceUserID(to.ID)}, nil
	}
	return model.Subject{}, wrong(field, "An owner is a person or a service user of the organisation.")
}

// about makes an error one of a field, so that it stands under it.
func about(field model.Field, err error) error {
	if err == nil {
		return nil
	}
	var of *model.Error
	if errors.As(err, &of) {
		return &model.Error{Kind: of.Kind, Field: field, Message: model.Sentence(err)}
	}
	return err
}

func wrong(field model.Field, sentence string) error {
	return &model.Error{Kind: model.KindInvalid, Field: field, Message: sentence}
}

// called is what was chosen in words, or what was typed.
func called(options []widget.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			label, _, _ := strings.Cut(o.Label, " · ")
			return model.Printable(label)
		}
	}
	return model.Printable(value)
}
