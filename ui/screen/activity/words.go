package activity

import (
	"strings"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// deed is an action in words: as something that was done, and as something
// that somebody tried to do.
type deed struct{ done, tried string }

var deeds = map[model.Action]deed{
	model.ActSetUp:             {"set up latchkey", "set up latchkey"},
	model.ActLogIn:             {"logged in", "log in"},
	model.ActUnlock:            {"unlocked the session", "unlock the session"},
	model.ActSwitchOrg:         {"switched organisation", "switch organisation"},
	model.ActCreateOrg:         {"created organisation", "create organisation"},
	model.ActRenameOrg:         {"renamed organisation", "rename organisation"},
	model.ActSuspendOrg:        {"suspended organisation", "suspend organisation"},
	model.ActReviveOrg:         {"revived organisation", "revive organisation"},
	model.ActSetSSO:            {"set how people log in", "set how people log in"},
	model.ActSetInactivity:     {"set the inactivity limit", "set the inactivity limit"},
	model.ActRenameAccount:     {"changed a name", "change the account"},
	model.ActChangePassword:    {"changed the password", "change the password"},
	model.ActSetAutoCopy:       {"set copying of secrets", "set copying of secrets"},
	model.ActAddSSHKey:         {"registered an SSH key", "register an SSH key"},
	model.ActRemoveSSHKey:      {"removed an SSH key", "remove an SSH key"},
	model.ActSetOperator:       {"set who is an operator", "set who is an operator"},
	model.ActDisableAccount:    {"disabled account", "disable account"},
	model.ActEnableAccount:     {"enabled account", "enable account"},
	model.ActResetPassword:     {"reset password", "reset password"},
	model.ActSetSeats:          {"set the seats", "set the seats"},
	model.ActAddPermission:     {"added permission name", "add permission name"},
	model.ActCreateSet:         {"created permission set", "create permission set"},
	model.ActEditSet:           {"edited permission set", "edit permission set"},
	model.ActDeleteSet:         {"deleted permission set", "delete permission set"},
	model.ActAddMember:         {"added member", "add member"},
	model.ActSetMemberSet:      {"gave member another set", "give member another set"},
	model.ActDeactivateMember:  {"deactivated member", "deactivate member"},
	model.ActReactivateMember:  {"reactivated member", "reactivate member"},
	model.ActRemoveMember:      {"removed member", "remove member"},
	model.ActLeaveOrg:          {"left the organisation", "leave the organisation"},
	model.ActCreateServiceUser: {"created service user", "create service user"},
	model.ActEditServiceUser:   {"edited service user", "edit service user"},
	model.ActDisableService:    {"disabled service user", "disable service user"},
	model.ActEnableService:     {"enabled service user", "enable service user"},
	model.ActDeleteService:     {"deleted service user", "delete service user"},
	model.ActGenerateToken:     {"generated token", "generate token"},
	model.ActRegenerateToken:   {"regenerated token", "regenerate token"},
	model.ActRevokeToken:       {"revoked token", "revoke token"},
	model.ActTokenSeen:         {"took the secret", "take the secret"},
	model.ActTokenExpired:      {"ended token, as time did", "end token"},
	model.ActTokenFirstUse:     {"first used token", "use token"},
	model.ActTokenNewAddress:   {"used token from elsewhere", "use token from elsewhere"},
	model.ActTokenRefused:      {"was refused with token", "use token"},
	model.ActAddKind:           {"named a kind of items", "name a kind of items"},
	model.ActCreateGroup:       {"created group", "create group"},
	model.ActEditGroup:         {"renamed group", "rename group"},
	model.ActDeleteGroup:       {"deleted group", "delete group"},
	model.ActAddToGroup:        {"added member to group", "add member to group"},
	model.ActTakeFromGroup:     {"took member out of group", "take member out of group"},
	model.ActCreateSite:        {"created site", "create site"},
	model.ActEditSite:          {"renamed site", "rename site"},
	model.ActMoveSite:          {"moved site", "move site"},
	model.ActDeleteSite:        {"deleted site", "delete site"},
	model.ActAddToSite:         {"added member to site", "add member to site"},
	model.ActTakeFromSite:      {"took member off site", "take member off site"},
	model.ActCreateItem:        {"created item", "create item"},
	model.ActEditItem:          {"edited item", "edit item"},
	model.ActDeleteItem:        {"deleted item", "delete item"},
	model.ActHandOverItem:      {"handed over item", "hand over item"},
	model.ActHandOverAll:       {"handed over all items of", "hand over all items of"},
	model.ActGrant:             {"granted access to", "grant access to"},
	model.ActTakeGrant:         {"took back access to", "take back access to"},
	model.ActAcceptOlder:       {"accepted an older store", "accept an older store"},
	model.ActRepair:            {"repaired indexes of", "repair indexes of"},
	model.ActBackUp:            {"made a backup of", "make a backup of"},
	model.ActRestore:           {"restored from a backup", "restore from a backup"},
}

// refusedLead begins the words for what was refused.
const refusedLead = "was refused: "

// words says what an action was, as what follows the name of who did it. For a
// refused one it is what was tried. An action that has no words yet is named as
// the log has it.
func words(a model.Action, refused bool) string {
	d, ok := deeds[a]
	switch {
	case !ok && refused:
		return refusedLead + string(a)
	case !ok:
		return string(a)
	case refused:
		return refusedLead + d.tried
	}
	return d.done
}

// action says what an entry is about, short enough for a column. Refused
// log-ins come with the number of them that the entry stands for.
func action(v model.EntryView) string {
	switch text := words(v.Action, v.Refused); {
	case !v.Refused:
		return text
	case v.Count > 1:
		return "✗ refused " + kit.Plural(v.Count, "time") + ": " + strings.TrimPrefix(text, refusedLead)
	default:
		return "✗ " + strings.TrimPrefix(text, "was ")
	}
}

// kinds are the kinds of actors and targets in words.
var kinds = map[string]string{
	"system_user":    "on the machine itself",
	"latchkey":       "by itself",
	"unknown":        "not logged in",
	"user":           "person",
	"org":            "organisation",
	"permission_set": "permission set",
}

func kind(name string) string {
	if known, ok := kinds[name]; ok {
		return known
	}
	return strings.ReplaceAll(name, "_", " ")
}
