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
func (w *writer) checkConflicts() {
	for i := 0; i < len(w.conflicts); i++ {
		first, last := w.conflicts[i], w.conflicts[i]
		switch w.source[first] {
		case '<':
			for i+1 < len(w.conflicts) && w.source[w.conflicts[i+1]] != '<' && w.source[last] != '>' {
				i++
				last = w.conflicts[i]
			}
		case '|', '=': // without the others they are a table or a heading
			continue
		}
		whole := w.span(first, w.lineEnd(last))
		w.list = slices.DeleteFunc(w.list, func(d diag.Diagnostic) bool {
			return d.Span.Start <= whole.End && d.Span.End >= whole.Start && d.Code != "conflict"
		})
		w.list.Errorf(w.span(first, w.lineEnd(first)), "conflict", "keep one of the two texts, or both, and delete the lines <<<<<<<, ======= and >>>>>>>",
			"this is an unresolved conflict of git")
	}
}

// dropConflicts forgets the markers between two offsets: they are code.
func (w *writer) dropConflicts(start, end int) {
	w.conflicts = slices.DeleteFunc(w.conflicts, func(at int) bool { return start <= at && at < end })
}
