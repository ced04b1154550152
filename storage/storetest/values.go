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
