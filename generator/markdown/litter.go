package markdown

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
)

// Text that looks like markup is a mistake that the writer does not see: a link
// with a space in its path, the callout of another tool, stars that stand where
// CommonMark makes no emphasis of them. This file finds what stands within a
// line; litterline.go what a line begins with. Both look only at what reached
// the page as text, so that code says nothing, and a backslash silences them.

// mayBeLitter has the bytes that one of the kinds of litter begins with, and the
// backslash, which takes the meaning of what follows.
var mayBeLitter = func() (kinds [256]bool) {
	for _, c := range "\\[]=:{$*_~<%^`" {
		kinds[c] = true
	}
	return kinds
}()

// findLitter looks for markup in the text between two offsets.
func (c *checker) findLitter(start, stop int, inCell bool) {
	source := c.source
	for i := start; i < stop; i++ {
		if !mayBeLitter[source[i]] {
			continue
		}
		if source[i] == '\\' {
			i++
			continue
		}
		if c.reported.start <= i && i < c.reported.end || c.marks == maxMarks || !mayOpen(source[i:]) {
			continue
		}
		c.marks++
		c.checkMark(c.markAt(i, inCell), stop)
	}
}

// Looking ahead at every mark would take quadratic time on hostile input.
const (
	maxAhead = 1000    // bytes from a mark on that are looked at
	maxMarks = 1 << 14 // marks of a document that are looked at
)

// mayOpen reports whether the byte behind a mark leaves it any meaning, which it
// seldom does.
func mayOpen(text []byte) bool {
	if len(text) < 2 {
		return false
	}
	next := text[1]
	switch text[0] {
	case '=', '%':
		return next == text[0]
	case ':':
		return 'a' <= next && next <= 'z' || next == '+' || next == '-' || next == '1'
	case '$':
		return !util.IsSpace(next) && !util.IsNumeric(next)
	case '<':
		return next == '!' || next == '+' || isWordRune(rune(next)) && next < utf8.RuneSelf
	}
	return true
}

// markAt returns the mark at an offset of the text.
func (c *checker) markAt(i int, inCell bool) mark {
	m := mark{at: i, inCell: inCell, before: '\n', rest: c.source[i:min(len(c.source), i+maxAhead)]}
	m.rest, _, _ = bytes.Cut(m.rest, []byte("\n"))
	if inCell {
		m.rest, _, _ = bytes.Cut(m.rest, []byte("|"))
	}
	if i > 0 {
		m.before, _ = utf8.DecodeLastRune(c.source[:i])
	}
	return m
}

// mark is a character of the text that may begin markup.
type mark struct {
	at     int
	inCell bool   // of a table
	before rune   // what stands before it
	rest   []byte // from it to the end of the line, or of the table's cell
}

// afterWord reports whether a word goes on to the mark: "arr" in "arr[0]".
func (m mark) afterWord() bool { return isWordRune(m.before) }

func isWordRune(r rune) bool { return r == '_' || unicode.In(r, unicode.L, unicode.N) }

func (c *checker) checkMark(m mark, stop int) {
	switch m.rest[0] {
	case '[':
		c.checkOpenBracket(m)
	case ']':
		c.checkCloseBracket(m)
	case '*', '_', '~':
		c.checkEmphasis(m, stop)
	case '{':
		c.checkBraces(m)
	case '`':
		c.checkBacktick(m)
	case '<':
		if !c.checkAngles(m) {
			c.checkPairs(m)
		}
	default:
		c.checkPairs(m)
	}
}

// seen returns the place of the n bytes from m on, in which nothing more is
// reported.
func (c *checker) seen(m mark, n int) diag.Span {
	c.reported.start, c.reported.end = m.at, m.at+n
	return c.span(m.at, m.at+n)
}

// foreign reports markup that another program would know.
func (c *checker) foreign(m mark, n int, hint string) {
	c.list.Warnf(c.seen(m, n), "stays-text", hint, "%q is shown as text", shortened(string(m.rest[:n])))
}

// pattern is markup of another program that stands between two marks.
type pattern struct {
	opens *lazyregexp.Regexp
	hint  string
	whole bool // it is no part of a word
}

// pairs are the patterns by their first byte.
var pairs = map[byte][]pattern{
	'=': {{lazyregexp.New(`^==[^\s=](?:[^=]*[^\s=])?==`), "write **text**", true}},
	'$': {
		{lazyregexp.New(`^\$\$[^$]*[\\^_=+][^$]*\$\$`), mathHint, true},
		{lazyregexp.New(`^\$[^\s$](?:[^$]*[^\s$])?\$`), mathHint, true},
	},
	':': {{lazyregexp.New(`^:(?:[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*|\+1|-1|100):`), "type the character itself: 🙂", true}},
	'%': {{lazyregexp.New(`^%%[^%]*[^%\s][^%]*%%`), "write <!-- what readers must not see -->", true}},
	'^': {{lazyregexp.New(`^\^\[[^\]]+\]`), "write [^1] here, and [^1]: with the text on a line of its own", false}},
	'<': {{lazyregexp.New(`^<!--`), "end the comment with -->", false}},
}

