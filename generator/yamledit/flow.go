package yamledit

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// quoted reads the quotation that starts at an offset, in a block.
func (o *outline) quoted(start int) {
	end, ok := o.quotation(start)
	if !ok {
		return
	}
	if next := o.skip(end, " \t"); end > o.lineEnd(start) && !o.done(next) { // a mark that was meant to open another one
		o.unclosedQuote(start)
		return
	}
	o.behind(end, "closing quotation mark", quoteHint(o.data[start]))
}

// quotation returns the offset behind the quotation that starts at an offset. It
// returns false after it found that the quotation has a mistake or no end.
func (o *outline) quotation(start int) (end int, ok bool) {
	mark := o.data[start]
	for i := start + 1; i < len(o.data); i++ {
		c := o.data[i]
		switch {
		case mark == '"' && c == '\\':
			if !o.escape(i) {
				return 0, false
			}
			i++
		case c == mark && mark == '\'' && i+1 < len(o.data) && o.data[i+1] == mark:
			i++
		case c == mark:
			return i + 1, true
		case lineBreak(o.data[i:]) > 0:
			i += lineBreak(o.data[i:]) - 1
			if o.leaves(i + 1) {
				o.unclosedQuote(start)
				return 0, false
			}
		}
	}
	o.stop = true
	if o.unclosed {
		o.unclosedQuote(start)
	}
	return 0, false
}

func (o *outline) unclosedQuote(start int) {
	o.fail(start, o.lineEnd(start), hintQuote, "the quotation that begins here is not closed on its line")
}

// leaves reports whether the line at an offset looks like an entry of a level
// around what is being read: YAML would take it for a part of that.
func (o *outline) leaves(at int) bool {
	column := o.top().column
	text := o.skip(at, " ")
	return text-at <= column && entryLike(o.data[text:o.lineEnd(at)])
}

// escape looks at a backslash between double quotation marks.
func (o *outline) escape(at int) bool {
	if at+1 >= len(o.data) || lineBreak(o.data[at+1:]) > 0 {
		return true
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[o.data[at+1]]
	known := bytes.IndexByte([]byte("0abt\tnvfre \"'/\\N_LPxuU"), o.data[at+1]) >= 0
	for i := at + 2; i < at+2+digits; i++ {
		known = known && i < len(o.data) && bytes.IndexByte([]byte("0123456789abcdefABCDEF"), o.data[i]) >= 0
	}
	if !known {
		_, size := utf8.DecodeRune(o.data[at+1:])
		o.fail(at, at+1+size, `write \\ for a backslash, or put the text in '…'`, `\%s means nothing between double quotation marks`, o.data[at+1:at+1+size])
	}
	return known
}

// flow is a list or mapping in brackets that is being read, with those in it.
type flow struct {
	around []bracket
	fresh  bool // a value may begin here
	curly  int  // offset of a curly mark that a value began with, or -1
}

type bracket struct {
	start int
	colon bool // behind the last comma there was a colon
}

var closing = map[byte]byte{'[': ']', '{': '}'}

// brackets reads the list or mapping in brackets that starts at an offset.
func (o *outline) brackets(start int) {
	f := flow{fresh: true, curly: -1}
	for i := start; i < len(o.data) && o.found == nil && !o.stop; i++ {
		if size := lineBreak(o.data[i:]); size > 0 {
			i += size - 1
			if o.leaves(i + 1) {
				o.unclosedBracket(f.top().start)
			}
			continue
		}
		i = o.flowByte(&f, i)
		if len(f.around) == 0 {
			o.behind(i+1, "closing bracket", "end the value at the bracket, or put the whole of it in quotes")
			return
		}
	}
	if o.unclosed && o.found == nil {
		o.unclosedBracket(f.top().start)
	}
	o.stop = true
}

func (f *flow) top() *bracket { return &f.around[len(f.around)-1] }

// flowByte reads what begins at an offset within brackets, and returns the offset
// of the last byte that it read.
func (o *outline) flowByte(f *flow, i int) int {
	switch c := o.data[i]; {
	case c == ' ' || c == '\t':
	case c == '#' && o.data[i-1] <= ' ':
		return o.lineEnd(i) - 1
	case c == '?' && !f.fresh:
		o.inBrackets(i, f.curly, "put the text in quotes", "there is a question mark in brackets, in a text without quotes")
	case (c == '[' || c == '{') && !f.fresh:
		o.inBrackets(i, f.curly, "put a comma in front of it, or the text in quotes", "a bracket stands behind a text")
	case c == '[' || c == '{':
		f.around = append(f.around, bracket{start: i})
	case (c == ']' || c == '}') && closing[o.data[f.top().start]] != c:
		o.unclosedBracket(f.top().start)
	case c == ']' || c == '}':
		f.around, f.fresh = f.around[:len(f.around)-1], false
	case c == ',':
		f.top().colon, f.fresh = false, true
	case c == ':' && (isColon(o.data, i) || o.data[i-1] == '"' || o.data[i-1] == '\''): // JSON has no space there
		if f.top().colon {
			o.secondColon(f, i)
		}
		f.top().colon, f.fresh = true, true
	case f.fresh:
		f.fresh = false
		if isCurly(o.data[i:]) {
			f.curly = i
		}
		return o.flowValue(i)
	}
	return i
}

// secondColon finds out why an entry in brackets has two colons. Keys below each
// other make no list.
func (o *outline) secondColon(f *flow, at int) {
	start := f.top().start
	line := bytes.LastIndexByte(o.data[:at], '\n') + 1
	if o.data[start] == '[' && line > start && entryLike(o.data[o.skip(line, " "):at+1]) {
		o.unclosedBracket(start)
		return
	}
	o.inBrackets(at, f.curly, "separate entries with commas, and put a value that contains a colon in quotes", "there is a second colon in this entry")
}

// flowValue reads the start of a value in brackets, and returns the offset of
// the last byte that it read.
func (o *outline) flowValue(at int) int {
	r, size := utf8.DecodeRune(o.data[at:])
	switch c := o.data[at]; {
	case c == '"' || c == '\'':
		end, ok := o.quotation(at)
		if !ok {
			return at
		}
		next := o.skip(end, " \t")
		if !o.done(next) && bytes.IndexByte([]byte(",]}:"), o.data[next]) < 0 {
			if end > o.lineEnd(at) {
				o.unclosedQuote(at)
			} else {
				o.fail(next, o.lineEnd(next), quoteHint(o.data[at]), "there is text behind the closing quotation mark")
			}
		}
		return end - 1
	case o.reserved(at):
		o.fail(at, at+1, "put the value in quotes", "a value cannot begin with %c", c)
	case isDash(o.data[at:o.lineEnd(at)]):
		o.fail(at, at+1, "separate the items in brackets with commas, without dashes", "there is a dash in front of an item in brackets")
	case invisible(r) != "" && at+size < len(o.data) && bytes.IndexByte([]byte("\"'[{"), o.data[at+size]) >= 0:
		o.found = invisibleFault(o.data, at, besideSign)
	}
	return at
}

// inBrackets reports a character that brackets cannot hold, or the curly mark
// that was to make a quotation of the text around it.
func (o *outline) inBrackets(at, curly int, hint, message string) {
	if curly >= 0 {
		o.curly(curly)
		return
	}
	o.fail(at, at+1, hint, "%s", message)
}

func (o *outline) unclosedBracket(start int) {
	o.fail(start, o.lineEnd(start), fmt.Sprintf("end it with %c", closing[o.data[start]]), "the bracket %c is not closed", o.data[start])
}
