package yamledit

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"mentorbook/generator/lazyregexp"
)

// outline follows the indentation, dashes, keys, quotes and brackets of a text,
// line by line, until one of them fits nowhere. It is for texts that yaml.v3
// does not read, and knows less than that: where it meets YAML that hardly
// anybody writes (explicit keys, several documents), it gives up.
type outline struct {
	data     []byte // the file, up to where yaml.v3 gave up
	all      []byte // the file, to the end of the YAML in it
	at       int    // offset of what is read next
	unclosed bool   // yaml.v3 gave up because something is not closed

	start  int // offset of the current line
	from   int // offset in a line, and the end of that line: long lines are not measured often
	end    int
	levels []level
	usual  map[bool]int // by how many columns lists (true) and mappings are deeper than their key
	found  *fault
	stop   bool
}

// maxLevels is more than yaml.v3 reads.
const maxLevels = 10_000

// level is a list or mapping around the current line.
type level struct {
	column  int // of its dashes or keys, from 0
	list    bool
	first   int // offset of its first entry
	entries int
	hollow  bool  // nothing stands behind or below the first entry
	skipped bool  // nothing stands behind or below the last entry but one
	left    int   // the column of what stands below that entry, if anything does
	latest  int   // offset of its last entry
	last    state // of that entry
	text    int   // offset of its text
	beside  int   // column of its text, where the text stands where a key could
}

// state is how far an entry of a level has come.
type state uint8

const (
	open   state = iota // a key or dash, and nothing behind it yet
	plain               // a text without quotes, which may go on
	closed              // a quotation, brackets, a block of text
	empty               // a block of text that has no line
	nested              // a level of its own
)

// What a writer can do about a mistake, where several kinds have it in common.
const (
	hintColon  = "put a value that contains a colon in quotes: title: \"Leading: a view from the floor\""
	hintIndent = "lines that belong together start in the same column"
	hintQuote  = "end a quotation with the mark that it began with; within '…' an apostrophe is written twice"
)

// quoteHint is for a quotation that ends in the middle of a text.
func quoteHint(mark byte) string {
	if mark == '"' {
		return `end the value at the mark; for a mark in the text write \", or '…' around the whole`
	}
	return hintQuote
}

// fault returns the first thing that fits nowhere, or nil.
func (o *outline) fault() *fault {
	o.from, o.end = -1, -1
	o.usual = map[bool]int{true: usualStep(o.all[o.at:], true), false: usualStep(o.all[o.at:], false)}
	for o.at < len(o.data) && o.found == nil && !o.stop {
		o.line()
	}
	return o.found
}

func (o *outline) fail(start, end int, hint, format string, args ...any) {
	if o.found == nil {
		o.found = &fault{start: start, end: max(start, min(end, len(o.all))), message: fmt.Sprintf(format, args...), hint: hint}
	}
}

// lineEnd returns the end of the line that holds an offset.
func (o *outline) lineEnd(at int) int {
	if at < o.from || at > o.end {
		length, _ := Line(o.data[at:])
		o.from, o.end = at, at+length
	}
	return o.end
}

// nextLine moves on to the line behind an offset.
func (o *outline) nextLine(at int) {
	end := o.lineEnd(at)
	o.at = end + lineBreak(o.data[end:])
}

// line reads from the start of a line to the end of what begins on it.
func (o *outline) line() {
	start := o.at
	o.start = start
	at := o.skip(start, " ")
	rest := o.data[at:o.lineEnd(start)]
	switch text := bytes.Trim(rest, " \t"); {
	case len(text) == 0, text[0] == '#':
		o.nextLine(start)
		return
	case at == start && (text[0] == '%' || bytes.HasPrefix(text, []byte("---")) || bytes.HasPrefix(text, []byte("..."))):
		o.stop = len(o.levels) > 0 || string(text) != "---"
		o.nextLine(start)
		return
	}
	o.nextLine(start)
	column := at - start
	switch r, _ := utf8.DecodeRune(rest); {
	case rest[0] == '\t' && !o.goesOn(column, rest):
		o.fail(at, at+1, "replace it with spaces: lines that belong together start in the same column", "a tab stands in front of this line; YAML is indented with spaces")
	case rest[0] == '\t': // part of a text that goes on
	case invisible(r) != "":
		o.found = invisibleFault(o.data, at, inFront)
	default:
		o.entry(at, column, true)
	}
}

