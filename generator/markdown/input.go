package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"mentorbook/generator/diag"
)

// input is the text that is read: its bytes, their places in the file, and what
// the nodes of its tree say. It is set before the text is parsed. Afterwards all
// read it and nobody changes it; a buffer and the tags that were paired last are
// for its own methods.
type input struct {
	file   *diag.File
	source []byte // the file's text, front matter blanked

	scratch []byte // for decoding references and escapes
	pairs   tagPairs
}

// reset prepares in for a file, keeping its buffers.
func (in *input) reset(file *diag.File) {
	*in = input{file: file, source: in.source[:0], scratch: in.scratch[:0]}
}

// blank makes the source a copy of the file with everything before body turned
// into blank space. Blank rather than cut: offsets stay file offsets. The last
// blank ends a line, so that a byte order mark does not indent the first.
func (in *input) blank(body int) {
	in.source = append(in.source[:0], in.file.Data...)
	for i := range in.source[:body] {
		in.source[i] = ' '
	}
	if body > 0 {
		in.source[body-1] = '\n'
	}
}

// span returns a place in the file.
func (in *input) span(start, end int) diag.Span {
	return diag.Span{File: in.file, Start: start, End: end}
}

// lineEnd returns the end of the line that holds the offset at.
func (in *input) lineEnd(at int) int {
	if n := bytes.IndexByte(in.source[at:], '\n'); n >= 0 {
		return at + n
	}
	return len(in.source)
}

// place returns the place where n begins.
func (in *input) place(n ast.Node) diag.Span {
	start := min(max(n.Pos(), 0), len(in.source))
	return in.span(start, start)
}

// linkSpan returns the place of a link or an image.
func (in *input) linkSpan(n ast.Node) diag.Span {
	span := in.place(n)
	if end, ok := n.AttributeString(attributeEnd); ok {
		span.End = max(span.Start, end.(int))
	}
	return span
}

// lines returns the place of a block's lines.
func (in *input) lines(n ast.Node) diag.Span {
	lines := n.Lines()
	if lines.Len() == 0 {
		return in.place(n)
	}
	first, last := lines.At(0), lines.At(lines.Len()-1)
	end := last.Stop
	for end > first.Start && (in.source[end-1] == '\n' || in.source[end-1] == '\r') {
		end--
	}
	return in.span(first.Start, end)
}

// trimmed returns a line of a block without white space around it.
func (in *input) trimmed(line text.Segment) text.Segment {
	line = line.TrimLeftSpace(in.source)
	return line.TrimRightSpace(in.source)
}

// plain returns the text of n's children, without any markup, white space
// folded.
func (in *input) plain(n ast.Node) string {
	folded, _ := in.appendPlain(nil, n, false)
	return string(folded)
}

func (in *input) appendPlain(dst []byte, n ast.Node, gap bool) ([]byte, bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			value := c.Segment.Value(in.source)
			if !c.IsRaw() {
				value = in.decode(value)
			}
			dst, gap = appendFolded(dst, value, gap, 0)
			gap = gap || c.SoftLineBreak() || c.HardLineBreak()
		case *ast.AutoLink:
			dst, gap = appendFolded(dst, c.Label(in.source), gap, 0)
		case *ast.RawHTML:
			if tag := c.Segments.Value(in.source); isLineBreak(tag) {
				gap = true
			} else if !isComment(tag) && !in.isPaired(c) {
				dst, gap = appendFolded(dst, tag, gap, 0)
			}
		default:
			dst, gap = in.appendPlain(dst, c, gap)
		}
	}
	return dst, gap
}
