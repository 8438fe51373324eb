package markdown

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
)

// How links look in other programs, and notes that are not there.
var (
	wikiLink   = lazyregexp.New(`^\[\[[^\[\]\s][^\[\]]*\]\]`)
	noteRef    = lazyregexp.New(`^\[\^([\pL\pN_-]+)\]`)
	pipeLink   = lazyregexp.New(`^\[([^\[\]|]+)\|([^\[\]|]+)\]`)
	bracketed  = lazyregexp.New(`^\[([^\[\]]+)\]`)
	labelAfter = lazyregexp.New(`^\]\[([^\[\]]*)\]`)
	spacedLink = lazyregexp.New(`^\] +\(([^()\s]+)\)`)
	contents   = lazyregexp.New(`^\[\[?_?(?i:toc)_?\]\]?`)
	quoteTitle = lazyregexp.New(`^(.*?)\s+(["'“„‘(].*)$`)
)

// checkOpenBracket looks for links of other programs, for notes that are not
// there, and for links the wrong way round.
func (c *checker) checkOpenBracket(m mark) {
	if n := len(contents.Find(m.rest)); n > 0 && n == len(bytes.TrimSpace(m.rest)) {
		c.foreign(m, n, "leave it out; the page lists its headings by itself")
		return
	}
	if link := wikiLink.Find(m.rest); link != nil && !m.afterWord() && !c.references.defines(link[2:len(link)-2]) && hasLetter(link) {
		c.checkWikiLink(m, link)
		return
	}
	if note := noteRef.FindSubmatch(m.rest); note != nil && !isCharacterRange(note[1]) {
		if begins := m.before == '\n'; begins && bytes.HasPrefix(m.rest[len(note[0]):], []byte(" ")) {
			c.list.Warnf(c.seen(m, len(note[0])), "missing-footnote", "write a colon behind it: "+string(note[0])+":", "this note is shown as text: a colon is missing behind %s", note[0])
			return
		} else if !begins && c.marks < maxLookups && bytes.Contains(c.source, []byte("\n"+string(note[0])+" ")) {
			return // reported there
		}
		c.list.Warnf(c.seen(m, len(note[0])), "missing-footnote", diag.DidYouMean(string(note[1]), c.references.noteNames(), "write "+string(note[0])+": and its text on a line of its own"),
			"there is no note %q, and %s is shown as text", note[1], note[0])
		return
	}
	if c.checkHalfLink(m) {
		return
	}
	if link := bracketed.FindSubmatch(m.rest); link != nil && m.before == ')' && pathLike(link[1]) {
		c.foreign(m, len(link[0]), fmt.Sprintf("the text stands in [ ], and where it leads in ( ): [text](%s)", link[1]))
		return
	}
	if link := pipeLink.FindSubmatch(m.rest); link != nil && pathLike(link[2]) {
		c.foreign(m, len(link[0]), fmt.Sprintf("write [%s](%s)", link[1], link[2]))
	}
}

// checkWikiLink reports [[Page]] and ![[picture.png]].
func (c *checker) checkWikiLink(m mark, link []byte) {
	target, text, _ := strings.Cut(string(link[2:len(link)-2]), "|")
	if strings.HasPrefix(target, "-") || strings.HasSuffix(target, " ") {
		return // a test in a shell
	}
	hint := "write [text](page.md)"
	page, _, _ := strings.Cut(target, "#")
	switch {
	case m.before == '!':
		hint = "write ![what it shows](picture.svg), or {{include PATH}} for a snippet"
	case Slug(page) != "":
		if text == "" {
			text = target
		}
		hint = fmt.Sprintf("write [%s](%s.md)", text, Slug(strings.TrimSuffix(page, ".md")))
	}
	c.foreign(m, len(link), hint+bracketHint)
}

// bracketHint is for text that has brackets of its own, such as that about a
// command.
const bracketHint = `; or \[ for a bracket that is part of the text`

