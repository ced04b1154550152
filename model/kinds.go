package model

import (
	"context"
	"slices"
	"strings"
)

var kindForm = newForm(`^[a-z][a-z0-9-]{0,31}$`)

// MaxReference is how long a reference of an item is at the most, in bytes.
const MaxReference = 200

// cleanRef refuses what cannot be a reference: it stands in addresses, and is
// compared byte for byte. "" is none. The error is of KindInvalid.
func cleanRef(ref string) error {
	if len(ref) > MaxReference {
		return invalid(FieldReference, "The reference has %d bytes; at most %d fit.", len(ref), MaxReference)
	}
	if Printable(ref) != ref || strings.ContainsAny(ref, " ") {
		return invalid(FieldReference, "The reference contains a space or a character that cannot be shown.")
	}
	return nil
}

// maxOwnKinds keeps an org's record far below what the store takes.
const maxOwnKinds = 100

// managing reports whether permissions of a section manage the org.
func managing(section string) bool {
	return !slices.Contains(contentSections, section) &&
		slices.ContainsFunc(slices.Concat(builtIn, overrides), func(p Permission) bool { return p.section() == section })
}

// AddItemKind names a kind of items of the org's own (rule 7.1). Errors:
// KindForbidden, KindInvalid, KindConflict (there is such a one).
func (a *Authority) AddItemKind(ctx context.Context, actor Actor, org OrgID, name string) (Org, error) {
	kind := ItemKind(strings.TrimSpace(name))
	if !kindForm.fits(string(kind)) {
		return Org{}, invalid(FieldKind, "A kind is one word in lower case, as in report.")
	}
	return a.changeOrg(ctx, actor, org, ucNameKinds, ActAddKind, func(_ *change, o *Org) (Detail, error) {
		if slices.Contains(o.ItemKinds(), kind) {
			return Detail{}, conflict(FieldKind, "There is a kind %s already.", kind)
		}
		if managing(kind.Plural()) {
			return Detail{}, conflict(FieldKind, "The permissions %s.… are for something else; choose another word.", kind.Plural())
		}
		if len(o.OwnKinds) >= maxOwnKinds {
			return Detail{}, conflict(FieldKind, "An organisation can have %d kinds of its own.", maxOwnKinds)
		}
		o.OwnKinds = append(slices.Clone(o.OwnKinds), kind)
		slices.Sort(o.OwnKinds)
		return Detail{Field: "own kind", After: string(kind)}, nil
	})
}
