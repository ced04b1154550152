package activity

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"example.com/latchkey/model"
)

// actions reads the constants of type model.Action from the model's source.
func actions(t *testing.T) []model.Action {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../../model/action.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []model.Action
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "Act") {
			return true
		}
		text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, model.Action(text))
		return true
	})
	return found
}

func TestEveryActionHasWords(t *testing.T) {
	all := actions(t)
	if len(all) < 30 {
		t.Fatalf("only %d actions were found in the model's source", len(all))
	}
	for _, a := range all {
		for _, refused := range []bool{false, true} {
			if text := words(a, refused); text == "" || strings.HasSuffix(text, string(a)) {
				t.Errorf("%s (refused: %v) has no words: %q", a, refused, text)
			}
		}
	}
	for a := range deeds {
		if !strings.Contains(" "+strings.Join(texts(all), " ")+" ", " "+string(a)+" ") {
			t.Errorf("there is no action %s any more", a)
		}
	}
}

func texts(all []model.Action) []string {
	var list []string
	for _, a := range all {
		list = append(list, string(a))
	}
	return list
}

func TestWords(t *testing.T) {
	if got := words(model.ActGenerateToken, false); got != "generated token" {
		t.Errorf("got %q", got)
	}
	if got := words(model.ActLogIn, true); got != "was refused: log in" {
		t.Errorf("got %q", got)
	}
	if got := words("item.share", false); got != "item.share" {
		t.Errorf("an action without words is %q", got)
	}
}
