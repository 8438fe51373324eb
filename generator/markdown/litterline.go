package markdown

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
)

// linePattern is how a line begins that another program would not show as text.
type linePattern struct {
	begins *lazyregexp.Regexp
	hint   string
}

const calloutHint = "write > [!NOTE] on a line of its own, and > before every line that belongs to it"

// lineLitter are the patterns by the first byte of the line.
var lineLitter = map[byte][]linePattern{
	':': {{lazyregexp.New(`^:{3,}\s*\{?[\pL.].*$`), calloutHint}},
	'!': {{lazyregexp.New(`^!!! ?[a-z]+(?: +".*"| inline(?: end)?)*$`), calloutHint}},
	'?': {{lazyregexp.New(`^\?\?\?\+? ?[a-z]+(?: +".*")?$`), detailsHint}},
	'.': {{lazyregexp.New(`^\.\. [a-z][a-z-]*::.*$`), calloutHint}},
	'/': {{lazyregexp.New(`^///+ [a-z-]+(?: \|.*)?$`), calloutHint}},
	'=': {
		{lazyregexp.New(`^===[!+]? ".*"$`), "there are no tabs; write a heading, or a block that opens: > [!DETAILS] Title"},
		{lazyregexp.New(`^===+$`), "write ## before a heading, and --- for a line across; or delete what git left"},
	},
	'$':  {{lazyregexp.New(`^\$\$$`), mathHint}},
	'\'': {{lazyregexp.New(`^'''[a-z]*$`), fenceHint}},
	0xe2: {{lazyregexp.New(`^[‘’“”]{3}[a-z]*$`), fenceHint}},
	'-': {
		{lazyregexp.New(`^-+8<-+.*$`), "write {{include PATH}}"},
		{lazyregexp.New("^-[\u00a0\u2007\u202f]"), spaceHint},
		{lazyregexp.New(`^-\[[ xX]?\]`), "write a space behind the dash, and one between the brackets: - [ ] task"},
	},
	'|': {{lazyregexp.New(`^\|(?:\s*:?-{3,}:?\s*\|)+\s*\|.*$`), "write each row of a table on a line of its own"}},
	'*': {{lazyregexp.New("^\\*[\u00a0\u2007\u202f]"), spaceHint}},
	'+': {
		{lazyregexp.New("^\\+[\u00a0\u2007\u202f]"), spaceHint},
		{lazyregexp.New(`^\+[-=]{2,}(?:\+[-=]{2,})+\+$`), "write | one | two |, and a line |---|---| below the heading"},
	},
	'h': {{lazyregexp.New(`^h[1-6]\. .*$`), "write ## Heading"}},
	'i': {{lazyregexp.New(`^import .* from ['"].*['"];?$`), "leave it out; a text holds no program"}},
	'e': {{lazyregexp.New(`^export (?:const|default|function) .*$`), "leave it out; a text holds no program"}},
	'#': {
		{lazyregexp.New("^#{1,6}[\u00a0\u2007\u202f].*$"), spaceHint},
		{lazyregexp.New(`^#{7,}\s.*$`), "a heading has at most six #"},
		{lazyregexp.New(`^#{2,6}[\pL\pN*_].*$`), "write a space between # and the heading"},
	},
}

const (
	fenceHint   = "write ```, three marks as on the key of the grave accent, above and below the code"
	spaceHint   = "type an ordinary space; this one is a no-break space, as a Mac makes with the option key"
	detailsHint = "write > [!DETAILS] Title on a line of its own, and > before every line that belongs to it"
)

// checkLines looks at how the lines of a paragraph begin.
func (c *checker) checkLines(n ast.Node) {
	lines := n.Lines()
	run, table := lineRun{}, false
	for i := range lines.Len() {
		line := c.trimmed(lines.At(i))
		if line.Len() <= 0 {
			continue
		}
		source := c.source[line.Start:line.Stop]
		if c := source[0]; lineMarks[c] == 0 {
			run = lineRun{}
			continue
		}
		table = table || source[0] == '|' || source[0] == '-' || source[0] == ':'
		m := mark{at: line.Start, before: '\n', rest: source[:min(len(source), maxAhead)]}
		c.checkLine(m)
		if run.next(source) && run.length == 2 {
			c.checkRun(run, line, c.trimmed(lines.At(i-1)))
		}
		if source[0] == '[' {
			c.checkBracketLine(m, n, i == 0)
		}
	}
	if lines.Len() == 1 {
		c.checkHeadingLine(c.trimmed(lines.At(0)))
	}
	if table {
		c.checkNoTable(n)
	}
}

