package sshserver

import (
	"errors"
	"strings"

	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/model"
)

// password is the method of clients that ask for the password themselves.
func (k knock) password(m gossh.ConnMetadata, password []byte) (*gossh.Permissions, error) {
	if err := k.mayTry(); err != nil {
		return nil, err
	}
	who, err := k.logIn(m, m.User(), model.NewSecret(string(password)))
	if err != nil {
		return nil, k.refuse()
	}
	return k.grant(who)
}

// interactive asks for the password of the e-mail in the user name, or for both.
// Somebody with a one-time code chooses a password.
func (k knock) interactive(m gossh.ConnMetadata, ask gossh.KeyboardInteractiveChallenge) (*gossh.Permissions, error) {
	if err := k.mayTry(); err != nil {
		return nil, err
	}
	email, password, err := k.ask(m.User(), ask)
	if err != nil { // a question without an answer counts: it took the time for typing
		return nil, k.refuse()
	}
	who, err := k.logIn(m, email, password)
	if model.FieldOf(err) == model.FieldCode {
		who, err = k.choosePassword(m, ask, email, password)
	}
	if err != nil {
		return nil, k.refuse()
	}
	return k.grant(who)
}

func (k knock) ask(user string, ask gossh.KeyboardInteractiveChallenge) (string, model.Secret, error) {
	k.conn.typing()
	if _, err := model.CleanEmail(user); err == nil {
		answers, err := ask("", "", []string{"Password: "}, []bool{false})
		if err != nil || len(answers) != 1 {
			return "", model.Secret{}, errors.Join(errRefused, err)
		}
		return user, model.NewSecret(answers[0]), nil
	}
	answers, err := ask("", "Log in to latchkey.", []string{"E-mail: ", "Password: "}, []bool{true, false})
	if err != nil || len(answers) != 2 {
		return "", model.Secret{}, errors.Join(errRefused, err)
	}
	return strings.TrimSpace(answers[0]), model.NewSecret(answers[1]), nil
}

// logIn lets somebody in by password, or by a user API token in its place (rule
// 11.1). Why it does not is for the activity log alone.
func (k knock) logIn(m gossh.ConnMetadata, email string, secret model.Secret) (Caller, error) {
	from := k.origin(agentOf(m))
	var actor model.Actor
	var org model.OrgID
	var err error
	if secret.WellFormed() {
		actor, org, err = k.server.options.Authority.LogInWithToken(k.ctx, secret, from)
	} else {
		actor, org, err = k.server.options.Authority.LogIn(k.ctx, email, secret, from)
	}
	return Caller{Actor: actor, Org: org, Origin: from}, err
}

// choosePassword takes a one-time code for what it is (rule 11.6). A password
// that cannot be one is asked for again.
func (k knock) choosePassword(m gossh.ConnMetadata, ask gossh.KeyboardInteractiveChallenge, email string, code model.Secret) (Caller, error) {
	why := "That is a one-time code; choose your password now: 15 characters or more."
	for range k.server.limits.Tries {
		k.conn.typing()
		answers, err := ask("", why, []string{"New password: ", "New password, again: "}, []bool{false, false})
		if err != nil || len(answers) != 2 {
			return Caller{}, errors.Join(errRefused, err)
		}
		if answers[0] != answers[1] {
			why = "These are not the same; once more."
			continue
		}
		from := k.origin(agentOf(m))
		actor, org, err := k.server.options.Authority.ChoosePassword(k.ctx, email, code, model.NewSecret(answers[0]), from)
		if model.KindOf(err) != model.KindInvalid {
			return Caller{Actor: actor, Org: org, Origin: from}, err
		}
		why = model.Sentence(err)
	}
	return Caller{}, errRefused
}

// mayTry ends a connection on which too many passwords were wrong.
func (k knock) mayTry() error {
	if int(k.conn.wrong.Load()) < k.server.limits.Tries {
		return nil
	}
	_ = k.conn.Close()
	return errRefused
}

func (k knock) refuse() error {
	k.conn.wrong.Add(1)
	return errRefused
}
