package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// compiledFile is what comes out. Its types are taken from standIn, so that it may be
// out of date, or not compile.
const compiledFile = "compiled.go"

const standIn = `package render

func compiledBlock(layout, block string) func(*writer, any) { return nil }

func compiledSum(file string) string { return "" }

var fixedWriters = [...]func(*writer){}
`

// renderPackage is what the layouts are compiled against.
type renderPackage struct {
	*types.Package
	entries []entry
}

// entry is a block of a layout that render executes, and the type of its view.
type entry struct {
	layout, block string
	view          types.Type
}

// load reads the source of package render.
func load(dir string) (*renderPackage, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		var source any // the file's own
		if filepath.Base(name) == compiledFile {
			source = standIn
		}
		file, err := parser.ParseFile(fset, name, source, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return check(dir, fset, files)
}

// check finds out the types of a package.
func check(dir string, fset *token.FileSet, files []*ast.File) (*renderPackage, error) {
	compiled, err := exports(dir, files)
	if err != nil {
		return nil, err
	}
	config := types.Config{Importer: importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(compiled[path])
	})}
	info := types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
	pkg, err := config.Check("mentorbook/generator/render", fset, files, &info)
	if err != nil {
		return nil, err
	}
	entries, err := findEntries(fset, files, &info)
	return &renderPackage{pkg, entries}, err
}

// exports returns the files in which the compiler has the types of the packages that
// files import, and of those that these import, by their paths.
func exports(dir string, files []*ast.File) (map[string]string, error) {
	imports := map[string]bool{}
	for _, file := range files {
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return nil, err
			}
			imports[path] = true
		}
	}
	list := exec.Command("go", append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}"}, slices.Sorted(maps.Keys(imports))...)...)
	var problems bytes.Buffer
	list.Dir, list.Stderr = dir, &problems
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, problems.Bytes())
	}
	found := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		found[path] = file
	}
	return found, nil
}

// findEntries finds the calls of Theme.execute, sorted.
func findEntries(fset *token.FileSet, files []*ast.File, info *types.Info) (entries []entry, err error) {
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !isExecute(call, info) || err != nil {
				return err == nil
			}
			layout, block := info.Types[call.Args[2]].Value, info.Types[call.Args[3]].Value
			if layout == nil || block == nil {
				err = fmt.Errorf("%s: the layout and its block have to be constants", fset.Position(call.Pos()))
				return false
			}
			entries = append(entries, entry{constant.StringVal(layout), constant.StringVal(block), info.Types[call.Args[4]].Type})
			return true
		})
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.layout+" "+a.block, b.layout+" "+b.block) })
	return sameView(entries)
}

func isExecute(call *ast.CallExpr, info *types.Info) bool {
	fun, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || fun.Sel.Name != "execute" || len(call.Args) != 5 {
		return false
	}
	selection := info.Selections[fun]
	return selection != nil && selection.Kind() == types.MethodVal && selection.Obj().Pkg().Name() == "render"
}

// sameView drops entries that are there twice. A block has one view.
func sameView(entries []entry) ([]entry, error) {
	var out []entry
	for _, e := range entries {
		n := len(out)
		switch {
		case n == 0 || out[n-1].layout != e.layout || out[n-1].block != e.block:
			out = append(out, e)
		case !types.Identical(out[n-1].view, e.view):
			return nil, fmt.Errorf("%s of %s.html is executed with %s and with %s", e.block, e.layout, out[n-1].view, e.view)
		}
	}
	return out, nil
}

// functions are what layouts can call: the methods of render's functions.
func (p *renderPackage) functions() *types.MethodSet {
	return types.NewMethodSet(p.Scope().Lookup("functions").Type())
}
