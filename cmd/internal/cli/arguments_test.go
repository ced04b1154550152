package cli

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"example.com/latchkey/cmd/internal/sshserver"
	"example.com/latchkey/model"
	"example.com/latchkey/storage/storetest"
)

// The password of ada, and what stands for the secret of her token on stdin.
const (
	password  = "a horse on the moon"
	tokenHere = "{token}"
)

// argumentSeeds are calls as they are typed, a word a line, each with what comes on
// stdin. More of them are in testdata/fuzz.
var argumentSeeds = [][2]string{
	{"", ""}, {"--help", ""}, {"help\ntoken", ""}, {"version\nx", ""}, {"serve\n--ssh\n:0", ""}, {"demo", ""},
	{"--data\n/\ntoken\nlist\n--org\nAcme", ""}, {"init\n--org\nA\n--name\nB\n--email\na@b.example", password},
	{"org\nlist\n--json", ""}, {"org\ncreate\n--name\nGlobex\n--administrator\nada@acme.example", ""}, {"org\nshow\nAcme", ""}, {"org\nsuspend\nAcme", ""},
	{"user\nlist\n--org\nAcme", ""}, {"user\nadd\n--email\nb@c.example\n--org\nAcme\n--name\nBo\n--set\nStandard\n--show", ""},
	{"user\nssh-keys\nada@acme.example", ""}, {"service-user\ncreate\n--name=Robot\n--org=Acme\n--set\nGuest", ""},
	{"token\nlist\n--org\nAcme\n--json", ""}, {"token\ngenerate\n--name\nnightly\n--org\nAcme\n--show", password},
	{"token\nregenerate\nfirst\n--org\nAcme\n--show", password}, {"token\nrevoke\nfirst\n--org\nAcme\n--yes", ""},
	{"token\nverify", tokenHere + "\n"}, {"token\nfind", tokenHere + "\nlku_nonsense\n"}, {"token\nshow\nfirst\n--org\nAcme", ""},
	{"token\ndue\n--org\nAcme\n--within\n90d\n--everybody", ""}, {"token\ndue\n--within\n9223372036854775807d", ""},
	{"permission-set\nlist\n--org\nAcme", ""}, {"group\ncreate\n--name\nNight\n--org\nAcme", ""}, {"site\ntree\n--org\nAcme", ""},
	{"item\ncreate\n--name\nT\n--org\nAcme\n--kind\ntemplate\n--owner\nada@acme.example", ""}, {"item\nlist\n--org\nAcme", ""}, {"grant\nlist\n--org\nAcme", ""},
	{"explain\n--org\nAcme\n--permission\ntokens.view\n--secret-stdin", tokenHere}, {"seats\n--org\nAcme", ""},
	{"activity\nlist\n--org\nAcme\nactor:ada\nsince:7d", ""}, {"activity\nexport\n--org\nAcme\n--format\njsonl", ""},
	{"activity\n--follow\n--org\nAcme", ""}, {"activity\nverify", ""}, {"doctor\n--repair", ""},
	{"backup\n-\n--recipient\nage1ztg36lkp25ttv8uv2da0nrkvlw42z9sw04vgp2pdgc7xfa3uqatq47z56g", ""},
	{"__complete\ntoken\nlist\n--org\nA", ""}, {"completion\nbash", ""}, {"org\nlist\n\x1b[31m\u202e", ""}, {"--\x00=\xff", ""},
}

// FuzzArguments: whatever is called, by an operator on this machine, by somebody
// who logged in, or by nobody, ends with an exit code that the help names. It says
// no secret that the store was given, and nothing that a terminal obeys.
func FuzzArguments(f *testing.F) {
	for _, seed := range argumentSeeds {
		for who := range uint8(3) {
			f.Add(who, seed[0], seed[1])
		}
	}
	f.Fuzz(func(t *testing.T, who uint8, lines, stdin string) {
		a, ada, secret := smallWorld(t)
		caller := sshserver.Caller{Origin: model.Origin{Address: "192.0.2.1", Agent: "fuzz"}}
		switch who % 3 {
		case 0:
			caller.Peer = &sshserver.Peer{UID: uint32(os.Getuid()), Known: true}
		case 1:
			caller.Actor = ada
		}
		ctx, end := context.WithCancel(t.Context())
		defer end()
		var stdout bytes.Buffer
		stderr := &endsFollowing{end: end}
		code := serving(a, inOrder)(ctx, sshserver.Command{
			Caller: caller, Args: strings.Split(lines, "\n"), Stdin: strings.NewReader(strings.ReplaceAll(stdin, tokenHere, secret)),
			Stdout: &stdout, Stderr: stderr,
		})
		if code != exitSome && (code < exitOK || code > exitUnavailable) {
			t.Errorf("exit code %d", code)
		}
		said := stdout.String() + stderr.String()
		if strings.Contains(said, secret) || strings.Contains(said, password) && !strings.Contains(lines, password) {
			t.Errorf("a secret is said: %q", said)
		}
		if strings.HasPrefix(stdout.String(), "age-encryption.org/") { // no text
			stdout.Reset()
		}
		wantHarmless(t, stdout.String()+stderr.String())
	})
}

// inOrder is where a store in memory is, which nothing lies beside.
var inOrder = machine{
	troubles: func(context.Context) []string { return nil },
	warning:  func() string { return "" },
}

// wantHarmless: a terminal takes none of the text for anything but text.
func wantHarmless(t *testing.T, text string) {
	t.Helper()
	for line := range strings.SplitSeq(text, "\n") {
		for part := range strings.SplitSeq(line, "\t") { // of completions
			if model.Printable(part) != part {
				t.Errorf("it says %q", part)
			}
		}
	}
}

// endsFollowing is a stderr that ends the call once it says that it waits for that.
type endsFollowing struct {
	bytes.Buffer
	end context.CancelFunc
}

func (e *endsFollowing) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte("ctrl+c ends it")) {
		e.end()
	}
	return e.Buffer.Write(p)
}

// smallWorld is an authority with one org, Acme, of which ada is the Administrator, and
// a token of hers.
func smallWorld(t testing.TB) (a *model.Authority, ada model.Actor, secret string) {
	t.Helper()
	a, err := model.New(t.Context(), storetest.Memory(t), model.Options{
		Pepper: bytes.Repeat([]byte("p"), 32), LogChain: bytes.Repeat([]byte("c"), 32),
		Hashing: model.HashCost{Memory: 8, Passes: 1, Threads: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	ada, acme, err := a.SetUp(t.Context(), model.SetUpRequest{
		Org: "Acme", Name: "Ada Ashby", Email: "ada@acme.example", Password: model.NewSecret(password),
	}, model.Origin{})
	if err != nil {
		t.Fatal(err)
	}
	made, err := a.GenerateToken(t.Context(), ada, model.TokenRequest{Org: acme, Name: "first", Password: model.NewSecret(password)})
	if err != nil {
		t.Fatal(err)
	}
	return a, ada, made.Secret.Reveal()
}
