package generator_test

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
)

// TestEveryCodeIsExplained reads the code of the program for the codes of its
// messages. Each is written out where it is used, so that a search finds it, or
// in a map whose name ends in Code.
func TestEveryCodeIsExplained(t *testing.T) {
	explained, used := map[string]string{}, map[string]string{} // by code: the sentence; where
	inspectProgram(t, func(name, where string, n ast.Node) {
		if name == "generator/diag/codes.go" {
			if pair, ok := n.(*ast.KeyValueExpr); ok {
				code, _ := literal(pair.Key)
				explained[code], _ = literal(pair.Value)
			}
			return
		}
		codes, ok := codesOf(n)
		if !ok {
			t.Errorf("%s: write the code out, or put the codes into a map whose name ends in Code", where)
		}
		for _, code := range codes {
			used[code] = where
		}
	})
	for code, where := range used {
		if explained[code] == "" {
			t.Errorf("%s: the code %q is not in diag/codes.go", where, code)
		}
	}
	for code, about := range explained {
		if used[code] == "" {
			t.Errorf("nothing uses the code %q of diag/codes.go", code)
		}
		if !strings.HasSuffix(about, ".") || strings.ToUpper(about[:1]) != about[:1] {
			t.Errorf("%q is explained by %q, which is no sentence", code, about)
		}
	}
	if len(used) < 100 {
		t.Errorf("only %d codes are found", len(used))
	}
}

// inspectProgram visits the syntax of the program without its tests.
func inspectProgram(t *testing.T, visit func(name, where string, n ast.Node)) {
	t.Helper()
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		set := gotoken.NewFileSet()
		file, err := parser.ParseFile(set, name, data, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if n != nil {
				visit(name, set.Position(n.Pos()).String(), n)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// codesOf returns the codes that a piece of syntax gives to messages. It is not
// ok where one is made at run time.
func codesOf(n ast.Node) (codes []string, ok bool) {
	switch n := n.(type) {
	case *ast.CallExpr:
		f, isMethod := n.Fun.(*ast.SelectorExpr)
		if !isMethod || f.Sel.Name != "Errorf" && f.Sel.Name != "Warnf" || len(n.Args) < 4 {
			return nil, true
		}
		if _, isFormat := literal(n.Args[0]); isFormat { // fmt.Errorf and the like
			return nil, true
		}
		if index, isIndex := n.Args[1].(*ast.IndexExpr); isIndex {
			name, isName := index.X.(*ast.Ident)
			return nil, isName && strings.HasSuffix(name.Name, "Code")
		}
		return literals(n.Args[1])
	case *ast.KeyValueExpr:
		if key, isName := n.Key.(*ast.Ident); isName && key.Name == "Code" {
			return literals(n.Value)
		}
	case *ast.ValueSpec:
		if values, isMap := only(n.Values).(*ast.CompositeLit); isMap && strings.HasSuffix(n.Names[0].Name, "Code") {
			for _, e := range values.Elts {
				if pair, isPair := e.(*ast.KeyValueExpr); isPair {
					more, isLiteral := literals(pair.Value)
					codes, ok = append(codes, more...), isLiteral
				}
			}
			return codes, ok
		}
	}
	return nil, true
}

func only(values []ast.Expr) ast.Expr {
	if len(values) == 1 {
		return values[0]
	}
	return nil
}

// literals returns the one code that an expression writes out.
func literals(e ast.Expr) ([]string, bool) {
	text, ok := literal(e)
	return []string{text}, ok
}

// literal returns the text of an expression that is written out.
func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != gotoken.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}
