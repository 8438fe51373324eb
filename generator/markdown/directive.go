package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"

	"mentorbook/generator/diag"
)

// directive is a line such as "{{include ground-rules.md}}".
type directive struct {
	word, argument string
	span           diag.Span
}

// areDirectives reports whether n is made of directives alone.
func (in *input) areDirectives(n ast.Node) bool {
	for i := range n.Lines().Len() {
		if _, ok := in.directive(n, i); !ok {
			return false
		}
	}
	return n.Lines().Len() > 0
}

// directives writes n, a paragraph that holds only directives. One that is misspelt is
// an error: as text it would reach readers.
func (w *writer) directives(n ast.Node) {
	for i := range n.Lines().Len() {
		d, _ := w.directive(n, i)
		switch {
		case d.word != "include":
			w.list.Errorf(d.span, "unknown-directive", diag.DidYouMean(d.word, []string{"include"}, "write {{include PATH}}, or nothing in braces"),
				"there is no directive %q", d.word)
		case d.argument == "":
			w.list.Errorf(d.span, "unknown-directive", "name a snippet: {{include ground-rules.md}}", "include of nothing")
		default:
			w.slot(Slot{Kind: Include, Dest: d.argument, Span: d.span})
			w.tags("\n")
		}
	}
}

// directive reads line i of n.
func (in *input) directive(n ast.Node, i int) (directive, bool) {
	line := n.Lines().At(i)
	source := in.source[line.Start:line.Stop]
	written := bytes.TrimSpace(source)
	inside, ok := bytes.CutPrefix(written, []byte("{{"))
	if !ok {
		return directive{}, false
	}
	if inside, ok = bytes.CutSuffix(inside, []byte("}}")); !ok {
		return directive{}, false
	}
	word, argument, _ := bytes.Cut(bytes.TrimSpace(inside), []byte(" "))
	if !isWord(word) {
		return directive{}, false
	}
	start := line.Start + bytes.Index(source, written)
	return directive{
		word:     string(word),
		argument: string(bytes.TrimSpace(argument)),
		span:     in.span(start, start+len(written)),
	}, true
}