func hasLetter(text []byte) bool { return bytes.ContainsFunc(text, unicode.IsLetter) }

// isCharacterRange tells "[^a-z]" and "[^0-9]", which people write about search
// patterns, from the name of a note.
func isCharacterRange(name []byte) bool { return len(name) == 3 && name[1] == '-' }

// checkCloseBracket looks for links that became none.
func (c *checker) checkCloseBracket(m mark) {
	open, text := c.openBracket(m.at)
	if open < 0 {
		return
	}
	image := ""
	if open > 0 && c.source[open-1] == '!' {
		image = "!"
	}
	from := mark{at: open - len(image), rest: c.source[open-len(image) : m.at+len(m.rest)]}
	switch {
	case bytes.HasPrefix(m.rest, []byte("](")):
		c.checkDestination(m, from, image+"["+text+"]")
	case bytes.HasPrefix(m.rest, []byte("][")):
		c.checkLabel(m, from, text)
	case closedLink.Match(m.rest) && pathLike(closedLink.FindSubmatch(m.rest)[1]):
		dest := closedLink.FindSubmatch(m.rest)[1]
		c.foreign(from, m.at-from.at+len("](")+len(dest), fmt.Sprintf("write %s[%s](%s)", image, text, dest))
	case !hasLetter([]byte(text)) || text == "x" || text == "X": // a check box, or the number of a source
	default:
		if link := spacedLink.FindSubmatch(m.rest); link != nil && pathLike(link[1]) {
			c.list.Warnf(c.seen(from, m.at-from.at+len(link[0])), "stays-text", fmt.Sprintf("write %s[%s](%s)", image, text, link[1]),
				"this link is shown as text: a space stands between ] and (")
		}
	}
}

// openBracket returns the offset of the "[" that the "]" at an offset closes,
// and what is between, or -1 when it is not near.
func (c *checker) openBracket(at int) (int, string) {
	const near = 500
	from := max(0, at-near)
	depth := 0
	for i := at - 1; i >= from; i-- {
		switch b := c.source[i]; {
		case i > 0 && c.source[i-1] == '\\':
		case b == ']':
			depth++
		case b == '[' && depth > 0:
			depth--
		case b == '[':
			return i, linkText(c.source[i+1 : at])
		}
	}
	return -1, ""
}

// linkText returns the text of a link as a hint repeats it, on one line.
func linkText(source []byte) string {
	const most = 40
	text := strings.Join(strings.Fields(string(source)), " ")
	if len(text) > most {
		return "…"
	}
	return text
}

// checkLabel reports [text][label] where no label is defined.
func (c *checker) checkLabel(m, from mark, text string) {
	label := labelAfter.FindSubmatch(m.rest)
	const words = 5 // more are a remark
	if label == nil || bytes.HasPrefix(m.rest[len(label[0]):], []byte("(")) || len(bytes.Fields(label[1])) > words {
		return
	}
	before, _ := utf8.DecodeLastRune(c.source[:from.at])
	name := string(bytes.TrimSpace(label[1]))
	if name == "" {
		name = text
	}
	if from.at > 0 && (isWordRune(before) || before == ')' || before == ']') || !strings.ContainsFunc(text+name, unicode.IsLetter) ||
		strings.TrimSpace(text) == "" || len(label[1]) > 0 && len(bytes.TrimSpace(label[1])) == 0 || c.references.defines([]byte(name)) {
		return
	}
	c.list.Warnf(c.seen(from, m.at-from.at+len(label[0])), "missing-reference",
		diag.DidYouMean(name, c.references.labels(), fmt.Sprintf("write [%s](page.md), or [%s]: page.md on a line of its own", text, name)+bracketHint),
		"there is no reference %q, and the brackets are shown", shortened(name))
}

var (
	pictureSize = lazyregexp.New(`\s+=\d*x\d*$`)
	dataScheme  = lazyregexp.New(`^(term|topic|session|program):\s*(\S.*)$`)
)

