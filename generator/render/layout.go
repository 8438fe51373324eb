package render

import (
	"bytes"
	"crypto/sha256"
	"fmt"
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

// templates are those of a layout: of its own file, and those that every layout has.
type templates struct {
	all trees
	own []string
}

// layout is a layout in one language. A compiled one writes its pages itself, and
// reads its templates only when it meets an error. What html/template executes is
// made ready when a page first needs it, of copies of its own templates and those
// that it calls, because html/template works an escaper for each place into them.
type layout struct {
	compiled  bool
	functions functions
	fixed     func() []fixedText         // of the language, for compiled layouts
	templates func() (*templates, error) // in all languages

	ready   sync.Once
	set     *template.Template
	endless atomic.Pointer[Error] // of the page that did not come to an end: no other of the layout is tried
}

// parse reads the layouts that are not compiled, once for all languages: they differ
// in their functions only, which have the same names.
func (t *Theme) parse(languages []string, list *diag.List) {
	names := functions{t, t.words[languages[0]]}.named()
	common := sync.OnceValues(func() (trees, error) { return t.parseCommon(names) })
	compiled := t.compiledLayouts()
	read := map[string]func() (*templates, error){}
	for name := range compiled {
		read[name] = sync.OnceValues(func() (*templates, error) { return t.parseLayout(name, names, common) })
	}
	for _, name := range slices.Sorted(maps.Keys(read)) {
		if compiled[name] {
			continue
		}
		if _, err := common(); err != nil {
			*list = append(*list, t.diagnose(err))
			return
		}
		if _, err := read[name](); err != nil {
			*list = append(*list, t.diagnose(err))
		}
	}
	for _, lang := range languages {
		f := functions{t, t.words[lang]}
		fixed := sync.OnceValue(f.fixedTexts)
		t.layouts[lang] = map[string]*layout{}
		for name := range read {
			t.layouts[lang][name] = &layout{compiled: compiled[name], functions: f, fixed: fixed, templates: read[name]}
		}
	}
}

// compiledLayouts says of each layout whether compiled.go was made of it as it is,
// and as the templates are that every layout has.
func (t *Theme) compiledLayouts() map[string]bool {
	isCompiled := func(file string) bool {
		return fmt.Sprintf("%x", sha256.Sum256(t.files[file].Data)) == compiledSum(file)
	}
	common := isCompiled(baseLayout) && isCompiled(partialsLayout)
	out := map[string]bool{}
	for file := range t.files {
		if file != baseLayout && file != partialsLayout {
			out[strings.TrimSuffix(file, ".html")] = common && isCompiled(file)
		}
	}
	return out
}

// parseCommon returns the templates that every layout has.
func (t *Theme) parseCommon(funcs template.FuncMap) (trees, error) {
	common := trees{}
	for _, file := range []string{baseLayout, partialsLayout} {
		parsed, err := t.parseFile(file, funcs)
		if err != nil {
			return nil, err
		}
		common.add(parsed)
	}
	return common, nil
}

// parseLayout returns the templates of a layout.
func (t *Theme) parseLayout(name string, funcs template.FuncMap, common func() (trees, error)) (*templates, error) {
	all, err := common()
	if err != nil {
		return nil, err
	}
	own, err := t.parseFile(name+".html", funcs)
	if err != nil {
		return nil, err
	}
	return &templates{maps.Clone(all).add(own), slices.Collect(maps.Keys(own))}, nil
}

// parseFile returns the templates of a file.
func (t *Theme) parseFile(name string, funcs template.FuncMap) (trees, error) {
	set, err := template.New(name).Funcs(funcs).Parse(string(t.files[name].Data))
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
	l := t.layouts[lang][layout]
	if l.compiled {
		return compiledBlock(layout, block) != nil
	}
	read, err := l.templates()
	return err == nil && read.all[block] != nil
}

// execute runs a layout's block, "base" for a page.
func (t *Theme) execute(w *bytes.Buffer, lang, layout, block string, view any) error {
	l := t.layouts[lang][layout]
	if !l.compiled || !l.write(w, compiledBlock(layout, block), view) {
		if failed := t.interpret(w, l, layout, block, view); failed != nil {
			return failed
		}
	}
	t.turns.Store(0)
	return nil
}

// write writes a view by a compiled block, and reports whether that could be done. If
// not, nothing is written: what html/template says of the mistake is what people read.
func (l *layout) write(page *bytes.Buffer, block func(*writer, any), view any) bool {
	start, w := page.Len(), writer{functions: l.functions, page: page, texts: l.fixed()}
	block(&w, view)
	if w.failed || page.Len() > maxPage {
		page.Truncate(start)
		return false
	}
	return true
}

// interpret lets html/template execute a block.
func (t *Theme) interpret(w *bytes.Buffer, l *layout, layout, block string, view any) error {
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
		return nil
	}
	failed := t.failed(layout, err)
	if isEndless(err) {
		l.endless.Store(failed)
	}
	return failed
}

// prepare makes a layout ready for html/template. The block that is executed first is
// folded: of most layouts, that is the only one.
func (l *layout) prepare(block string) error {
	read, err := l.templates()
	if err != nil {
		return err
	}
	l.set = template.New("").Funcs(l.functions.named())
	for _, name := range append([]string{block}, read.own...) {
		if err := read.all.copyInto(l.set, name); err != nil {
			return err
		}
	}
	return fold(l.set, block)
}
