package users

import (
	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/explain"
)

// explainPerson returns the screen that says what a person may do, and why.
func explainPerson(s *kit.Session, v model.MemberView) kit.Screen {
	return explain.OfSubject(s, v.Org, model.Subject{User: v.User})
}
