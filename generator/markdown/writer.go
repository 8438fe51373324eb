package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"

	"mentorbook/generator/diag"
)

// writer is what a syntax tree is rendered into. It collects everything that a
// Document holds. Text goes two ways: escaped into html, and plain into text.
type writer struct {
	input
	output

	idPrefix string
	page     bool         // the text is a page with this title
	title    string       // or where there was none, what a heading gave it
	titled   *ast.Heading // that heading

	headings []Heading
	list     diag.List
	ids      headingIDs

	context     parser.Context                 // of the parsing, for the definitions of links
	notes       []*extast.Footnote             // all of them, in order
	definitions []*ast.LinkReferenceDefinition // of links, in order
	used        map[string]bool                // the definitions that links refer to
	conflicts   []int                          // where lines begin that git may have left
	reported    struct{ start, end int }       // the text in which markup was reported last
	checks      int                            // how many marks of the text were looked at

	depth      int      // of emphasis around the current node
	expanded   int      // bytes that references to links have repeated
	deep       bool     // too deep a nesting was reported
	inCell     bool     // inside a table cell, where a code span may say \|
	inLink     address  // how the link around was opened: no link is made in one
	htmlWarned ast.Node // the last block whose raw HTML was reported
}

// reset prepares w for a file, keeping its buffers.
func (w *writer) reset(file *diag.File, idPrefix string) {
	*w = writer{input: w.input, output: w.output, idPrefix: idPrefix, headings: w.headings[:0]}
	w.input.reset(file)
	w.output.reset()
}
