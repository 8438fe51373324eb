package main

import (
	"errors"
	"fmt"
	"go/types"
	"html/template"
	"io"
	"slices"
	"strings"
	"testing/fstest"
	"text/template/parse"

	"mentorbook/themes"
)

// The layouts whose templates each of the others has.
var common = []string{"base.html", "partials.html"}

// layouts are the files of the default theme's layouts, parsed.
type layouts struct {
	files map[string][]byte
	trees map[string]map[string]*parse.Tree // by file and name
	funcs template.FuncMap
}

// readLayouts reads those of the default theme.
func readLayouts() (map[string][]byte, error) {
	theme, err := themes.Open(fstest.MapFS{}, themes.Default)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, name := range theme.List("layouts") {
		files[name] = theme.Read("layouts/" + name).Data
	}
	return files, nil
}

// parseLayouts parses layouts. They may call functions.
func parseLayouts(files map[string][]byte, functions *types.MethodSet) (*layouts, error) {
	out := &layouts{files, map[string]map[string]*parse.Tree{}, template.FuncMap{}}
	for i := range functions.Len() {
		out.funcs[functions.At(i).Obj().Name()] = func(...any) string { return "" } // none is called
	}
	for name, data := range files {
		set, err := template.New(name).Funcs(out.funcs).Parse(string(data))
		if err != nil {
			return nil, err
		}
		out.trees[name] = map[string]*parse.Tree{}
		for _, t := range set.Templates() {
			if t.Tree != nil {
				out.trees[name][t.Name()] = t.Tree
			}
		}
	}
	return out, nil
}

// escaped are the templates that a block needs, as html/template has worked escapers
// into them.
type escaped struct {
	trees map[string]*parse.Tree
	own   map[string]bool // those of the layout's own file
}

// escape lets html/template escape a block of a layout. A template that is called
// within a tag is escaped for that place under a name at which nobody can look it up:
// it is put into the place of the call.
func (l *layouts) escape(layout, block string) (*escaped, error) {
	trees, own := map[string]*parse.Tree{}, map[string]bool{}
	for _, file := range append(slices.Clone(common), layout+".html") {
		for name, tree := range l.trees[file] {
			if trees[name] == nil || !parse.IsEmptyTree(tree.Root) {
				trees[name], own[name] = tree, !slices.Contains(common, file)
			}
		}
	}
	if trees[block] == nil {
		return nil, fmt.Errorf("layouts/%s.html has no block %q", layout, block)
	}
	first, err := l.htmlTemplates(trees, block)
	if err != nil {
		return nil, err
	}
	inlined := map[string]*parse.Tree{}
	for name, tree := range trees {
		inlined[name] = tree.Copy()
		if t := first.Lookup(name); t != nil {
			if err := inline(inlined[name].Root, t.Tree.Root, trees); err != nil {
				return nil, err
			}
		}
	}
	second, err := l.htmlTemplates(inlined, block)
	if err != nil {
		return nil, err
	}
	out := &escaped{map[string]*parse.Tree{}, own}
	for _, t := range second.Templates() {
		out.trees[t.Name()] = t.Tree
	}
	return out, nil
}

// htmlTemplates makes a set of templates and escapes what a block needs.
func (l *layouts) htmlTemplates(trees map[string]*parse.Tree, block string) (*template.Template, error) {
	set := template.New("").Funcs(l.funcs)
	for name, tree := range trees {
		if _, err := set.AddParseTree(name, tree.Copy()); err != nil {
			return nil, err
		}
	}
	var escaping *template.Error
	if err := set.ExecuteTemplate(io.Discard, block, nil); errors.As(err, &escaping) { // else it fails for want of a view
		return nil, err
	}
	return set, nil
}

// inline puts templates into the place where they are called, wherever the same list
// has another name for them once it is escaped.
func inline(list, escaped *parse.ListNode, trees map[string]*parse.Tree) error {
	if list == nil {
		return nil
	}
	for i, n := range list.Nodes {
		var err error
		switch n := n.(type) {
		case *parse.TemplateNode:
			if escaped.Nodes[i].(*parse.TemplateNode).Name != n.Name {
				list.Nodes[i], err = inPlace(n, trees[n.Name])
			}
		default:
			if branch := branchOf(n); branch != nil {
				inner := branchOf(escaped.Nodes[i])
				err = errors.Join(inline(branch.List, inner.List, trees), inline(branch.ElseList, inner.ElseList, trees))
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// branchOf returns what if, with and range have in common, nil for other nodes.
func branchOf(n parse.Node) *parse.BranchNode {
	switch n := n.(type) {
	case *parse.IfNode:
		return &n.BranchNode
	case *parse.WithNode:
		return &n.BranchNode
	case *parse.RangeNode:
		return &n.BranchNode
	}
	return nil
}

// inPlace is {{with $inlined := PIPE}}BODY{{end}} for {{template NAME PIPE}}, which is
// the same where the value is a struct and the body does not ask for $.
func inPlace(n *parse.TemplateNode, called *parse.Tree) (parse.Node, error) {
	if n.Pipe == nil || len(n.Pipe.Decl) > 0 || strings.Contains(called.Root.String(), "$") {
		return nil, refused(n, "it is called within a tag, where it has to have a value, and no use of $")
	}
	pipe := n.Pipe.CopyPipe()
	pipe.Decl = []*parse.VariableNode{{NodeType: parse.NodeVariable, Pos: n.Pos, Ident: []string{inlinedMark}}}
	body := &parse.ListNode{NodeType: parse.NodeList, Pos: n.Pos, Nodes: called.Root.CopyList().Nodes}
	return &parse.WithNode{BranchNode: parse.BranchNode{NodeType: parse.NodeWith, Pos: n.Pos, Line: n.Line, Pipe: pipe, List: body}}, nil
}

// inlinedMark is the variable by which such a node is known.
const inlinedMark = "$inlined"

// refused is the error of a node that cannot be compiled, with its place.
func refused(n parse.Node, format string, args ...any) error {
	place, context := new(parse.Tree).ErrorContext(n)
	return fmt.Errorf("layouts/%s: cannot compile <%s>: %s", place, context, fmt.Sprintf(format, args...))
}
