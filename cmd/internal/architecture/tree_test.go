package architecture

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// module is the import path of the whole program.
const module = "example.com/latchkey"

// source is one file of Go.
type source struct {
	path  string // from the top of the tree, with slashes
	lines int
	file  *ast.File
}

// dir is the package of a file, from the top of the tree.
func (s source) dir() string { return path.Dir(s.path) }

// test reports whether a file is no part of what is shipped.
func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// imports returns the paths that a file imports.
func (s source) imports() []string {
	var list []string
	for _, i := range s.file.Imports {
		if p, err := strconv.Unquote(i.Path.Value); err == nil {
			list = append(list, p)
		}
	}
	return list
}

// positions knows where in its file every node stands.
var positions = token.NewFileSet()

// tree is every file of Go in the module, testdata left out, and the top
// directory.
type tree struct {
	top   string
	files []source
}

var load = sync.OnceValues(func() (tree, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	t := tree{top: strings.TrimSpace(string(out))}
	if err != nil {
		return t, err
	}
	err = filepath.WalkDir(t.top, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != t.top && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		return t.read(name)
	})
	return t, err
})

func (t *tree) read(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(positions, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	rel, err := filepath.Rel(t.top, name)
	t.files = append(t.files, source{path: filepath.ToSlash(rel), lines: bytes.Count(text, []byte("\n")), file: file})
	return err
}

// files returns the files of the module.
func files(t *testing.T) []source {
	t.Helper()
	tree, err := load()
	if err != nil {
		t.Fatal(err)
	}
	if len(tree.files) < 100 {
		t.Fatalf("only %d files were found", len(tree.files))
	}
	return tree.files
}

// within reports whether an import path or a directory is another or lies in
// it.
func within(p, parent string) bool { return p == parent || strings.HasPrefix(p, parent+"/") }