const mathHint = "there are no formulas; write it in words, or as a picture"

// checkPairs looks for markup of other programs that stands between two marks.
func (c *checker) checkPairs(m mark) {
	for _, p := range pairs[m.rest[0]] {
		if p.whole && (m.afterWord() || m.before == rune(m.rest[0])) {
			continue
		}
		n := len(p.opens.Find(m.rest))
		if n == 0 {
			continue
		}
		next, _ := utf8.DecodeRune(m.rest[n:])
		if p.whole && n < len(m.rest) && (isWordRune(next) || next == '`' || next == rune(m.rest[0])) {
			continue
		}
		if m.rest[0] == ':' && (emojiName.Match(m.rest[n:]) || emojiNamed.Match(c.source[max(0, m.at-maxWord):m.at])) {
			continue
		}
		if m.rest[0] == '$' && m.rest[1] != '$' && !isFormula(m.rest[:n]) {
			continue
		}
		c.foreign(m, n, p.hint)
		return
	}
}

// Where people write about an emoji and do not use it, a word beside it says so.
var (
	emojiName  = lazyregexp.New(`^ (?:emoji|emotikon|reaction|reaksi)`)
	emojiNamed = lazyregexp.New(`(?i)\b(?:emoji|emoticon|emotikon|reaction|reaksi|react with|called)s?:? $`)
)

const maxWord = 16 // bytes before a mark that are looked at

// isFormula tells "$x^2$" and "$\alpha$" from prices.
func isFormula(text []byte) bool {
	return bytes.ContainsAny(text, `\^`) && !bytes.Contains(text, []byte(" $"))
}

// The braces that templates, attributes and macros of other programs begin with.
var (
	templateTag = lazyregexp.New(`^(?:\{\{[<%].*?[>%]\}\}|\{%.*?%\})`)
	directiveIn = lazyregexp.New(`^\{\{\s*include\b.*?\}\}`)
	variableTag = lazyregexp.New(`^\{\{\s*[#/>&=~]*[a-z][\w.:-]*(?:\s[^{}]*["'|=][^{}]*)?\s*\}\}`)
	remarkTag   = lazyregexp.New(`^\{/\*.*?\*/\}`)
	attributes  = lazyregexp.New(`^\{(?::\s*(?:[.#][\pL]|toc\b)|:?\s*[a-z][a-z-]*=["'\w]|[.#][\pL])[^{}]*\}`)
	bareInclude = lazyregexp.New(`^\{\s*include\s[^{}]+\}`)
	macro       = lazyregexp.New(`^\{(?:note|info|tip|warning|panel|expand|code|noformat|quote|toc|color|section|column|excerpt)(?::[^{}]*)?\}`)
)

// checkBraces looks for what other programs write in braces.
func (c *checker) checkBraces(m mark) {
	if bytes.IndexByte(m.rest, '}') < 0 {
		return
	}
	if n := len(templateTag.Find(m.rest)); n > 0 {
		c.foreign(m, n, "there are no shortcodes; write it out, or put a snippet on a line of its own: {{include PATH}}")
	} else if n := len(directiveIn.Find(m.rest)); n > 0 {
		c.foreign(m, n, "put it on a line of its own, with an empty line before and behind")
	} else if n := len(variableTag.Find(m.rest)); n > 0 {
		c.foreign(m, n, "nothing fills it in; write it out, or put it between backticks to show it")
	} else if n := len(remarkTag.Find(m.rest)); n > 0 {
		c.foreign(m, n, "write <!-- what readers must not see -->")
	} else if n := len(bareInclude.Find(m.rest)); n > 0 && m.before != '{' {
		c.foreign(m, n, "write {{include PATH}}, with two braces, on a line of its own")
	} else if n := len(macro.Find(m.rest)); n > 0 {
		c.foreign(m, n, "leave it out; a callout is > [!NOTE], code stands between lines of ```")
	} else if n := len(attributes.Find(m.rest)); n > 0 && (m.rest[1] == ':' || strings.ContainsRune(")]*`", m.before)) {
		c.foreign(m, n, "leave it out; only headings have an id: ## Steps {#steps}")
	}
}

var angles = lazyregexp.New(`^<([^<>]{3,200})>`)

// checkAngles looks for an address between < and > of which no link is made, and
// reports whether it found one.
func (c *checker) checkAngles(m mark) bool {
	inside := angles.FindSubmatch(m.rest)
	if inside == nil {
		return false
	}
	dest := string(inside[1])
	address := Intended(dest)
	if spaced := strings.ContainsRune(dest, ' '); address == "" && spaced && classify(dest) == web {
		address = dest
	}
	switch {
	case address == "":
		return false
	case strings.ContainsRune(address, ' '):
		c.foreign(m, len(inside[0]), fmt.Sprintf("write [text](<%s>), or %%20 in place of the space", address))
	default:
		c.foreign(m, len(inside[0]), "write <"+address+">")
	}
	return true
}