// lineMarks has the bytes that lines of litter begin with.
var lineMarks = func() (marks [256]byte) {
	for c := range lineLitter {
		marks[c] = 1
	}
	for c := byte('a'); c <= 'h'; c++ { // a lettered list
		marks[c] = 1
	}
	for _, c := range []byte("[0123456789|\xc2\xe2\xef") { // a numbered list, a table, a bullet of Word
		marks[c] = 1
	}
	return marks
}()

func (c *checker) checkLine(m mark) {
	for _, p := range lineLitter[m.rest[0]] {
		if n := len(p.begins.Find(m.rest)); n > 0 {
			hint := p.hint
			if hint == calloutHint {
				hint = calloutFor(string(m.rest))
			}
			c.foreign(m, n, hint)
			return
		}
	}
}

// calloutFor returns the hint for a callout of another program.
func calloutFor(line string) string {
	word := strings.ToLower(strings.TrimLeft(line, ":!./ {"))
	word = word[:len(word)-len(strings.TrimLeft(word, "abcdefghijklmnopqrstuvwxyz"))]
	if kind := calloutNamed(word); kind != "" && kind != "note" {
		return strings.Replace(calloutHint, "NOTE", strings.ToUpper(kind), 1)
	}
	return calloutHint
}

// calloutNamed returns our kind of callout for that of another program, or "".
func calloutNamed(word string) string {
	if kind := alertKind([]byte(word)); kind != "" {
		return kind
	}
	switch word {
	case "info", "abstract", "summary", "tldr", "todo", "seealso", "admonition", "example", "quote", "cite":
		return "note"
	case "hint", "success", "check", "done", "best":
		return "tip"
	case "question", "help", "faq", "attention":
		return "important"
	case "danger", "error", "failure", "fail", "bug", "missing":
		return "caution"
	case "collapse", "spoiler", "toggle", "expand":
		return "details"
	}
	return ""
}

// unknownAlert reports the callout of another program.
func (c *checker) unknownAlert(word string, folded bool, span diag.Span) {
	if folded {
		c.list.Warnf(span, "unknown-alert", "write [!DETAILS] and a title for a block that opens",
			"a callout with a + or - behind it is shown as text")
		return
	}
	hint := "the alerts are " + diag.Choices(alertKinds())
	if kind := calloutNamed(strings.ToLower(word)); kind != "" {
		hint = "write [!" + strings.ToUpper(kind) + "]"
	}
	c.list.Warnf(span, "unknown-alert", diag.DidYouMean(word, alertKinds(), hint), "there is no alert %q", word)
}

var (
	task     = lazyregexp.New(`^\[[ \x{a0}xX]\] `)
	bareTask = lazyregexp.New(`^\[(?:[ \x{a0}xX]?\][\pL\d]|\] )`)
	nearNote = lazyregexp.New(`^\[(?:! +)?(?i:(note|tip|important|warning|caution|details)) ?\]$`)
	bareNote = lazyregexp.New(`^\[!([A-Za-z]+)\]`)
)

// checkBracketLine reports tasks and callouts that are none because of what
// stands before or behind their brackets.
func (c *checker) checkBracketLine(m mark, n ast.Node, first bool) {
	item := first && n.Parent().Kind() == ast.KindListItem && n.PreviousSibling() == nil
	_, isTask := n.FirstChild().(*extast.TaskCheckBox)
	note := bareNote.FindSubmatch(m.rest)
	if kind := nearNote.FindSubmatch(m.rest); kind != nil && first && n.Parent().Kind() == ast.KindBlockquote {
		c.foreign(m, len(kind[0]), "write [!"+strings.ToUpper(string(kind[1]))+"]")
		return
	}
	switch {
	case item && !isTask && (bareTask.Match(m.rest) || task.Match(m.rest)):
		c.foreign(m, bytes.IndexByte(m.rest, ']')+1, "write a space between the brackets, and one behind them: - [ ] task")
	case !item && task.Match(m.rest):
		c.foreign(m, bytes.IndexByte(m.rest, ']')+1, "write - [ ] for a list of tasks")
	case note != nil && alertKind(note[1]) != "" && n.Parent().Kind() != ast.KindBlockquote:
		c.foreign(m, len(note[0]), "write > before every line of the callout, also before this one")
	}
}

// checkHeadingLine reports "#Heading" that stands alone. It may also be the name
// of a channel or a tag, which is lower case.
func (c *checker) checkHeadingLine(line text.Segment) {
	source := c.source[line.Start:line.Stop]
	if len(source) > 2 && source[0] == '#' && 'A' <= source[1] && source[1] <= 'Z' && bytes.IndexByte(source, '#') == bytes.LastIndexByte(source, '#') {
		c.foreign(mark{at: line.Start, rest: source}, len(source), "write a space between # and the heading")
	}
}

// lineRun is a run of lines that begin as the items of a list, but make no list.
type lineRun struct {
	length int
	item   byte // what the last one begins with: its letter, '1', '-', or for a bullet the constant below
}

