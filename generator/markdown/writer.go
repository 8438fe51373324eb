package markdown

import (
	"github.com/yuin/goldmark/ast"

	"mentorbook/generator/diag"
)

// writer is what a syntax tree is rendered into. It collects everything that a
// Document holds. Text goes two ways: escaped into html, and plain into text.
type writer struct {
	input
	output

	list       diag.List // of all that is reported; the parts below add to it
	outline    outline
	references references

	idPrefix string

	conflicts []int                    // where lines begin that git may have left
	reported  struct{ start, end int } // the text in which markup was reported last
	checks    int                      // how many marks of the text were looked at

	depth      int      // of emphasis around the current node
	expanded   int      // bytes that references to links have repeated
	deep       bool     // too deep a nesting was reported
	inCell     bool     // inside a table cell, where a code span may say \|
	inLink     address  // how the link around was opened: no link is made in one
	htmlWarned ast.Node // the last block whose raw HTML was reported
}

// reset prepares w for a file, keeping its buffers.
func (w *writer) reset(file *diag.File, idPrefix string) {
	headings := w.outline.headings[:0]
	*w = writer{input: w.input, output: w.output, idPrefix: idPrefix}
	w.input.reset(file)
	w.output.reset()
	w.outline = outline{input: &w.input, list: &w.list, headings: headings}
	w.references = references{input: &w.input, list: &w.list}
}
