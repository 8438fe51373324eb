package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"mentorbook/generator/diag"
)

// references are what names lead to: the footnotes, the definitions of links, and
// which of these are used. The parsers add the footnotes and the uses, the writer
// adds the definitions. When all is written, both kinds are checked.
type references struct {
	*input
	list *diag.List

	context     parser.Context                 // of the parsing: it has the definitions that count
	notes       []*extast.Footnote             // all of them, in order
	definitions []*ast.LinkReferenceDefinition // all of them, in order
	used        map[string]bool                // the definitions that links refer to
}

// referencesKey finds the *references of the document being parsed.
var referencesKey = parser.NewContextKey()

// noteParser collects the footnotes: goldmark drops those that nothing refers to.
type noteParser struct{ parser.BlockParser }

func (p noteParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	p.BlockParser.Close(node, reader, pc)
	r := pc.Get(referencesKey).(*references)
	r.notes = append(r.notes, node.(*extast.Footnote))
}

// checkNotes reports the footnotes that no reader will see.
func (r *references) checkNotes() {
	first := map[string]*extast.Footnote{}
	for _, note := range r.notes {
		label := string(note.Ref)
		span := r.noteSpan(note)
		switch counts := first[label]; {
		case counts != nil:
			r.list.Warnf(span, "duplicate-footnote", "give one of the two another name",
				"this is the second note %q, and only the first is shown", shortened(label))
			r.list.Relate(r.noteSpan(counts), "the first one is here")
		case note.Index < 0:
			r.list.Warnf(span, "unused-footnote", "write [^"+label+"] in the text where it belongs, or remove it",
				"no text refers to the note %q, and it is not shown", shortened(label))
		}
		if first[label] == nil {
			first[label] = note
		}
	}
}

// noteSpan returns the place of a footnote's "[^name]:".
func (r *references) noteSpan(n *extast.Footnote) diag.Span {
	span := r.place(n)
	span.End = min(span.Start+len("[^]:")+len(n.Ref), len(r.source))
	return span
}

// use remembers that a link refers to a definition.
func (r *references) use(reference *ast.ReferenceLink) {
	if reference == nil {
		return
	}
	if r.used == nil {
		r.used = map[string]bool{}
	}
	r.used[util.ToLinkReference(reference.Value)] = true
}

// defines reports whether a link could refer to label.
func (r *references) defines(label []byte) bool {
	_, ok := r.context.Reference(util.ToLinkReference(label))
	return ok
}

// labels returns what links could refer to.
func (r *references) labels() []string {
	var names []string
	for _, reference := range r.context.References() {
		names = append(names, string(reference.Label()))
	}
	return names
}

// noteNames returns the names of the footnotes.
func (r *references) noteNames() []string {
	names := make([]string, 0, len(r.notes))
	for _, note := range r.notes {
		names = append(names, string(note.Ref))
	}
	return names
}

// checkDefinitions reports the definitions that no link refers to.
func (r *references) checkDefinitions() {
	first := map[string]*ast.LinkReferenceDefinition{}
	for _, d := range r.definitions {
		label := util.ToLinkReference(d.Label)
		switch counts := first[label]; {
		case isRemark(d):
		case counts != nil && string(counts.Destination) != string(d.Destination):
			r.list.Warnf(r.lines(d), "duplicate-reference", "give one of the two another name",
				"this is the second [%s], and only the first is followed", shortened(string(d.Label)))
			r.list.Relate(r.lines(counts), "the first one is here")
		case counts == nil && !r.used[label]:
			r.list.Warnf(r.lines(d), "unused-reference", `write [text][`+string(d.Label)+`] where it belongs, or remove it; as text it begins with \[`,
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