const maxLookups = 500 // notes that are looked for in the whole text

// checkDestination reports [text](destination) that is no link.
func (c *checker) checkDestination(m, from mark, text string) {
	end := closingParenthesis(m.rest[1:])
	if end < 0 {
		c.list.Warnf(c.seen(from, m.at-from.at+len("](")), "stays-text", "end it with ) on the same line; an address has no spaces and no line breaks",
			"this link is shown as text: its ( is not closed")
		return
	}
	n := m.at - from.at + 1 + end + 1
	inside := strings.TrimSpace(string(m.rest[2 : 1+end]))
	dest, title := inside, ""
	if parts := quoteTitle.FindStringSubmatch(inside); parts != nil {
		dest, title = parts[1], " "+parts[2]
	}
	address := Intended(dest)
	if address == "" {
		address = Intended(inside)
	}
	switch {
	case address != "":
		c.list.Warnf(c.seen(from, n), "stays-text", fmt.Sprintf("write %s(%s)", text, inLink(address)), "this link is shown as text: its address has a space")
	case OnOwnDisk(inside):
		c.list.Warnf(c.seen(from, n), "stays-text", ownDiskHint, "this link is shown as text: its address has a space")
	case strings.HasPrefix(dest, "{{") || strings.HasPrefix(dest, "{%"):
		c.list.Warnf(c.seen(from, n), "stays-text", "write the path of the file, such as "+text+"(page.md)", "this link is shown as text: its address is made by a template")
	case strings.ContainsAny(dest, "<>"):
		c.list.Warnf(c.seen(from, n), "stays-text", "write < and > around the whole address, or neither", "this link is shown as text: its address has a < or >")
	case pictureSize.MatchString(dest):
		c.list.Warnf(c.seen(from, n), "stays-text", fmt.Sprintf("write %s(%s); a picture is as large as there is room", text, pictureSize.ReplaceAllString(dest, "")), "this picture is shown as text: its address has a size")
	case dataScheme.MatchString(dest):
		parts := dataScheme.FindStringSubmatch(dest)
		c.list.Warnf(c.seen(from, n), "stays-text", fmt.Sprintf("write the id, which has no spaces: %s(%s:%s)", text, parts[1], Slug(parts[2])), "this link is shown as text: its address has a space")
	case strings.ContainsFunc(dest, unicode.IsSpace):
		c.list.Warnf(c.seen(from, n), "stays-text", fmt.Sprintf("write %s(<%s>%s), or %%20 in place of the space", text, dest, title),
			"this link is shown as text: its address has a space")
	case title != "":
		c.list.Warnf(c.seen(from, n), "stays-text", fmt.Sprintf(`write the title between two straight quotes: %s(%s "title")`, text, dest),
			"this link is shown as text: its title does not end as it begins")
	default:
		c.list.Warnf(c.seen(from, n), "stays-text", `a link holds no other link; write \[ for a bracket that is part of the text`,
			"this link is shown as text: its brackets do not match")
	}
}

// closingParenthesis returns the offset of the ")" for the "(" that text begins
// with, or -1.
func closingParenthesis(text []byte) int {
	depth := 0
	for i, c := range text {
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// fileEnding is that of what people link to; it tells a path from a remark.
var fileEnding = lazyregexp.New(`(?i)^[^\s,;]+\.(?:md|markdown|html?|pdf|docx?|xlsx?|pptx?|od[tsp]|csv|txt|ics|zip|png|jpe?g|gif|svg|webp|mp[34])(?:#\S*)?$`)

// pathLike reports whether text is an address or the path of a file, and not a
// remark in parentheses.
func pathLike(text []byte) bool {
	s := string(text)
	if strings.ContainsFunc(s, unicode.IsSpace) {
		return false
	}
	for _, start := range []string{"http://", "https://", "mailto:", "www.", "./", "../"} {
		if strings.HasPrefix(s, start) {
			return true
		}
	}
	return fileEnding.MatchString(s)
}
