package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
)

// This file finds blocks that became something else than their writer sees: code
// that does not end, a text that is a heading, an empty box.

// checkCode reports code that nothing ends, and prose that is code because it is
// indented.
func (c *checker) checkCode(n ast.Node) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	first, last := lines.At(0), lines.At(lines.Len()-1)
	if n.Kind() == ast.KindFencedCodeBlock {
		if !isFence(c.source[last.Stop:c.lineEnd(last.Stop)]) && first.Start > 0 {
			opening := bytes.LastIndexByte(c.source[:max(first.Start-1, 0)], '\n') + 1
			c.list.Warnf(c.span(opening, c.lineEnd(opening)), "open-code", "write ``` on a line of its own where the code ends",
				"code begins here and does not end: everything below is shown as code")
		}
		return
	}
	if text := c.source[first.Start:last.Stop]; isProse(text) {
		c.list.Warnf(c.span(first.Start, c.lineEnd(first.Start)), "stays-text", "take away the spaces in front; code stands between two lines of ```",
			"this text is shown as code, because four spaces stand in front of it")
	}
}

// isFence reports whether a line ends code. It may stand in a quote or a list.
func isFence(line []byte) bool {
	line = bytes.TrimLeft(line, " \t>")
	return bytes.HasPrefix(line, []byte("```")) || bytes.HasPrefix(line, []byte("~~~"))
}

var sentence = lazyregexp.New(`^\p{Lu}[\pL\pN’',()“”-]*(?: [\pL\pN’',():“”"&/-]+){5,}[.!?…]["”)]?$`)

// isProse reports whether a block is sentences, and no code, output or verse.
func isProse(text []byte) bool {
	const most = 2000
	text = bytes.TrimSpace(text)
	return len(text) < most && sentence.Match(bytes.Join(bytes.Fields(text), []byte(" ")))
}

// frontMatterLine is a line of front matter that slipped into the text.
var frontMatterLine = lazyregexp.New(`^(?:title|summary|kind|version|translates|topics|audience|order|date|review_by|draft|owner|author|related|aliases):(?: |$)`)

// checkFrontMatter reports lines of a block that belong to the top of the file: at
// least so many, and the first one among them.
func (c *checker) checkFrontMatter(n ast.Node, least int) bool {
	lines := n.Lines()
	found := 0
	for i := range lines.Len() {
		if frontMatterLine.Match(c.source[lines.At(i).Start:lines.At(i).Stop]) {
			found++
		} else if i == 0 {
			return false
		}
	}
	if found < least {
		return false
	}
	first := c.trimmed(lines.At(0))
	c.list.Warnf(c.span(first.Start, first.Stop), "stays-text", "it belongs between the two lines --- at the top of the file, once",
		"this front matter is shown as text")
	return true
}

var (
	bareID  = lazyregexp.New(`\s\{([a-z0-9]+(?:-[a-z0-9]+)+)\}\s*$`)
	endsOff = lazyregexp.New(`[.,;]["”’)*_]*\s*$`)
)

// checkHeading reports headings that nobody meant, or that say nothing.
func (c *checker) checkHeading(n *ast.Heading, span diag.Span) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	first, last := lines.At(0), lines.At(lines.Len()-1)
	underlined := bytes.LastIndexByte(c.source[:first.Start], '\n')+1 == first.Start || !bytes.Contains(c.source[bytes.LastIndexByte(c.source[:first.Start], '\n')+1:first.Start], []byte("#"))
	text := c.source[first.Start:last.Stop]
	switch id := bareID.FindSubmatch(text); {
	case underlined && c.checkFrontMatter(n, 1):
	case underlined && n.Level == 2 && (lines.Len() > 1 || endsOff.Match(text)):
		c.list.Warnf(span, "accidental-heading", "put an empty line above the line of dashes, or write ## and a space for a heading",
			"this text is a heading, because a line of dashes stands directly below it")
	case id != nil:
		c.list.Warnf(span, "stays-text", `write {#`+string(id[1])+`} for an id; or \{ for a brace`, "{%s} is shown as text", id[1])
	}
}

// checkAlert reports a callout in which nothing stands, not even a title.
func (c *checker) checkAlert(n *ast.Blockquote, span diag.Span) {
	if n.FirstChild() == nil {
		c.list.Warnf(span, "empty-callout", "write > before every line that belongs to it, also before empty ones", "this callout is empty")
	}
}

// checkPasted reports a table that was pasted from a sheet: lines with the same
// number of tabs.
func (c *checker) checkPasted(n ast.Node) {
	lines := n.Lines()
	if lines.Len() < 2 {
		return
	}
	tabs := -1
	for i := range lines.Len() {
		line := c.trimmed(lines.At(i))
		count := bytes.Count(c.source[line.Start:line.Stop], []byte("\t"))
		if count == 0 || tabs >= 0 && count != tabs || bullet.Match(c.source[line.Start:line.Stop]) {
			return
		}
		tabs = count
	}
	first := c.trimmed(lines.At(0))
	c.list.Warnf(c.span(first.Start, first.Stop), "no-table", "write | one | two |, and a line |---|---| below the heading",
		"this table is shown as text: tabs make no cells")
}

var (
	openedLink = lazyregexp.New(`^\[([^\[\]()]+)\(([^()\s]+)\)`)
	closedLink = lazyregexp.New(`^\]([^\s()\[\]]+)\)`)
)

// checkHalfLink reports a link of which one of the brackets in the middle is
// missing.
func (c *checker) checkHalfLink(m mark) bool {
	half := openedLink.FindSubmatch(m.rest)
	if half == nil || !pathLike(half[2]) {
		return false
	}
	if next := bytes.IndexAny(m.rest[len(half[0]):], "[]"); next < 0 || m.rest[len(half[0])+next] == '[' {
		c.foreign(m, len(half[0]), "write ["+strings.TrimSpace(string(half[1]))+"]("+string(half[2])+")")
		return true
	}
	return false
}

// spacedBold reports whether a run of two stars with spaces inside was meant as
// bold: words stand between, and nothing is multiplied.
func spacedBold(core string, next rune) bool {
	first, _ := utf8.DecodeRuneInString(core)
	return unicode.IsLetter(first) && (unicode.IsSpace(next) || unicode.IsPunct(next)) && !strings.ContainsAny(core, "(),=")
}