// goesOn reports whether a line goes on with the text of the line above.
func (o *outline) goesOn(column int, rest []byte) bool {
	if len(o.levels) == 0 {
		return false
	}
	top := o.top()
	return top.last == plain && column > top.column && !entryLike(bytes.TrimLeft(rest, " \t"))
}

// entry reads a dash or a key, and what stands behind it. The first of a line
// has to fit among the levels; another one, behind a dash, makes a new level.
func (o *outline) entry(at, column int, first bool) {
	end := o.lineEnd(at)
	text := o.data[at:end]
	if isDash(text) {
		if !o.enter(at, column, true, first) {
			return
		}
		next := o.skip(at+1, " ")
		if o.done(next) {
			return
		}
		if o.stop {
			return
		}
		if o.data[next] == '\t' {
			o.tabBehindDash(next)
			return
		}
		o.entry(next, column+next-at, false)
		return
	}
	colon := o.key(at, end)
	switch {
	case bytes.HasPrefix(text, []byte("? ")), bytes.HasPrefix(text, []byte(": ")):
		o.stop = true
	case colon >= 0:
		if o.enter(at, column, false, first) {
			o.value(colon + 1)
		}
	case !first:
		o.value(at)
	default:
		o.bare(at, column)
	}
}

// tabBehindDash reads an item with a tab in front: it may be a text, but neither
// a key nor an item.
func (o *outline) tabBehindDash(at int) {
	next := o.skip(at, " \t")
	if entryLike(o.data[next:o.lineEnd(next)]) {
		o.fail(at, next, "replace it with one space", "a tab stands behind the dash")
		return
	}
	o.value(next)
}

// done reports whether nothing but space and a comment follows in the line.
func (o *outline) done(at int) bool {
	end := o.lineEnd(at)
	return at >= end || o.data[at] == '#' && o.data[at-1] <= ' ' || len(bytes.Trim(o.data[at:end], " \t")) == 0
}

func isDash(text []byte) bool {
	return len(text) > 0 && text[0] == '-' && (len(text) == 1 || text[1] == ' ' || text[1] == '\t')
}

// enter adds an entry to the level that it belongs to. It returns false after it
// found that there is none.
func (o *outline) enter(at, column int, list, first bool) bool {
	if !first {
		o.push(at, column, list)
		return true
	}
	popped, ok := o.pop(column)
	if len(o.levels) == 0 {
		if ok {
			o.misaligned(popped, at, column, list)
			return false
		}
		o.push(at, column, list)
		return true
	}
	top := o.top()
	switch {
	case top.column < column:
		return o.deeper(top, popped, ok, at, column, list)
	case top.list == list:
	case list && top.last == open: // a list may start in the column of its key
		o.push(at, column, true)
		return true
	case list:
		o.fail(at, at+1, "remove the dash, or move it below the key whose list it belongs to", "a dash stands in front of this line, but the lines around it are no list")
		return false
	case len(o.levels) > 1 && o.levels[len(o.levels)-2].column == column:
		o.levels = o.levels[:len(o.levels)-1]
		top = o.top()
	default:
		o.withoutDash(*top, popped, at, column)
		return false
	}
	top.skipped = top.last == open
	top.hollow = top.hollow || top.entries == 1 && top.skipped
	top.entries++
	top.latest, top.last, top.left = at, open, popped.column
	return true
}

// push opens a level inside of the last one.
func (o *outline) push(at, column int, list bool) {
	if n := len(o.levels); n > 0 {
		o.levels[n-1].last = nested
	}
	if len(o.levels) == maxLevels {
		o.stop = true
		return
	}
	o.levels = append(o.levels, level{column: column, list: list, first: at, latest: at, entries: 1})
}

func (o *outline) top() *level { return &o.levels[len(o.levels)-1] }

// pop leaves the levels right of a column, and returns the last one it left.
func (o *outline) pop(column int) (popped level, ok bool) {
	for n := len(o.levels); n > 0 && o.levels[n-1].column > column; n-- {
		popped, ok = o.levels[n-1], true
		o.levels = o.levels[:n-1]
	}
	return popped, ok
}

