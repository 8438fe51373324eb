package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/util"
)

// Parsing time grows with the square of some properties of a text. These
// limits are far above what anyone writes, and low enough that the slowest
// text of a megabyte within them takes about a second. Each is an estimate
// from one pass over the lines, never too low by more than a constant factor.
const (
	// maxPrefix limits the columns before the text of a line that ">" and
	// list markers take, and with them the depth of the tree: a block quote
	// takes one column or more, a list two.
	maxPrefix = 200
	// maxOpen limits the columns of all lines' open blocks together: every
	// line is held against each block that is open.
	maxOpen = 1 << 21
	// maxMarkers limits the brackets, stars and the like of a paragraph times
	// its bytes, summed over the paragraphs: a closing one may look at
	// everything before it, an opening one at everything behind.
	maxMarkers = 1 << 30
	// maxCells limits columns times rows of all tables: cells that a row
	// leaves out are filled in.
	maxCells = 1 << 17
	// maxNotes limits footnotes times references to footnotes: one is found
	// by looking at all.
	maxNotes = 1 << 23
	// maxExpansion limits the bytes of destinations and titles that references
	// repeat, where the text itself is not larger. It is applied while
	// writing, as cmark does.
	maxExpansion = 100_000
	// maxConflicts limits the markers of conflicts that are looked at: what else
	// is reported is held against each.
	maxConflicts = 300
	// maxNesting limits emphasis inside emphasis. It is applied while writing.
	maxNesting = 100
)

// withinLimits reports whether text, which begins at offset in the file, can
// be parsed in time, and adds an error if not.
func (c *checker) withinLimits(text []byte, offset int) bool {
	var open, opened, markers, cells int
	var run paragraphRun
	blank := true
	for at := 0; at < len(text); {
		line := text[at:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end+1]
		}
		column, rest := prefix(line)
		if blank && !util.IsSpace(line[0]) {
			open = 0 // nothing above goes on here
		}
		open = max(open, column)
		opened += open
		if blank = util.IsBlank(rest); blank {
			markers, cells = markers+run.markers*run.bytes, cells+run.columns*run.rows
			run = paragraphRun{}
		} else {
			run.add(rest)
		}
		if conflictMarker(line) && len(c.conflicts) < maxConflicts {
			c.conflicts = append(c.conflicts, offset+at)
		}
		span := c.span(offset+at, offset+at+len(bytes.TrimRight(line, "\r\n")))
		switch {
		case column > maxPrefix:
			c.list.Errorf(span, "too-deep", "use fewer levels of lists and quotes",
				"lists and quotes are nested too deep here")
			return false
		case opened > maxOpen:
			c.list.Errorf(span, "too-deep", "use fewer levels of lists and quotes",
				"too many lines lie in deeply nested lists and quotes")
			return false
		case markers+run.markers*run.bytes > maxMarkers:
			c.list.Errorf(span, "too-large", "split the text with blank lines, or into several pages",
				"a paragraph has too much markup up to here")
			return false
		case cells+run.columns*run.rows > maxCells:
			c.list.Errorf(span, "too-large", "split the table, or publish it as a file",
				"a table has too many cells up to here")
			return false
		}
		at += len(line)
	}
	if notes, references := bytes.Count(text, []byte("]:")), bytes.Count(text, []byte("[^")); notes*references > maxNotes {
		c.list.Errorf(c.span(offset, offset), "too-large", "split the text into several pages",
			"the text has too many footnotes")
		return false
	}
	return true
}

// paragraphRun measures a run of lines between blank ones, which may be one
// paragraph or one table.
type paragraphRun struct{ bytes, markers, columns, rows int }

func (p *paragraphRun) add(line []byte) {
	p.bytes += len(line)
	p.rows++
	separators, delimiter := 1, true
	for _, c := range line {
		switch kind := lineBytes[c]; kind {
		case inWord:
			delimiter = false
		case marker:
			p.markers++
			delimiter = false
		case separator:
			separators++
		}
	}
	if delimiter {
		p.columns = max(p.columns, separators)
	}
}

// What a byte may mean in a line; most are in words.
const (
	inWord = byte(iota)
	marker
	separator
	inDelimiter // of a table's head
)

var lineBytes = func() (kinds [256]byte) {
	for _, c := range "[]*_~<`!" {
		kinds[c] = marker
	}
	for _, c := range "-: \t\r\n" {
		kinds[c] = inDelimiter
	}
	kinds['|'] = separator
	return kinds
}()

// prefix splits line behind the last ">" or list marker at its beginning, and
// returns the column where that ends, 0 without any.
func prefix(line []byte) (column int, rest []byte) {
	rest = line
	at := 0 // column
	for i := 0; i < len(line); {
		var n int
		switch c := line[i]; {
		case c == ' ':
			i, at = i+1, at+1
			continue
		case c == '\t':
			i, at = i+1, at+4-at%4
			continue
		case c == '>':
			n = 1
		default:
			n = listMarker(line[i:])
		}
		if n == 0 {
			break
		}
		i, at = i+n, at+n
		column, rest = at, line[i:]
	}
	return column, rest
}

// listMarker returns the length of the marker of a list item, a definition or
// a footnote at the start of line, or 0.
func listMarker(line []byte) int {
	n := 0
	switch line[0] {
	case '-', '+', '*', ':':
		n = 1
	case '[':
		if n = bytes.Index(line, []byte("]:")) + 2; len(line) < 2 || line[1] != '^' || n < 2 {
			return 0
		}
	default:
		for n < len(line) && util.IsNumeric(line[n]) {
			n++
		}
		if n == 0 || n == len(line) || line[n] != '.' && line[n] != ')' {
			return 0
		}
		n++
	}
	if n < len(line) && !util.IsSpace(line[n]) && line[0] != '[' {
		return 0
	}
	return n
}
