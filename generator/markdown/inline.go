package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"mentorbook/generator/diag"
)

// emphasis writes emphasis of each kind. Where it is nested too deep, the text
// in it has no further markup, which also bounds the depth of the walk.
func (w *writer) emphasis(n ast.Node, entering bool) ast.WalkStatus {
	tag := "em"
	if n.Kind() == extast.KindStrikethrough {
		tag = "del"
	} else if n.(*ast.Emphasis).Level == 2 {
		tag = "strong"
	}
	if !entering {
		w.depth--
		w.tags("</", tag, ">")
		return ast.WalkContinue
	}
	w.depth++
	w.tags("<", tag, ">")
	if w.depth < maxNesting {
		return ast.WalkContinue
	}
	if !w.deep {
		w.deep = true
		w.list.Errorf(w.place(n), "too-deep", "close the emphasis that is open", "markup is nested too deep here")
	}
	w.words([]byte(w.plain(n)))
	return ast.WalkSkipChildren
}

// textNode writes a piece of text, and looks for markup in it.
func (w *writer) textNode(n *ast.Text) {
	w.checker.findLitter(n.Segment.Start, n.Segment.Stop, w.inCell)
	w.words(w.decode(n.Segment.Value(w.source)))
	switch {
	case n.HardLineBreak():
		w.tags("<br>\n")
	case n.SoftLineBreak():
		w.tags("\n")
	}
}

// rawHTML writes an inline tag as text: the portal decides what its pages may
// hold, and a tag cannot be checked without being a browser.
func (w *writer) rawHTML(n *ast.RawHTML) {
	tag := n.Segments.Value(w.source)
	switch {
	case isComment(tag):
	case isLineBreak(tag):
		w.tags("<br>")
		w.apart()
	case w.isPaired(n):
		w.tags(string(bytes.ToLower(tag)))
	default:
		w.checker.warnTag(n, tag)
		w.words(tag)
	}
}

// htmlBlock writes a block of HTML as text, less its comments.
func (w *writer) htmlBlock(n *ast.HTMLBlock) {
	if w.detailsBlock(n) {
		return
	}
	span := w.lines(n)
	source := n.Lines().Value(w.source)
	if n.HasClosure() {
		source = append(source, n.ClosureLine.Value(w.source)...)
		span.End = n.ClosureLine.Stop
	}
	w.checker.checkComment(n)
	rest := bytes.TrimSpace(withoutComments(source))
	switch {
	case len(rest) == 0:
	case isLineBreak(rest):
		w.tags("<br>\n")
	default:
		w.checker.warnHTML(span, rest)
		w.tags("<p>")
		w.words(rest)
		w.tags("</p>\n")
	}
}

// warnTag reports an inline tag, once a block.
func (c *checker) warnTag(n *ast.RawHTML, tag []byte) {
	block := n.Parent()
	for block.Type() == ast.TypeInline {
		block = block.Parent()
	}
	if block == c.htmlWarned {
		return
	}
	c.htmlWarned = block
	c.warnHTML(c.span(n.Segments.At(0).Start, n.Segments.At(n.Segments.Len()-1).Stop), tag)
}

// warnHTML reports raw HTML.
func (c *checker) warnHTML(span diag.Span, tag []byte) {
	name := tagName(tag)
	c.list.Warnf(span, "raw-html", insteadOf(name),
		"HTML is shown as text: %s", shown(tag, name))
}

// checkComment reports a comment that takes what is below it.
func (c *checker) checkComment(n *ast.HTMLBlock) {
	if at := c.openComment(n); at >= 0 && !n.HasClosure() {
		c.list.Warnf(c.span(at, at+len("<!--")), "open-comment", "end the comment with -->",
			"a comment begins here and does not end: nothing below it is shown")
	}
}

// openComment returns where in the file a comment begins that does not end in the
// block, or -1.
func (c *checker) openComment(n *ast.HTMLBlock) int {
	at := -1
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		source := line.Value(c.source)
		if begin := bytes.LastIndex(source, []byte("<!--")); begin >= 0 {
			at = line.Start + begin
			source = source[begin+len("<!"):]
		}
		if bytes.Contains(source, []byte("-->")) {
			at = -1
		}
	}
	return at
}

// shown returns how a message names a tag.
func shown(tag []byte, name string) string {
	if name == "" {
		return string(tag[:min(len(tag), 2)]) + "…"
	}
	return "<" + name + ">"
}

// tagName returns the name of the tag that HTML begins with, in lower case.
func tagName(tag []byte) string {
	name := bytes.TrimLeft(tag, "</")
	end := 0
	for end < len(name) && (util.IsAlphaNumeric(name[end]) || name[end] == '-') {
		end++
	}
	return string(bytes.ToLower(name[:end]))
}

// insteadOf returns the hint what to write for a tag.
func insteadOf(name string) string {
	switch name {
	case "b", "strong":
		return "write **strong text**"
	case "i", "em":
		return "write *emphasis*"
	case "s", "del", "strike":
		return "write ~~struck text~~"
	case "code", "pre", "tt":
		return "write `code`"
	case "kbd", "sub", "sup":
		return "write <" + name + ">text</" + name + "> without attributes, closed in the same paragraph"
	case "details", "summary":
		return "write > [!DETAILS] Title; or <details>, <summary>Title</summary> and </details> without attributes, with empty lines around what is between"
	case "a":
		return "write [text](address)"
	case "img", "figure", "picture":
		return `write ![what the picture shows](picture.svg "caption | credit")`
	case "h1", "h2", "h3", "h4", "h5", "h6":
		return "write ## Heading"
	case "ul", "ol", "li":
		return "write a list: - item"
	case "table", "tr", "td", "th", "thead", "tbody":
		return "write a table: | one | two |"
	case "p", "div", "span", "center", "section":
		return "leave the tag out; a blank line separates paragraphs"
	}
	return "write it in Markdown, or put < between backticks to show it"
}

func isComment(tag []byte) bool { return bytes.HasPrefix(tag, []byte("<!--")) }

// isLineBreak reports whether tag is <br>, <br/> or <br />.
func isLineBreak(tag []byte) bool {
	if len(tag) < 4 || !bytes.EqualFold(tag[:3], []byte("<br")) || tag[len(tag)-1] != '>' {
		return false
	}
	inside := bytes.TrimSpace(tag[3 : len(tag)-1])
	return len(inside) == 0 || string(inside) == "/"
}

// withoutComments cuts the comments out of HTML.
func withoutComments(source []byte) []byte {
	var rest []byte
	for {
		before, after, found := bytes.Cut(source, []byte("<!--"))
		rest = append(rest, before...)
		if !found {
			return rest
		}
		_, source, _ = bytes.Cut(after, []byte("-->"))
	}
}
