package architecture

import (
	"fmt"
	"go/ast"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// Sizes that the code keeps, in lines: those of a file, of a function, and of
// the program's main file.
const (
	fileMost     = 400
	functionMost = 60
	mainMost     = 40
)

func TestNothingElseStandsAtTheTop(t *testing.T) {
	tree, err := load()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(tree.top)
	if err != nil {
		t.Fatal(err)
	}
	known := []string{"cmd", "ui", "model", "storage", "go.mod", "go.sum", "README.md"}
	for _, e := range entries {
		if !slices.Contains(known, e.Name()) && !strings.HasPrefix(e.Name(), ".") {
			t.Errorf("%s stands at the top of the tree: there are cmd, ui, model, storage, go.mod, go.sum, README.md and dot-files; whatever else there is belongs into one of them", e.Name())
		}
	}
}

func TestFilesAndFunctionsStaySmall(t *testing.T) {
	for _, f := range files(t) {
		if f.test() {
			continue
		}
		if f.lines > fileMost {
			t.Errorf("%s has %d lines; a file of more than %d does more than one thing", f.path, f.lines, fileMost)
		}
		if f.path == "cmd/latchkey/main.go" && f.lines > mainMost {
			t.Errorf("%s has %d lines; beyond %d it does the work of cmd/internal", f.path, f.lines, mainMost)
		}
		for _, d := range f.file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && linesOf(fn) > functionMost {
				t.Errorf("%s: %s has %d lines; a function of more than %d cannot be read at once", f.path, fn.Name.Name, linesOf(fn), functionMost)
			}
		}
	}
}

func linesOf(n ast.Node) int {
	return positions.Position(n.End()).Line - positions.Position(n.Pos()).Line + 1
}

func TestPackagesSayWhatTheyAre(t *testing.T) {
	comments := map[string][]string{}
	names := map[string]string{}
	for _, f := range files(t) {
		if f.test() {
			continue
		}
		names[f.dir()] = f.file.Name.Name
		if text := f.file.Doc.Text(); text != "" {
			comments[f.dir()] = append(comments[f.dir()], text)
		}
	}
	for dir, name := range names {
		if problem := packageComment(name, path.Base(dir), comments[dir]); problem != "" {
			t.Errorf("%s %s: godoc shows one, at the top", dir, problem)
		}
	}
}

// packageComment says what is wrong with the comments of a package; "" for
// nothing.
func packageComment(name, base string, comments []string) string {
	begin := "Package " + name + " "
	if name == "main" {
		begin = "Command " + base + " "
	}
	switch {
	case len(comments) == 0:
		return "has no package comment"
	case len(comments) > 1:
		return fmt.Sprintf("has %d package comments", len(comments))
	case !strings.HasPrefix(strings.ReplaceAll(comments[0], "\n", " "), begin):
		return fmt.Sprintf("has a package comment that does not begin with %q", begin)
	case !strings.Contains(comments[0], ".") || len(strings.Fields(comments[0])) < 5:
		return "has a package comment that is no sentence"
	}
	return ""
}

// banned are calls that look right and are not.
var banned = []struct {
	call string                 // the name, with its package where it needs one
	here func(path string) bool // where it is banned
	why  string
}{
	{"lipgloss.NewStyle", outside(""), "it draws with the global renderer, which has no colour inside a daemon"},
	{"NewStyle", themeAndTests, "styles are made in one place, ui/kit/theme.go, for the renderer of a session"},
	{"lipgloss.DefaultRenderer", outside(""), "it is shared by all sessions and asks the daemon's own terminal"},
	{"lipgloss.SetColorProfile", outside("cmd/internal/terminal/background/"), "it changes the colours of every session at once"},
	{"tea.WithoutCatchPanics", outside(""), "a panic would leave the person's terminal in raw mode"},
	{"tea.Suspend", outside(""), "it stops the whole process, with the sessions of everybody else"},
	{"time.Sleep", inTests, "a test waits for what it needs, with a limit; a pause is too short on a busy machine and too long on every other"},
	{"WithBypassLockGuard", outside(""), "two processes on one store destroy it"},
}

func outside(prefix string) func(string) bool {
	return func(p string) bool { return prefix == "" || !strings.HasPrefix(p, prefix) }
}

// themeAndTests leaves both of them alone.
func themeAndTests(p string) bool { return !strings.HasPrefix(p, "ui/kit/theme") && !inTests(p) }

func inTests(p string) bool {
	return strings.HasSuffix(p, "_test.go") || helper(module+"/"+path.Dir(p))
}

func TestCallsThatLookRightAndAreNot(t *testing.T) {
	for _, f := range files(t) {
		ast.Inspect(f.file, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			for _, b := range banned {
				if called(s, b.call) && b.here(f.path) {
					at := positions.Position(s.Pos())
					t.Errorf("%s:%d uses %s: %s", f.path, at.Line, b.call, b.why)
				}
			}
			return true
		})
	}
}

// called reports whether a selector is one of that name, of whatever value when
// the name is without a package.
func called(s *ast.SelectorExpr, name string) bool {
	from, call, qualified := strings.Cut(name, ".")
	if !qualified {
		return s.Sel.Name == name
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == from && s.Sel.Name == call
}
