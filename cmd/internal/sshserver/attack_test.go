package sshserver

import (
	"testing"

	gossh "golang.org/x/crypto/ssh"
)

// attempt is one step of a log-in on the wire. It returns the number of the
// answer; 0 when the server has ended the connection.
type attempt func(*wire) byte

func (c *wire) attempt(user, method string, details any) byte {
	c.t.Helper()
	c.send(gossh.Marshal(struct {
		User            string `sshtype:"50"`
		Service, Method string
		Rest            []byte `ssh:"rest"`
	}{user, "ssh-connection", method, gossh.Marshal(details)}))
	return c.answered()
}

func (c *wire) answered() byte {
	c.t.Helper()
	if message := c.await(msgFailure, msgSuccess, msgGoOn); message != nil {
		return message[0]
	}
	return 0
}

// offers shows a key and does not sign.
func offers(user string, key gossh.PublicKey) attempt {
	return func(c *wire) byte {
		return c.attempt(user, "publickey", struct {
			Signed    bool
			Algorithm string
			Key       []byte
		}{false, key.Type(), key.Marshal()})
	}
}

// signs shows a key and signs with another one, or with the same, without having
// asked whether it is worth it.
func signs(user string, key gossh.PublicKey, with gossh.Signer) attempt {
	return func(c *wire) byte {
		signature, err := with.Sign(nil, gossh.Marshal(struct {
			Session               []byte
			Number                byte
			User, Service, Method string
			Signed                bool
			Algorithm             string
			Key                   []byte
		}{c.session, 50, user, "ssh-connection", "publickey", true, key.Type(), key.Marshal()}))
		c.must(err)
		return c.attempt(user, "publickey", struct {
			Signed         bool
			Algorithm      string
			Key, Signature []byte
		}{true, key.Type(), key.Marshal(), gossh.Marshal(*signature)})
	}
}

func says(user, password string) attempt {
	return func(c *wire) byte {
		return c.attempt(user, "password", struct {
			Change   bool
			Password string
		}{false, password})
	}
}

// begins lets itself be asked.
func begins(user string) attempt {
	return func(c *wire) byte {
		return c.attempt(user, "keyboard-interactive", struct{ Language, Devices string }{})
	}
}

// gives is the one answer to the one question.
func gives(answer string) attempt {
	return func(c *wire) byte {
		c.send(gossh.Marshal(struct {
			Answers uint32 `sshtype:"61"`
			Answer  string
		}{1, answer}))
		return c.answered()
	}
}

// TestAnAttackersClient: what a client offers without a proof names nobody, in
// whichever order it comes and under whichever name. Who has proved to be Bob is
// Bob; what is said of it afterwards ends the connection.
func TestAnAttackersClient(t *testing.T) {
	const ada, bob = "ada@acme.example", "bob@acme.example"
	w := newWorld(t, Limits{})
	hers, his := w.key(w.ada), w.key(w.bob)
	offer, prove := offers(ada, hers.PublicKey()), signs(bob, his.PublicKey(), his)
	for name, steps := range map[string][]attempt{
		"then a password":                  {offer, says(bob, password)},
		"then another key":                 {offer, prove},
		"then another key, her name":       {offer, signs(ada, his.PublicKey(), his)},
		"then an answer":                   {offer, begins(bob), gives(password)},
		"after one's own key, unsigned":    {offers(bob, his.PublicKey()), offer, prove},
		"her key, his name":                {offers(bob, hers.PublicKey()), prove},
		"after a wrong password of hers":   {says(ada, "wrong"), offer, prove},
		"after a wrong answer of hers":     {begins(ada), gives("wrong"), offer, says(bob, password)},
		"before and after":                 {offer, offers(bob, his.PublicKey()), offer, begins(bob), gives(password)},
		"a question of hers is left alone": {offer, begins(ada), gives(""), prove},
	} {
		t.Run(name, func(t *testing.T) {
			c := w.wire()
			for i, step := range steps {
				if answer := step(c); (answer == msgSuccess) != (i == len(steps)-1) {
					t.Fatalf("step %d is answered by %d", i+1, answer)
				}
			}
			if got := c.who(); got != bob {
				t.Errorf("it is %q", got)
			}
		})
	}
	for name, steps := range map[string][]attempt{
		"nothing proved":                 {offer},
		"signed by another":              {offer, signs(ada, hers.PublicKey(), his)},
		"signed by another, then by his": {signs(ada, hers.PublicKey(), his), prove},
		"instead of an answer":           {begins(bob), offer, gives(password)},
		"an answer that nobody asked":    {offer, gives(password)},
		"a wrong password":               {offer, says(ada, "wrong")},
		"after he has proved who he is":  {prove, offer},
		"after his password":             {says(bob, password), offer},
	} {
		t.Run(name, func(t *testing.T) {
			c := w.wire()
			for _, step := range steps {
				step(c)
			}
			if got := c.who(); got != "" {
				t.Errorf("it is %q", got)
			}
		})
	}
}
