package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// inlines writes n's children, which are text and what stands in it.
func (w *writer) inlines(n ast.Node) {
	if w.depth == maxNesting {
		w.tooDeep(n)
		return
	}
	w.depth++
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.inline(c)
	}
	w.depth--
}

func (w *writer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		w.textNode(n)
	case *ast.Emphasis:
		tag := "em"
		if n.Level == 2 {
			tag = "strong"
		}
		w.wrapped(n, tag)
	case *extast.Strikethrough:
		w.wrapped(n, "del")
	case *ast.CodeSpan:
		w.codeSpan(n)
	case *ast.Link:
		w.link(n)
	case *ast.AutoLink:
		w.autoLink(n)
	case *ast.Image:
		w.image(n)
	case *ast.RawHTML:
		w.rawHTML(n)
	case *extast.FootnoteLink:
		w.footnoteReference(n)
	case *extast.FootnoteBacklink:
		w.footnoteReturn(n)
	default:
		w.inlines(n)
	}
}

// tooDeep writes the text of n without its markup.
func (w *writer) tooDeep(n ast.Node) {
	if !w.deep {
		w.deep = true
		w.list.Errorf(w.place(n), "too-deep",
			"close the emphasis, links and images that are open", "markup is nested too deep here")
	}
	w.words([]byte(w.plain(n)))
}

func (w *writer) wrapped(n ast.Node, tag string) {
	w.tags("<", tag, ">")
	w.inlines(n)
	w.tags("</", tag, ">")
}

func (w *writer) textNode(n *ast.Text) {
	value := n.Segment.Value(w.source)
	if n.IsRaw() {
		w.words(value)
	} else {
		w.words(w.decode(value))
	}
	switch {
	case n.HardLineBreak():
		w.lineBreak()
		w.tags("\n")
	case n.SoftLineBreak():
		w.tags("\n")
		w.apart()
	}
}

func (w *writer) lineBreak() {
	w.tags("<br>")
	w.apart()
}

func (w *writer) codeSpan(n *ast.CodeSpan) {
	w.tags("<code>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		value := c.(*ast.Text).Segment.Value(w.source)
		line, broken := bytes.CutSuffix(value, []byte("\n"))
		if w.inCell {
			line = bytes.ReplaceAll(line, []byte(`\|`), []byte(`|`))
		}
		w.words(bytes.TrimSuffix(line, []byte("\r")))
		if broken {
			w.words([]byte(" "))
		}
	}
	w.tags("</code>")
}

// rawHTML writes an inline tag as text: the portal decides what its pages may
// hold, and a tag cannot be checked without being a browser.
func (w *writer) rawHTML(n *ast.RawHTML) {
	tag := n.Segments.Value(w.source)
	switch {
	case isComment(tag):
	case isLineBreak(tag):
		w.lineBreak()
	default:
		if n.Segments.Len() > 0 {
			start := n.Segments.At(0).Start
			w.warnHTML(start, n.Segments.At(n.Segments.Len()-1).Stop, tag)
		}
		w.words(tag)
	}
}

// htmlBlock writes a block of HTML as text, less its comments.
func (w *writer) htmlBlock(n *ast.HTMLBlock) {
	span := w.lines(n)
	source := n.Lines().Value(w.source)
	if n.HasClosure() {
		source = append(source, n.ClosureLine.Value(w.source)...)
		span.End = n.ClosureLine.Stop
	}
	rest := bytes.TrimSpace(withoutComments(source))
	switch {
	case len(rest) == 0:
	case isLineBreak(rest):
		w.lineBreak()
		w.tags("\n")
	default:
		w.warnHTML(span.Start, span.End, rest)
		w.tags("<p>")
		w.words(bytes.ReplaceAll(rest, []byte("\r\n"), []byte("\n")))
		w.tags("</p>\n")
	}
}

// warnHTML reports raw HTML, once a block.
func (w *writer) warnHTML(start, end int, tag []byte) {
	if w.htmlWarned {
		return
	}
	w.htmlWarned = true
	name := tagName(tag)
	w.list.Warnf(w.span(start, end), "raw-html", insteadOf(name),
		"HTML is shown as text: %s", shown(tag, name))
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
	case "code", "kbd", "pre", "tt":
		return "write `code`"
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