// deeper adds an entry that stands right of the last level.
func (o *outline) deeper(top *level, popped level, left bool, at, column int, list bool) bool {
	switch {
	case left:
		o.misaligned(popped, at, column, list)
	case top.last == open:
		o.push(at, column, list)
		return true
	case top.last == plain && list && !entryLike(bytes.TrimLeft(o.data[at+1:o.lineEnd(at)], " ")): // a text that goes on
	case top.last == plain && top.beside == column:
		o.noKey(top.text)
	case o.shallow(*top, column, list):
	case top.skipped && column-top.column == o.usual[list]:
		o.wrongColumn(top.latest, column)
	default:
		o.fail(at, o.lineEnd(at), "start it in the column of the line that it belongs beside", "this line is indented deeper than the one above, which has a value already")
	}
	return false
}

// usualStep returns by how many columns the lists or mappings of a text mostly
// start right of their keys.
func usualStep(text []byte, lists bool) int {
	const most = 8
	times := [most + 1]int{2: 1} // where nothing speaks for another one
	key := -1                    // the column of a key on the line before, with nothing behind it
	for len(text) > 0 {
		length, whole := Line(text)
		line := bytes.TrimRight(text[:length], " \t")
		text = text[whole:]
		rest := bytes.TrimLeft(line, " ")
		if len(rest) == 0 || rest[0] == '#' {
			continue
		}
		column := len(line) - len(rest)
		if step := column - key; key >= 0 && step >= 0 && step <= most && isDash(rest) == lists {
			times[step]++
		}
		key = -1
		if rest[len(rest)-1] == ':' {
			key = column + len(rest) - len(bytes.TrimLeft(rest, "- "))
		}
	}
	usual := 2
	for step, n := range times {
		if n > times[usual] && (step > 0 || lists) {
			usual = step
		}
	}
	return usual
}

// misaligned finds who is wrong when a line stands between the columns of two
// levels, of which it left one: the line, or one of those that the levels are
// made of. It is the line for which the usual step would explain the others.
func (o *outline) misaligned(popped level, at, column int, list bool) {
	around, usual := 0, o.usual[popped.list]
	if n := len(o.levels); n > 0 {
		around = o.levels[n-1].column
	} else {
		usual = 0
	}
	fits := column-around == usual
	odd := popped.column-around != usual
	switch {
	case odd && fits && (popped.entries == 1 || popped.hollow):
		o.wrongColumn(popped.first, column)
	case odd && len(o.levels) > 0 && popped.column-column == usual && o.top().list == list && o.top().misplaced(column):
		o.wrongColumn(o.top().latest, column)
	case len(o.levels) > 0 && o.shallow(*o.top(), column, list):
	default:
		o.fail(at, o.lineEnd(at), hintIndent, "this line starts in column %d, where no line above does that it could belong beside", column+1)
	}
}

// misplaced reports whether the last entry of a level may belong below the one
// before it, in a column.
func (l *level) misplaced(column int) bool { return l.skipped || l.left == column }

func (o *outline) wrongColumn(at, column int) {
	o.fail(at, o.lineEnd(at), hintIndent, "this line starts in another column than the ones that belong beside it, which start in column %d", column+1)
}

// shallow reports whether it is the only entry of a level that is wrong, when
// one in the usual column follows it.
func (o *outline) shallow(top level, column int, list bool) bool {
	n := len(o.levels)
	if top.entries > 1 || n < 2 || top.list != list {
		return false
	}
	usual, around := o.usual[list], o.levels[n-2].column
	if column-around != usual || top.column-around == usual {
		return false
	}
	o.wrongColumn(top.first, column)
	return true
}

