package storetest

import (
	"crypto/sha256"
	"fmt"

	"example.com/latchkey/model"
)

// Ids of a test sort by their number, as ULIDs do by creation.

func orgID(n int) model.OrgID             { return model.OrgID(fmt.Sprintf("org_%026d", n)) }
func userID(n int) model.UserID           { return model.UserID(fmt.Sprintf("usr_%026d", n)) }
func serviceID(n int) model.ServiceUserID { return model.ServiceUserID(fmt.Sprintf("svc_%026d", n)) }
func setID(n int) model.SetID             { return model.SetID(fmt.Sprintf("set_%026d", n)) }
func tokenID(n int) model.TokenID         { return model.TokenID(fmt.Sprintf("tok_%026d", n)) }
func groupID(n int) model.GroupID         { return model.GroupID(fmt.Sprintf("grp_%026d", n)) }
func siteID(n int) model.SiteID           { return model.SiteID(fmt.Sprintf("sit_%026d", n)) }
func itemID(n int) model.ItemID           { return model.ItemID(fmt.Sprintf("itm_%026d", n)) }

// lastOf is the end of an id: the number of a test's when that has one digit.
func lastOf[T ~string](id T) string { return string(id[len(id)-1:]) }

func hash(text string) model.Hash { return sha256.Sum256([]byte(text)) }

func org(n int, name string) model.Org {
	return model.Org{ID: orgID(n), Name: name, CreatedAt: at(n), SSO: model.SSOOff}
}

func account(n int, name, email string) model.Account {
	return model.Account{ID: userID(n), Name: name, Email: email, CreatedAt: at(n)}
}

func member(orgNo, userNo int, name string) model.Membership {
	return model.Membership{
		Org: orgID(orgNo), User: userID(userNo), Status: model.MemberActive, Set: setID(1),
		JoinedAt: at(userNo), Name: name, Email: fmt.Sprintf("user%d@example.com", userNo),
	}
}

func service(orgNo, n int, name string) model.ServiceUser {
	return model.ServiceUser{ID: serviceID(n), Org: orgID(orgNo), Name: name, CreatedAt: at(n), Sets: []model.SetID{setID(1)}}
}

func set(orgNo, n int, name string) model.PermissionSet {
	return model.PermissionSet{
		ID: setID(n), Org: orgID(orgNo), Name: name, Seat: model.SeatFull,
		Permissions: []model.Permission{model.UsersManage, "reports.export"},
	}
}

// token is a token of the user with number userNo.
func token(orgNo, userNo, n int, name string) model.Token {
	return model.Token{
		ID: tokenID(n), Org: orgID(orgNo), Subject: model.Subject{User: userID(userNo)}, Name: name,
		CreatedAt: at(n), CreatedBy: "Ann", LastFour: "x7Qp", Hash: hash(fmt.Sprint("secret ", n)),
	}
}

func ref(t model.Token) model.TokenRef { return model.TokenRef{Org: t.Org, ID: t.ID} }

func entry(seq uint64, org model.OrgID) model.Entry {
	return model.Entry{
		Seq: seq, At: at(int(seq)), Org: org, Action: model.ActGenerateToken, From: "192.0.2.1",
		Actor:   model.ActorRef{Kind: "user", ID: string(userID(1)), Name: "Ann", Token: string(tokenID(1))},
		Target:  model.TargetRef{Kind: "token", ID: string(tokenID(2)), Name: "ci"},
		Details: []model.Detail{{Field: "name", Before: "", After: "ci"}},
		Chain:   hash(fmt.Sprint("chain ", seq)),
	}
}

func group(orgNo, n int, name string) model.Group {
	return model.Group{ID: groupID(n), Org: orgID(orgNo), Name: name, CreatedAt: at(n)}
}

func inGroup(orgNo, groupNo, userNo int) model.GroupMember {
	return model.GroupMember{Org: orgID(orgNo), Group: groupID(groupNo), User: userID(userNo), AddedAt: at(userNo)}
}

// site is one at the top.
func site(orgNo, n int, name string) model.Site {
	return model.Site{ID: siteID(n), Org: orgID(orgNo), Name: name, CreatedAt: at(n)}
}

func atSite(orgNo, siteNo, userNo int) model.SiteMember {
	return model.SiteMember{Org: orgID(orgNo), Site: siteID(siteNo), User: userID(userNo), AddedAt: at(userNo)}
}

// item is an asset of the user with number 1, at no site.
func item(orgNo, n int, name string) model.Item {
	return model.Item{
		ID: itemID(n), Org: orgID(orgNo), Kind: model.KindAsset, Name: name, Owner: ownerUser(1, 0), CreatedAt: at(n),
	}
}

func refOf(i model.Item) model.ItemRef { return model.ItemRef{Org: i.Org, ID: i.ID} }

func ownerUser(userNo, term int) model.Owner {
	return model.Owner{Subject: model.Subject{User: userID(userNo)}, Term: term}
}

func ownerService(n int) model.Owner {
	return model.Owner{Subject: model.Subject{ServiceUser: serviceID(n)}}
}

func toUser(orgNo, userNo int) model.Grantee {
	return model.Grantee{Org: orgID(orgNo), Kind: model.GranteeUser, ID: string(userID(userNo))}
}

func onItem(orgNo, n int) model.Scope { return model.Scope{Org: orgID(orgNo), Item: itemID(n)} }

// ruleFor is on all items of a kind in an org.
func ruleFor(orgNo int, kind model.ItemKind) model.Scope {
	return model.Scope{Org: orgID(orgNo), Kind: kind}
}

func grant(on model.Scope, to model.Grantee) model.Grant {
	return model.Grant{Scope: on, To: to, Level: model.LevelView, At: at(1), By: "Ann"}
}
