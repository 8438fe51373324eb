package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"mentorbook/generator/diag"
)

// noteParser collects the footnotes: goldmark drops those that nothing refers to.
type noteParser struct{ parser.BlockParser }

func (p noteParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	p.BlockParser.Close(node, reader, pc)
	w := pc.Get(writerKey).(*writer)
	w.notes = append(w.notes, node.(*extast.Footnote))
}

// checkNotes reports the footnotes that no reader will see.
func (w *writer) checkNotes() {
	first := map[string]*extast.Footnote{}
	for _, note := range w.notes {
		label := string(note.Ref)
		span := w.noteSpan(note)
		switch counts := first[label]; {
		case counts != nil:
			w.list.Warnf(span, "duplicate-footnote", "give one of the two another name",
				"this is the second note %q, and only the first is shown", shortened(label))
			w.list.Relate(w.noteSpan(counts), "the first one is here")
		case note.Index < 0:
			w.list.Warnf(span, "unused-footnote", "write [^"+label+"] in the text where it belongs, or remove it",
				"no text refers to the note %q, and it is not shown", shortened(label))
		}
		if first[label] == nil {
			first[label] = note
		}
	}
}

// noteSpan returns the place of a footnote's "[^name]:".
func (w *writer) noteSpan(n *extast.Footnote) diag.Span {
	span := w.place(n)
	span.End = min(span.Start+len("[^]:")+len(n.Ref), len(w.source))
	return span
}

// useReference remembers that a link refers to a definition.
func (w *writer) useReference(reference *ast.ReferenceLink) {
	if reference == nil {
		return
	}
	if w.used == nil {
		w.used = map[string]bool{}
	}
	w.used[util.ToLinkReference(reference.Value)] = true
}

// definition collects the definition of a link, which shows nothing by itself.
func (w *writer) definition(n *ast.LinkReferenceDefinition) {
	w.definitions = append(w.definitions, n)
}

// checkDefinitions reports the definitions that no link refers to.
func (w *writer) checkDefinitions() {
	first := map[string]*ast.LinkReferenceDefinition{}
	for _, d := range w.definitions {
		label := util.ToLinkReference(d.Label)
		switch counts := first[label]; {
		case isRemark(d):
		case counts != nil && string(counts.Destination) != string(d.Destination):
			w.list.Warnf(w.lines(d), "duplicate-reference", "give one of the two another name",
				"this is the second [%s], and only the first is followed", shortened(string(d.Label)))
			w.list.Relate(w.lines(counts), "the first one is here")
		case counts == nil && !w.used[label]:
			w.list.Warnf(w.lines(d), "unused-reference", `write [text][`+string(d.Label)+`] where it belongs, or remove it; as text it begins with \[`,
				"no link refers to [%s], and it is not shown", shortened(string(d.Label)))
		}
		if first[label] == nil {
			first[label] = d
		}
	}
}

// isRemark reports whether a definition is what writers use for remarks, as in
// "[//]: # (to be checked)".
func isRemark(d *ast.LinkReferenceDefinition) bool {
	label := string(d.Label)
	return label == "//" || label == "comment" || len(d.Destination) == 0 || string(d.Destination) == "#"
}