// withoutDash finds who is wrong when a key stands in the column of dashes: the
// key, or the only dash. A dash is, when its line should have had others below;
// an item that has several lines has them. So is one in front of a key that has
// keys or a list of its own: items begin with what is short.
func (o *outline) withoutDash(list, item level, at, column int) {
	if o.data[at] == '-' {
		o.noKey(at)
		return
	}
	below := column + 1
	if line := bytes.TrimRight(o.data[at:o.lineEnd(at)], " \t"); line[len(line)-1] == ':' {
		below = column + 3 // what belongs to this key itself says nothing
	}
	if list.entries == 1 && (item.hollow || item.entries == 1 && (item.last == nested || !o.reaches(at, below))) {
		o.fail(list.first, list.first+1, "remove the dash, or indent the lines that belong to it", "a dash stands in front of this line, but the lines beside it have none")
		return
	}
	o.fail(at, o.lineEnd(at), "begin a new item with a dash, or indent the line by two more spaces so that it belongs to the item above", "this line stands in the column of the dashes around it, but has none")
}

// reaches reports whether the next line of text behind the one at an offset is
// indented, at least to a column.
func (o *outline) reaches(at, column int) bool {
	for at < len(o.all) {
		_, whole := Line(o.all[at:])
		at += whole
		length, _ := Line(o.all[at:])
		line := o.all[at : at+length]
		if text := bytes.TrimLeft(line, " "); len(bytes.Trim(text, " \t")) > 0 && text[0] != '#' {
			return len(line)-len(text) >= column
		}
	}
	return false
}

// bare reads a line that begins with neither a dash nor a key.
func (o *outline) bare(at, column int) {
	if len(o.levels) == 0 {
		o.levels = append(o.levels, level{column: -1})
		o.value(at)
		return
	}
	top := o.top()
	switch {
	case column > top.column && top.last == open:
		o.value(at)
	case column > top.column && top.last == plain: // a text that goes on
	case top.last == empty:
		o.fail(at, o.lineEnd(at), "indent the text by two more spaces than the key", "a text behind | or > is indented deeper than its key")
	default:
		o.noKey(at)
	}
}

var keyWithoutSpace = lazyregexp.New(`^[\pL\pN_-]+:`)

// noKey says what is missing from a line that should begin with a key.
func (o *outline) noKey(at int) {
	end := o.lineEnd(at)
	text := o.data[at:end]
	word := keyWithoutSpace.Find(text)
	behind := at + len(word)
	r, _ := utf8.DecodeRune(o.data[behind:end])
	switch {
	case word != nil && behind < end && invisible(r) != "":
		o.found = invisibleFault(o.data, behind, behindKey)
	case bytes.HasPrefix(text, []byte("-")) && len(text) > 1 && text[1] != '-':
		o.fail(at, at+1, "write a space behind the dash", "there is no space behind the dash")
	case word != nil:
		o.fail(at, behind, "write a space behind the colon", "there is no space behind %s", word)
	default:
		o.fail(at, end, "write key: value, or indent the line deeper than the key whose text it belongs to", "this line has neither a key nor a dash")
	}
}

// key returns the offset of the colon behind the key that a line begins with, or
// -1.
func (o *outline) key(at, end int) int {
	text := o.data[at:end]
	if text[0] == '"' || text[0] == '\'' {
		behind := closingQuote(text, 0) + 1
		if behind < len(text) {
			behind += len(text[behind:]) - len(bytes.TrimLeft(text[behind:], " "))
		}
		if behind < len(text) && isColon(text, behind) {
			return at + behind
		}
		return -1
	}
	if bytes.IndexByte([]byte("[{|>@`%"), text[0]) >= 0 {
		return -1
	}
	for i, c := range text {
		if c == ':' && isColon(text, i) {
			return at + i
		}
		if c == '#' && i > 0 && text[i-1] == ' ' {
			break
		}
	}
	return -1
}

// isColon reports whether the colon at i ends a key.
func isColon(text []byte, i int) bool {
	return text[i] == ':' && (i+1 == len(text) || text[i+1] == ' ' || text[i+1] == '\t' || lineBreak(text[i+1:]) > 0)
}

var entryStart = lazyregexp.New(`^(?:- |-$|["']?[\pL\pN_-]+["']?:(?:\s|$))`)

// entryLike reports whether a line looks like the start of an entry, and not
// like a sentence that goes on.
func entryLike(line []byte) bool { return entryStart.Match(line) }

// skip returns the first offset from at on, in its line, that holds none of the
// characters of a set.
func (o *outline) skip(at int, set string) int {
	end := o.lineEnd(min(at, len(o.data)))
	return end - len(bytes.TrimLeft(o.data[min(at, end):end], set))
}

