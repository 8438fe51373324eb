package markdown

import "mentorbook/generator/diag"

// writer is what a syntax tree is rendered into: goldmark calls its methods for the
// nodes in the order of the text. It reads the input, writes the output, and shows
// the other parts what is theirs; its own fields say where in the tree it is. A
// Converter prepares it for each text.
type writer struct {
	input
	output
	outline    outline
	references references
	checker    checker
	list       diag.List // what the writer of the text should know: all parts add to it

	idPrefix string
	depth    int     // of emphasis around the current node
	deep     bool    // too deep a nesting was reported
	expanded int     // bytes that references to links have repeated
	inCell   bool    // inside a table cell, where a code span may say \|
	inLink   address // how the link around was opened: no link is made in one
}

// reset prepares w for a file, keeping its buffers.
func (w *writer) reset(file *diag.File, idPrefix string) {
	headings := w.outline.headings[:0]
	*w = writer{input: w.input, output: w.output, idPrefix: idPrefix}
	w.input.reset(file)
	w.output.reset()
	w.outline = outline{input: &w.input, list: &w.list, headings: headings}
	w.references = references{input: &w.input, list: &w.list}
	w.checker = checker{input: &w.input, list: &w.list, references: &w.references}
}
