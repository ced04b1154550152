package architecture

import (
	"path"
	"slices"
	"strings"
	"testing"
)

// rule says what the files of one part of the tree may not import, and why.
type rule struct {
	name   string
	in     string // directory
	except string // a directory within it that the rule leaves alone; "" for none
	tests  bool   // test files are meant too
	never  func(imported string) bool
	why    string
}

var rules = []rule{
	{
		name: "model stands on its own", in: "model",
		never: func(p string) bool { return !standard(p) && !within(p, "golang.org/x") && !within(p, module+"/model") },
		why:   "the rules of the domain outlive every library: they know the standard library and golang.org/x, and neither a screen nor a store",
	},
	{
		name: "ui asks the model alone", in: "ui", except: "ui/uitest",
		never: inside(module+"/storage", module+"/cmd", "net", "os", "syscall"),
		why:   "a screen runs inside a daemon, for somebody elsewhere: files, sockets and the environment there are not theirs; what belongs to a terminal comes with the session (ui/uitest is no part of the program: it gives tests a real store)",
	},
	{
		name: "storage serves the model alone", in: "storage",
		never: inside(module+"/ui", module+"/cmd"),
		why:   "a store is opened by commands and shown by screens, never the other way round",
	},
	{
		name: "Badger stays in its package", in: "storage", except: "storage/badgerdb", tests: true,
		never: inside("github.com/dgraph-io/badger"),
		why:   "another engine follows; what is Badger's own must not reach records and keys",
	},
	{
		name: "nobody else knows an engine", in: "cmd",
		never: inside("github.com/dgraph-io/badger", module+"/storage/badgerdb"),
		why:   "storage/datadir opens the store, with the options that were measured",
	},
	{
		name: "how a backup is encrypted is the program's", in: "storage", tests: true,
		never: inside("filippo.io/age"),
		why:   "the form of a backup outlives what hides it; cmd/internal/envelope puts the one around the other",
	},
	{
		name: "nobody imports the program", in: "cmd/internal",
		never: inside(module + "/cmd/latchkey"),
		why:   "main only wires signals, arguments and the exit code",
	},
}

// inside is what lies within any of these paths.
func inside(paths ...string) func(string) bool {
	return func(imported string) bool {
		for _, p := range paths {
			if within(imported, p) {
				return true
			}
		}
		return false
	}
}

// standard reports whether a path is one of the standard library.
func standard(p string) bool {
	first, _, _ := strings.Cut(p, "/")
	return !strings.Contains(first, ".")
}

func TestArrowsRunOneWay(t *testing.T) {
	for _, r := range rules {
		t.Run(strings.ReplaceAll(r.name, " ", "_"), func(t *testing.T) {
			for _, f := range files(t) {
				if !within(f.dir(), r.in) || r.except != "" && within(f.dir(), r.except) || f.test() && !r.tests {
					continue
				}
				for _, imported := range f.imports() {
					if r.never(imported) {
						t.Errorf("%s imports %s: %s", f.path, imported, r.why)
					}
				}
			}
		})
	}
}

// doors are the packages of cmd/internal, with the other ones there that they
// may import. Everybody may import terminal: it is what a screen's terminal is,
// not a door.
var doors = map[string][]string{
	"cli":       {"daemon", "demo", "sshserver", "attach", "httpapi", "bench", "envelope"}, // the composition: it joins them all
	"bench":     {"daemon", "httpapi"},                                                     // it measures them
	"demo":      {},
	"daemon":    {},
	"sshserver": {},
	"attach":    {},
	"httpapi":   {},
	"terminal":  {},
	"envelope":  {},
}

func TestDoorsDoNotKnowEachOther(t *testing.T) {
	const internal = module + "/cmd/internal"
	for _, f := range files(t) {
		if !within(f.dir(), "cmd/internal") || f.test() {
			continue
		}
		from := door(strings.TrimPrefix(f.dir(), "cmd/internal/"))
		for _, imported := range f.imports() {
			if !within(imported, internal) {
				continue
			}
			to := door(strings.TrimPrefix(imported, internal+"/"))
			if to != from && to != "terminal" && !slices.Contains(doors[from], to) {
				t.Errorf("%s imports %s: a door that knows another cannot be opened without it; cli joins them, and hands each what it needs", f.path, imported)
			}
		}
	}
}

// door is the package right under cmd/internal that a path is in.
func door(p string) string {
	first, _, _ := strings.Cut(p, "/")
	return first
}

func TestHelpersOfTestsAreNotShipped(t *testing.T) {
	for _, f := range files(t) {
		for _, imported := range f.imports() {
			if helper(imported) && !f.test() && !helper(module+"/"+f.dir()) {
				t.Errorf("%s imports %s: that is made for tests, and fails them", f.path, imported)
			}
		}
	}
}

// helper reports whether a package is made for tests.
func helper(imported string) bool {
	base := path.Base(imported)
	return imported == "testing" || within(imported, module) && (strings.HasSuffix(base, "test") || within(imported, module+"/ui/uitest"))
}
