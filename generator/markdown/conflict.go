package markdown

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/util"

	"mentorbook/generator/diag"
)

// conflictMarker reports whether a line is one of those that git leaves around
// two texts of which it could not choose one.
func conflictMarker(line []byte) bool {
	const length = 7
	if len(line) < length || bytes.IndexByte([]byte("<|=>"), line[0]) < 0 {
		return false
	}
	n := 1
	for n < len(line) && line[n] == line[0] {
		n++
	}
	return n == length && (n == len(line) || util.IsSpace(line[n]))
}

// checkConflicts reports each conflict that is left, once, and nothing else that
// lies in it. The markers are those that are not in code.
func (c *checker) checkConflicts() {
	for i := 0; i < len(c.conflicts); i++ {
		first, last := c.conflicts[i], c.conflicts[i]
		switch c.source[first] {
		case '<':
			for i+1 < len(c.conflicts) && c.source[c.conflicts[i+1]] != '<' && c.source[last] != '>' {
				i++
				last = c.conflicts[i]
			}
		case '|', '=': // without the others they are a table or a heading
			continue
		}
		whole := c.span(first, c.lineEnd(last))
		*c.list = slices.DeleteFunc(*c.list, func(d diag.Diagnostic) bool {
			return d.Span.Start <= whole.End && d.Span.End >= whole.Start && d.Code != "conflict"
		})
		c.list.Errorf(c.span(first, c.lineEnd(first)), "conflict", "keep one of the two texts, or both, and delete the lines <<<<<<<, ======= and >>>>>>>",
			"this is an unresolved conflict of git")
	}
}

// dropConflicts forgets the markers between two offsets: they are code.
func (c *checker) dropConflicts(start, end int) {
	if len(c.conflicts) == 0 {
		return // as nearly always
	}
	c.conflicts = slices.DeleteFunc(c.conflicts, func(at int) bool { return start <= at && at < end })
}