const bulletItem = 0xe2 // the first byte of most bullets

var (
	bullet   = lazyregexp.New(`^(?:[•◦▪●○‣∙·\x{f0b7}][\s\x{a0}]*|–[\s\x{a0}]+)[^\s]`)
	letter   = lazyregexp.New(`^([a-h])[.)]\s+\S`)
	digits   = lazyregexp.New(`^[0-9]{1,2}([.)])(?:[\pL*]|\x{a0})`)
	starWord = lazyregexp.New(`^\*[\pL][^*]*$`)
	dashWord = lazyregexp.New(`^-[\pL*]`)
)

// next adds a line, and reports whether the run goes on.
func (r *lineRun) next(line []byte) bool {
	item, follows := byte(0), false
	switch c := line[0]; {
	case (c >= 0xe2 || c == 0xc2) && bullet.Match(line):
		item, follows = bulletItem, r.item == bulletItem
	case c == '-' && dashWord.Match(line):
		item, follows = '-', r.item == '-'
	case c == '*' && starWord.Match(line):
		item, follows = '*', r.item == '*'
	case '0' <= c && c <= '9' && digits.Match(line):
		item, follows = '1', r.item == '1'
	case 'a' <= c && c <= 'h' && letter.Match(line):
		item, follows = c, r.item == c-1
	}
	r.item = item
	if !follows {
		r.length = 0
	}
	if item != 0 {
		r.length++
	}
	return item != 0
}

// checkRun reports a list of two items that became one paragraph.
func (c *checker) checkRun(run lineRun, line, before text.Segment) {
	hint := "write - and a space before each item"
	switch {
	case run.item == '1':
		hint = "write a space behind each number"
	case run.item == 'b', run.item > 'b' && run.item <= 'h':
		hint = "write 1. and a space before each item; lists have numbers, not letters"
	}
	c.list.Warnf(c.span(before.Start, line.Stop), "no-list", hint,
		"these lines are shown as one paragraph, not as a list")
}

// delimiterRow is the line below the heading of a table.
var delimiterRow = lazyregexp.New(`^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?$|^\|\s*:?-+:?\s*\|$`)

// checkNoTable reports a table that became a paragraph.
func (c *checker) checkNoTable(n ast.Node) {
	lines := n.Lines()
	rows := 0
	for i := range lines.Len() {
		line := c.trimmed(lines.At(i))
		source := c.source[line.Start:line.Stop]
		if len(source) == 0 || bytes.IndexByte([]byte("|:-"), source[0]) < 0 {
			rows = 0
			continue
		}
		if delimiterRow.Match(source) {
			c.wrongDelimiterRow(line, lines, i)
			return
		}
		if source[0] == '|' && source[len(source)-1] == '|' && len(source) > 2 {
			if rows++; rows == 2 {
				c.list.Warnf(c.span(line.Start, line.Stop), "no-table", "write a line such as |---|---| below the heading",
					"this table is shown as text: its heading has no line of dashes below")
				return
			}
		}
	}
}

func (c *checker) wrongDelimiterRow(line text.Segment, lines *text.Segments, i int) {
	const broken = "this table is shown as text: "
	span := c.span(line.Start, line.Stop)
	if i == 0 {
		c.list.Warnf(span, "no-table", "write the heading in the line above, without an empty line between", broken+"the line of dashes has no heading above")
		return
	}
	above := c.trimmed(lines.At(i - 1))
	heading, _ := rowCells(c.source[above.Start:above.Stop])
	dashes, _ := rowCells(c.source[line.Start:line.Stop])
	c.list.Warnf(span, "no-table", fmt.Sprintf("write it with %d times ---", len(heading)),
		broken+"the heading has %d cells, the line of dashes %d", len(heading), len(dashes))
}

// checkLanguage reports code that other programs would draw or run.
func (c *checker) checkLanguage(language []byte, at int) {
	name := string(bytes.ToLower(language))
	var hint string
	switch {
	case util.IsBlank(language):
		return
	case bytes.HasPrefix(language, []byte("{")):
		if calloutNamed(strings.Trim(name, "{}")) == "" {
			return
		}
		hint = calloutFor(name)
	case strings.HasPrefix(name, "ad-"):
		hint = calloutFor(name[len("ad-"):])
	default:
		switch name {
		case "mermaid", "plantuml", "puml", "geojson", "topojson", "stl", "excalidraw", "markmap":
			hint = "save the drawing as SVG, and write ![what it shows](drawing.svg)"
		case "math":
			hint = mathHint
		case "dataview", "dataviewjs", "tabs", "query":
			hint = "write it out; a portal has no such blocks"
		default:
			return
		}
	}
	c.list.Warnf(c.span(at, at+len(language)), "stays-text", hint, "%q is shown as code", language)
}
