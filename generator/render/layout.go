package render

import (
	"bytes"
	"html/template"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"text/template/parse"

	"mentorbook/generator/diag"
)

// The layouts whose templates each of the others has.
const (
	baseLayout     = "base.html"
	partialsLayout = "partials.html"
)

// trees are templates by name. They are not changed once all are parsed.
type trees map[string]*parse.Tree

// layout is a layout in one language. It is made ready when a page first needs it,
// of copies of its own templates and those that it calls, because html/template works
// an escaper for each place into them.
type layout struct {
	trees trees    // in all languages
	own   []string // those of its own file
	funcs template.FuncMap

	ready   sync.Once
	set     *template.Template
	endless atomic.Pointer[Error] // of the page that did not come to an end: no other of the layout is tried
}

// parse reads the layouts, once for all languages: they differ in their functions
// only, which have the same names.
func (t *Theme) parse(languages []string, sources map[string]string, list *diag.List) {
	names := t.funcs(languages[0])
	common := trees{}
	for _, name := range []string{baseLayout, partialsLayout} {
		parsed, err := t.parseFile(name, sources[name], names)
		if err != nil {
			*list = append(*list, t.diagnose(err))
			return
		}
		common.add(parsed)
	}
	var all []*layout
	var stems []string
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		if name == baseLayout || name == partialsLayout {
			continue
		}
		parsed, err := t.parseFile(name, sources[name], names)
		if err != nil {
			*list = append(*list, t.diagnose(err))
			continue
		}
		all = append(all, &layout{trees: maps.Clone(common).add(parsed), own: slices.Collect(maps.Keys(parsed))})
		stems = append(stems, strings.TrimSuffix(name, ".html"))
	}
	for _, lang := range languages {
		funcs := t.funcs(lang)
		t.layouts[lang] = map[string]*layout{}
		for i, l := range all {
			t.layouts[lang][stems[i]] = &layout{trees: l.trees, own: l.own, funcs: funcs}
		}
	}
}

// parseFile returns the templates of a file.
func (t *Theme) parseFile(name, source string, funcs template.FuncMap) (trees, error) {
	set, err := template.New(name).Funcs(funcs).Parse(source)
	if err != nil {
		return nil, err
	}
	if t.own[name] {
		countTurns(set, name)
	}
	out := trees{}
	for _, t := range set.Templates() {
		if t.Tree != nil {
			out[t.Name()] = t.Tree
		}
	}
	return out, nil
}

// add takes in the templates of another file, which come before those that are
// there: all but empty ones, as in a set of text/template.
func (t trees) add(more trees) trees {
	for name, tree := range more {
		if t[name] == nil || !parse.IsEmptyTree(tree.Root) {
			t[name] = tree
		}
	}
	return t
}

// copyInto puts a template into a set, with those that it calls.
func (t trees) copyInto(set *template.Template, name string) error {
	tree := t[name]
	if tree == nil || set.Lookup(name) != nil {
		return nil
	}
	if _, err := set.AddParseTree(name, tree.Copy()); err != nil {
		return err
	}
	return t.copyCalled(set, tree.Root)
}

func (t trees) copyCalled(set *template.Template, list *parse.ListNode) (err error) {
	if list == nil {
		return nil
	}
	for i := 0; i < len(list.Nodes) && err == nil; i++ {
		switch n := list.Nodes[i].(type) {
		case *parse.TemplateNode:
			err = t.copyInto(set, n.Name)
		case *parse.IfNode:
			err = t.copyBranches(set, &n.BranchNode)
		case *parse.WithNode:
			err = t.copyBranches(set, &n.BranchNode)
		case *parse.RangeNode:
			err = t.copyBranches(set, &n.BranchNode)
		}
	}
	return err
}

func (t trees) copyBranches(set *template.Template, n *parse.BranchNode) error {
	if err := t.copyCalled(set, n.List); err != nil {
		return err
	}
	return t.copyCalled(set, n.ElseList)
}

// defines reports whether a layout has a block.
func (t *Theme) defines(lang, layout, block string) bool {
	return t.layouts[lang][layout].trees[block] != nil
}

// prepare makes a layout ready. The block that is executed first is folded: of most
// layouts, that is the only one.
func (l *layout) prepare(block string) error {
	l.set = template.New("").Funcs(l.funcs)
	for _, name := range append([]string{block}, l.own...) {
		if err := l.trees.copyInto(l.set, name); err != nil {
			return err
		}
	}
	return fold(l.set, block)
}

// execute runs a layout's block, "base" for a page.
func (t *Theme) execute(w *bytes.Buffer, lang, layout, block string, view any) error {
	l := t.layouts[lang][layout]
	l.ready.Do(func() {
		if err := l.prepare(block); err != nil {
			l.endless.Store(t.failed(layout, err))
		}
	})
	if failed := l.endless.Load(); failed != nil {
		return failed
	}
	err := l.set.ExecuteTemplate(bounded{w}, block, view)
	if err == nil {
		t.turns.Store(0)
		return nil
	}
	failed := t.failed(layout, err)
	if isEndless(err) {
		l.endless.Store(failed)
	}
	return failed
}
