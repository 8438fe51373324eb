package themes_test

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"strconv"
	"strings"
	"testing"
)

// Where the views are described: those of the organizers' dashboard apart.
var viewsFiles = []string{"../generator/render/views.go", "../generator/render/views_dashboard.go"}

var update = flag.Bool("update", false, "write the views into README.md")

const (
	funcsFile  = "../generator/render/functions.go"
	viewsBegin = "<!-- views: made from generator/render/views.go by go test ./themes -run README -update -->\n"
	viewsEnd   = "<!-- end of views -->"
)

// Whoever writes a layout reads README.md and not views.go, so they must agree.
func TestREADMEDescribesEveryView(t *testing.T) {
	readme := read(t, "README.md")
	before, rest, found := strings.Cut(readme, viewsBegin)
	_, after, closed := strings.Cut(rest, viewsEnd)
	if !found || !closed {
		t.Fatal("README.md has no place for the views")
	}
	want := before + viewsBegin + describeViews(t) + viewsEnd + after
	if readme == want {
		return
	}
	if !*update {
		t.Fatal("README.md does not say what views.go says; run: go test ./themes -run README -update")
	}
	if err := os.WriteFile("README.md", []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// describeViews makes Markdown of the views, in their order: what each is, and a
// table of its fields.
func describeViews(t *testing.T) string {
	var b strings.Builder
	var declarations []ast.Decl
	for _, file := range viewsFiles {
		declarations = append(declarations, parse(t, file).Decls...)
	}
	for _, d := range declarations {
		declaration, ok := d.(*ast.GenDecl)
		if !ok || declaration.Tok != token.TYPE {
			continue
		}
		for _, s := range declaration.Specs {
			spec := s.(*ast.TypeSpec)
			b.WriteString("\n### " + spec.Name.Name + "\n\n" + prose(declaration.Doc, spec.Doc) + "\n\n| field | type | |\n| --- | --- | --- |\n")
			for _, field := range spec.Type.(*ast.StructType).Fields.List {
				describeField(&b, field)
			}
		}
	}
	b.WriteString("\n")
	return b.String()
}

func describeField(b *strings.Builder, field *ast.Field) {
	kind, meaning := types.ExprString(field.Type), prose(field.Doc, field.Comment)
	names := make([]string, len(field.Names))
	for i, name := range field.Names {
		names[i] = "`" + name.Name + "`"
	}
	if len(names) == 0 {
		names, meaning = []string{"…"}, "the fields of "+kind+", also as `."+kind+"`"
	}
	b.WriteString("| " + strings.Join(names, ", ") + " | `" + kind + "` | " + meaning + " |\n")
}

// prose joins comments into one line of a table.
func prose(comments ...*ast.CommentGroup) string {
	var words []string
	for _, c := range comments {
		words = append(words, strings.Fields(strings.ReplaceAll(c.Text(), "|", "\\|"))...)
	}
	return strings.Join(words, " ")
}

func TestREADMEDescribesEveryFunction(t *testing.T) {
	readme := read(t, "README.md")
	functions := 0
	ast.Inspect(parse(t, funcsFile), func(n ast.Node) bool {
		literal, ok := n.(*ast.CompositeLit)
		if !ok || types.ExprString(literal.Type) != "template.FuncMap" {
			return true
		}
		for _, element := range literal.Elts {
			key, written := element.(*ast.KeyValueExpr).Key.(*ast.BasicLit)
			if !written { // a function that no layout calls by itself
				continue
			}
			name, err := strconv.Unquote(key.Value)
			if err != nil {
				t.Fatal(err)
			}
			functions++
			if !strings.Contains(readme, "| `"+name) {
				t.Errorf("README.md does not describe the function %s", name)
			}
		}
		return false
	})
	if functions == 0 {
		t.Errorf("%s has no functions for layouts", funcsFile)
	}
}

func parse(t *testing.T, name string) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return file
}
