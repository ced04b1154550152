package model

// Action is what an activity entry says was done, as in token.revoke.
type Action string

// The actions of the activity log. Each is also the name of the use case that
// is authorised before it (see access.go), where there is one.
const (
	ActSetUp             Action = "setup"
	ActLogIn             Action = "login"
	ActUnlock            Action = "unlock"
	ActSwitchOrg         Action = "org.switch"
	ActCreateOrg         Action = "org.create"
	ActRenameOrg         Action = "org.rename"
	ActSuspendOrg        Action = "org.suspend"
	ActReviveOrg         Action = "org.revive"
	ActSetSSO            Action = "org.sso"
	ActSetInactivity     Action = "org.inactivity"
	ActRenameAccount     Action = "account.rename"
	ActChangePassword    Action = "account.password"
	ActSetAutoCopy       Action = "account.auto_copy"
	ActSetOperator       Action = "account.operator"
	ActAddMember         Action = "member.add"
	ActSetMemberSet      Action = "member.set"
	ActDeactivateMember  Action = "member.deactivate"
	ActReactivateMember  Action = "member.reactivate"
	ActRemoveMember      Action = "member.remove"
	ActLeaveOrg          Action = "member.leave"
	ActCreateServiceUser Action = "service_user.create"
	ActEditServiceUser   Action = "service_user.edit"
	ActDisableService    Action = "service_user.disable"
	ActEnableService     Action = "service_user.enable"
	ActDeleteService     Action = "service_user.delete"
	ActGenerateToken     Action = "token.generate"
	ActRegenerateToken   Action = "token.regenerate"
	ActRevokeToken       Action = "token.revoke"
	ActTokenSeen         Action = "token.seen"
	ActTokenExpired      Action = "token.expire"
	ActTokenFirstUse     Action = "token.first_use"
	ActTokenNewAddress   Action = "token.new_address"
	ActTokenRefused      Action = "token.refused"
	ActListOrgs          Action = "org.list"
	ActListTokens        Action = "token.list"
	ActListServiceUsers  Action = "service_user.list"
	ActListMembers       Action = "member.list"
	ActViewActivity      Action = "activity.list"
)