var blockHeader = lazyregexp.New(`^[|>][0-9+-]{0,2}[ \t]*(?:#.*)?$`)

// value reads what stands behind a key or dash.
func (o *outline) value(at int) {
	top := o.top()
	at = o.skip(at, " \t")
	for !o.done(at) && (o.data[at] == '&' || o.data[at] == '!') && !o.reserved(at) { // anchors and tags
		word := bytes.IndexByte(o.data[at:o.lineEnd(at)], ' ')
		if word < 0 {
			word = o.lineEnd(at) - at
		}
		at = o.skip(at+word, " \t")
	}
	if o.done(at) {
		top.last = open
		return
	}
	end := o.lineEnd(at)
	text := o.data[at:end]
	top.text, top.beside = at, -1
	if top.list || o.skip(o.start, " ") == at {
		top.beside = at - o.start
	}
	top.last = closed
	r, size := utf8.DecodeRune(text)
	switch {
	case o.reserved(at):
		o.fail(at, at+1, "put the value in quotes", "a value cannot begin with %c", text[0])
	case text[0] == '*':
	case blockHeader.Match(text):
		o.blockText(top)
	case text[0] == '"' || text[0] == '\'':
		o.quoted(at)
	case text[0] == '[' || text[0] == '{':
		o.brackets(at)
	case bytes.IndexByte([]byte("]},"), text[0]) >= 0:
		o.fail(at, at+1, "open the brackets before it, or put the value in quotes", "a value cannot begin with %c", text[0])
	case isDash(text):
		o.fail(at, at+1, "write each item on a line of its own, below the key, or the whole list in brackets: [one, two]", "a list cannot begin behind its key")
	case invisible(r) != "" && size < len(text) && bytes.IndexByte([]byte("\"'[{"), text[size]) >= 0:
		o.found = invisibleFault(o.data, at, besideSign)
	default:
		top.last = plain
		o.plainText(at, end)
	}
}

var reservedSign = lazyregexp.New("^(?:[@`%]|[*&](?:$|[^\\w-]|[\\w-]+[^\\w\\s,\\]}-]))")

// reserved reports whether a value begins with a sign that means something else,
// or nothing yet.
func (o *outline) reserved(at int) bool { return reservedSign.Match(o.data[at:o.lineEnd(at)]) }

// plainText looks for a colon in a text without quotes.
func (o *outline) plainText(at, end int) {
	text := o.data[at:end]
	for i, c := range text {
		switch {
		case c == '#' && text[i-1] == ' ':
			return
		case c == ':' && isColon(text, i) && isCurly(text):
			o.curly(at)
			return
		case c == ':' && isColon(text, i):
			o.fail(at+i, at+i+1, hintColon, "there is a colon in this value, which is not in quotes")
			return
		}
	}
}

// isCurly reports whether a text begins with a curly quotation mark.
func isCurly(text []byte) bool {
	r, _ := utf8.DecodeRune(text)
	return bytes.ContainsRune([]byte("“”„‘’‚«»"), r)
}

func (o *outline) curly(at int) {
	r, size := utf8.DecodeRune(o.data[at:])
	o.fail(at, at+size, `type the straight marks " or '`, "the curly mark %c is a letter like any other here, and begins no quotation", r)
}

// blockText skips the lines of a text behind | or >.
func (o *outline) blockText(top *level) {
	top.last = empty
	for o.at < len(o.data) {
		at := o.skip(o.at, " ")
		if len(bytes.Trim(o.data[at:o.lineEnd(at)], " \t")) > 0 {
			if at-o.at <= top.column {
				return
			}
			top.last = closed
		}
		o.nextLine(o.at)
	}
}

// behind looks at what stands behind a quotation or brackets.
func (o *outline) behind(at int, what, hint string) {
	if next := o.skip(at, " \t"); !o.done(next) {
		if o.data[next] == ':' {
			o.stop = true // a key that hardly anybody writes
			return
		}
		o.fail(next, o.lineEnd(next), hint, "there is text behind the %s", what)
	}
	o.nextLine(at)
}
