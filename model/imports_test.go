package model_test

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The domain stands on the standard library and on golang.org/x alone: what it
// decides must not change because a screen, a store or a network library does,
// and a rule has to be testable without any of them. Its tests may use the real
// store and rapid.
func TestModelImportsTheStandardLibraryAndGolangOrgXOnly(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 30 {
		t.Fatalf("only %d files were found: %v", len(files), err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(path, "/")
			if strings.Contains(first, ".") && !strings.HasPrefix(path, "golang.org/x/") {
				t.Errorf("%s imports %s", name, path)
			}
			if path == "net" || path == "net/http" || path == "os" || path == "os/exec" || path == "database/sql" {
				t.Errorf("%s imports %s: the model talks to nobody but its store", name, path)
			}
		}
	}
}