// checkEmphasis looks for stars and the like that CommonMark takes for text
// because of what stands beside them.
//
// See https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis
func (c *checker) checkEmphasis(m mark, stop int) {
	n := runLength(m.rest)
	if n == 2 && m.rest[0] == '*' && m.at+1 == stop && unicode.IsSpace(m.before) && closingRun(m.rest, 2) < 0 && closingRun(m.rest[1:], 1) > 0 {
		c.list.Warnf(c.seen(m, 1), "stays-text", "write ** behind the last word as well", "* is shown as text: two stars begin, and one ends")
		return
	}
	if m.before == rune(m.rest[0]) || m.at+n > stop || n > 3 || m.rest[0] == '~' && n != 2 {
		return
	}
	end := closingRun(m.rest, n)
	run := string(m.rest[:n])
	if end < 0 {
		if next, _ := utf8.DecodeRune(m.rest[n:]); n == 2 && run[0] != '_' && unicode.IsSpace(m.before) && unicode.IsLetter(next) {
			c.list.Warnf(c.seen(m, n), "stays-text", fmt.Sprintf(`write %s behind the last word as well; or \%s for the characters`, run, run),
				"%s is shown as text: nothing in this line closes it", run)
		}
		return
	}
	if run[0] == '_' && bytes.Contains(m.rest[:end], []byte("](")) {
		return // it is in an address
	}
	inside := m.rest[n:end]
	first, _ := utf8.DecodeRune(inside)
	last, size := utf8.DecodeLastRune(inside)
	next, _ := utf8.DecodeRune(m.rest[end+n:])
	atEnd := end+n == len(m.rest)
	opens := unicode.IsSpace(m.before) || util.IsPunctRune(m.before)
	closes := atEnd || unicode.IsSpace(next) || util.IsPunctRune(next)
	core := shortened(string(bytes.TrimSpace(inside)))
	switch {
	case opens && !unicode.IsSpace(first) && util.IsPunctRune(last) && !unicode.Is(unicode.Ps, last) && !closes && isWordRune(next):
		c.list.Warnf(c.seen(m, end+n), "stays-text", fmt.Sprintf("put a space behind it, or write %s%s%s%c", run, string(inside[:len(inside)-size]), run, last),
			"%s is shown as text: between %q and %q it cannot end", run, last, next)
	case n > 1 && m.afterWord() && util.IsPunctRune(first) && !unicode.IsSpace(last) && closes:
		c.list.Warnf(c.seen(m, end+n), "stays-text", fmt.Sprintf("put a space before it, or the %q in front of it", first),
			"%s is shown as text: between %q and %q it cannot begin", run, m.before, first)
	case n == 2 && opens && !unicode.IsSpace(first) && unicode.IsSpace(last) && !bytes.ContainsAny(inside, "(),"):
		c.list.Warnf(c.seen(m, end+n), "stays-text", "write "+run+core+run+" without spaces inside",
			"%s is shown as text: a space stands before the second", run)
	case n == 2 && run[0] == '*' && unicode.IsSpace(m.before) && unicode.IsSpace(first) && unicode.IsSpace(last) && (atEnd || spacedBold(core, next)) && spacedBold(core, ' '):
		c.list.Warnf(c.seen(m, end+n), "stays-text", "write "+run+core+run+" without spaces inside",
			"%s is shown as text: spaces stand inside", run)
	case n == 2 && unicode.IsSpace(m.before) && unicode.IsSpace(first) && !unicode.IsSpace(last) && closes:
		c.list.Warnf(c.seen(m, end+n), "stays-text", "write "+run+core+run+" without spaces inside",
			"%s is shown as text: a space stands behind the first", run)
	}
}

// checkBacktick looks for code that nothing ends. A cell is split before code ends,
// which is reported with its row.
func (c *checker) checkBacktick(m mark) {
	next, _ := utf8.DecodeRune(m.rest[1:])
	if m.inCell || m.before == '`' || next == '`' || unicode.IsSpace(next) || !unicode.IsSpace(m.before) && !util.IsPunctRune(m.before) {
		return
	}
	c.list.Warnf(c.seen(m, 1), "stays-text", "write ` behind the code as well; or \\` for the character",
		"` is shown as text: nothing ends the code")
}

// runLength returns how often text repeats its first byte at its start.
func runLength(text []byte) int {
	n := 1
	for n < len(text) && text[n] == text[0] {
		n++
	}
	return n
}

// closingRun returns the offset of the next run of n bytes like the first of
// text, or -1. It passes over code.
func closingRun(text []byte, n int) int {
	for i := n; i < len(text); {
		switch run := runLength(text[i:]); {
		case text[i] == '\\':
			i += 2
		case text[i] == '`':
			if end := codeSpanEnd(text, i); end > 0 {
				i = end + 1
			} else {
				i += run
			}
		case text[i] == text[0] && run == n:
			return i
		default:
			i += run
		}
	}
	return -1
}
