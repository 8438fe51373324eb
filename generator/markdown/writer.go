package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"

	"mentorbook/generator/diag"
	"mentorbook/generator/pack"
)

// writer is what a syntax tree is rendered into. It collects everything that a
// Document holds. Text goes two ways: escaped into html, and plain into text.
type writer struct {
	file     *diag.File
	source   []byte // the file's text, front matter blanked
	idPrefix string
	page     bool         // the text is a page with this title
	title    string       // or where there was none, what a heading gave it
	titled   *ast.Heading // that heading

	html     []byte
	slots    []Slot
	headings []Heading
	list     diag.List
	ids      headingIDs

	text   []byte // of all sections, one after the other
	starts []int  // where each section begins in text
	gap    bool   // white space is due before the next character of text

	scratch []byte // for decoding references and escapes

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
	silent     bool     // inside what is no search text: a heading
	inCell     bool     // inside a table cell, where a code span may say \|
	inLink     address  // how the link around was opened: no link is made in one
	opened     int      // the slot of the Link that was opened last
	htmlWarned ast.Node // the last block whose raw HTML was reported

	pairedIn, blocksPairedIn ast.Node // the last parents whose tags were paired
}

// reset prepares w for a file, keeping its buffers.
func (w *writer) reset(file *diag.File, idPrefix string) {
	*w = writer{
		file:     file,
		idPrefix: idPrefix,
		source:   w.source[:0],
		html:     w.html[:0],
		slots:    w.slots[:0],
		headings: w.headings[:0],
		text:     w.text[:0],
		starts:   append(w.starts[:0], 0),
		scratch:  w.scratch[:0],
	}
}

// finish returns what w has collected, in memory of its own.
func (w *writer) finish() (*Document, diag.List) {
	d := &Document{
		Title:    w.title,
		Slots:    slices.Clone(w.slots),
		Headings: slices.Clone(w.headings),
		packed:   pack.Of(w.html, w.text, w.file.Data),
		ends:     make([]int, 0, len(w.starts)+1),
	}
	for i, start := range w.starts {
		d.ends = append(d.ends, len(w.html)+start)
		end := len(w.text)
		if i+1 < len(w.starts) {
			end = w.starts[i+1]
		}
		d.Words += countWords(w.text[start:end])
	}
	d.ends = append(d.ends, len(w.html)+len(w.text))
	for _, h := range d.Headings {
		d.Words += countWords([]byte(h.Text))
	}
	return d, w.list
}

// tags writes finished HTML.
func (w *writer) tags(parts ...string) {
	for _, part := range parts {
		w.WriteString(part)
	}
}

// WriteString makes a [util.BufWriter] of w, together with the methods below:
// they take the tags that goldmark writes. Tags that end a line, as those of
// all blocks do, keep the words before and behind from joining.
func (w *writer) WriteString(s string) (int, error) {
	w.html = append(w.html, s...)
	w.gap = w.gap || strings.HasSuffix(s, "\n")
	return len(s), nil
}

func (w *writer) WriteByte(c byte) error {
	w.html = append(w.html, c)
	w.gap = w.gap || c == '\n'
	return nil
}

func (w *writer) Write(p []byte) (int, error) {
	return w.WriteString(util.BytesToReadOnlyString(p))
}

func (w *writer) WriteRune(r rune) (int, error) { return w.WriteString(string(r)) }

func (w *writer) Available() int { return cap(w.html) - len(w.html) }
func (w *writer) Buffered() int  { return len(w.html) }
func (w *writer) Flush() error   { return nil }

// slot leaves a place for others to fill. A Link is to be closed.
func (w *writer) slot(s Slot) {
	s.At = int32(len(w.html))
	if s.Kind == Link {
		w.opened = len(w.slots)
	}
	w.slots = append(w.slots, s)
}

// closeLink ends the Link that was opened last.
func (w *writer) closeLink() {
	link := &w.slots[w.opened]
	link.End = int32(len(w.html))
	link.inside = int32(len(w.slots) - w.opened - 1)
}

// words writes plain text, for readers and for the search.
func (w *writer) words(plain []byte) {
	w.html = appendEscaped(w.html, plain)
	w.say(plain)
}

// say writes plain text for the search alone, white space folded.
func (w *writer) say(plain []byte) {
	if w.silent {
		return
	}
	w.text, w.gap = appendFolded(w.text, plain, w.gap, w.starts[len(w.starts)-1])
}

// apart keeps the words before and behind from joining in the search text.
func (w *writer) apart() { w.gap = true }

// span returns a place in the file.
func (w *writer) span(start, end int) diag.Span {
	return diag.Span{File: w.file, Start: start, End: end}
}

// lineEnd returns the end of the line that holds the offset at.
func (w *writer) lineEnd(at int) int {
	if n := bytes.IndexByte(w.source[at:], '\n'); n >= 0 {
		return at + n
	}
	return len(w.source)
}

// place returns the place where n begins.
func (w *writer) place(n ast.Node) diag.Span {
	start := min(max(n.Pos(), 0), len(w.source))
	return w.span(start, start)
}

// lines returns the place of a block's lines.
func (w *writer) lines(n ast.Node) diag.Span {
	lines := n.Lines()
	if lines.Len() == 0 {
		return w.place(n)
	}
	first, last := lines.At(0), lines.At(lines.Len()-1)
	end := last.Stop
	for end > first.Start && (w.source[end-1] == '\n' || w.source[end-1] == '\r') {
		end--
	}
	return w.span(first.Start, end)
}

// plain returns the text of n's children, without any markup, white space
// folded.
func (w *writer) plain(n ast.Node) string {
	folded, _ := w.appendPlain(nil, n, false)
	return string(folded)
}

func (w *writer) appendPlain(dst []byte, n ast.Node, gap bool) ([]byte, bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			value := c.Segment.Value(w.source)
			if !c.IsRaw() {
				value = w.decode(value)
			}
			dst, gap = appendFolded(dst, value, gap, 0)
			gap = gap || c.SoftLineBreak() || c.HardLineBreak()
		case *ast.AutoLink:
			dst, gap = appendFolded(dst, c.Label(w.source), gap, 0)
		case *ast.RawHTML:
			if tag := c.Segments.Value(w.source); isLineBreak(tag) {
				gap = true
			} else if !isComment(tag) && !w.isPaired(c) {
				dst, gap = appendFolded(dst, tag, gap, 0)
			}
		default:
			dst, gap = w.appendPlain(dst, c, gap)
		}
	}
	return dst, gap
}
