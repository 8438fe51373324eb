// Package diag describes what is wrong with a project, and where.
//
// A problem points at bytes: a [Diagnostic] carries a [Span] of a [File].
// Line and column exist only when a diagnostic is printed, so finding a
// problem costs nothing until somebody reads it. The package prints
// diagnostics and does nothing else; it depends on the standard library alone
// and every other package may import it.
package diag

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// File is one input file, as a diagnostic shows it.
type File struct {
	Path string // slash-separated, relative to the project
	Data []byte // as read from disk, byte order mark included; nil once it is stored

	// Private keeps the file's lines, and what a message quotes of them, out of
	// everything that is printed: terminals are looked at together, and logs kept.
	Private bool
	// Items say what of a private file may be named, in the order of Start.
	Items []Item

	stored func(use func(data []byte))
}

// Item is something in a file that has an id, from where it starts.
type Item struct {
	Start int
	ID    string
}

// Store lets go of Data, which stored hands out from now on. A project's texts are
// rarely looked at again, and take much memory.
func (f *File) Store(stored func(use func(data []byte))) { f.Data, f.stored = nil, stored }

// Use calls use with the file as it was read. The bytes must not be changed, and
// are valid until use returns.
func (f *File) Use(use func(data []byte)) {
	if f.stored != nil {
		f.stored(use)
	} else {
		use(f.Data)
	}
}

// Bytes returns the file as it was read. They must not be changed.
func (f *File) Bytes() []byte {
	if f.stored == nil {
		return f.Data
	}
	return f.unpacked()
}

// unpacked is apart from Bytes, which is called for every letter and must not
// allocate.
func (f *File) unpacked() (data []byte) {
	f.stored(func(stored []byte) { data = bytes.Clone(stored) })
	return data
}

// Span is the half-open byte range [Start, End) of File. A zero Span (no file)
// belongs to the project as a whole.
type Span struct {
	File       *File
	Start, End int
}

// Whole returns the span that stands for f itself, printed as its first line.
func (f *File) Whole() Span { return Span{File: f} }

// Severity says what a diagnostic does to a build.
type Severity uint8

const (
	// Warning lets the build go on, unless it is strict.
	Warning Severity = iota
	// Error stops the build: nothing is written.
	Error
)

func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// Diagnostic is one problem.
type Diagnostic struct {
	Severity Severity
	Code     string // stable, lower-case-with-dashes: "unknown-key"
	Span     Span
	Message  string    // lower case, names the thing
	Hint     string    // the next step; may be empty
	Related  []Related // other places that belong to the problem
	Kin      string    // what problems of its code have in common that come from one cause; empty: the message
}

// Related is a further place that explains a diagnostic.
type Related struct {
	Span    Span
	Message string
}

// List collects diagnostics. The zero value is ready to use.
type List []Diagnostic

// Errorf adds an error at span.
func (l *List) Errorf(span Span, code, hint, format string, args ...any) {
	*l = append(*l, Diagnostic{Error, code, span, fmt.Sprintf(format, args...), hint, nil, ""})
}

// Warnf adds a warning at span.
func (l *List) Warnf(span Span, code, hint, format string, args ...any) {
	*l = append(*l, Diagnostic{Warning, code, span, fmt.Sprintf(format, args...), hint, nil, ""})
}

// Relate attaches another place to the diagnostic that was added last.
func (l List) Relate(span Span, format string, args ...any) {
	d := &l[len(l)-1]
	d.Related = append(d.Related, Related{span, fmt.Sprintf(format, args...)})
}

// Kin says what the diagnostic that was added last has in common with others of
// its code and cause, where their messages differ: the thing that is gone.
func (l List) Kin(cause string) { l[len(l)-1].Kin = cause }

// Count returns how many diagnostics of the given severity l holds.
func (l List) Count(s Severity) int {
	n := 0
	for i := range l {
		if l[i].Severity == s {
			n++
		}
	}
	return n
}

// HasErrors reports whether any diagnostic stops the build.
func (l List) HasErrors() bool { return l.Count(Error) > 0 }

// Sort orders l by path, position and message, and drops repetitions: several
// audiences or languages often meet the same mistake.
func (l *List) Sort() {
	slices.SortStableFunc(*l, func(a, b Diagnostic) int {
		return cmp.Or(
			strings.Compare(a.Span.path(), b.Span.path()),
			cmp.Compare(a.Span.Start, b.Span.Start),
			cmp.Compare(b.Severity, a.Severity),
			strings.Compare(a.Code, b.Code),
			strings.Compare(a.Message, b.Message),
		)
	})
	*l = slices.CompactFunc(*l, func(a, b Diagnostic) bool {
		return a.Span.path() == b.Span.path() && a.Span.Start == b.Span.Start &&
			a.Code == b.Code && a.Message == b.Message
	})
}

func (s Span) path() string {
	if s.File == nil {
		return ""
	}
	return s.File.Path
}

// Position is a place as people count: line and column from 1, columns in
// code points. A byte order mark takes no column.
type Position struct{ Line, Column int }

// Positions returns where the span starts and ends. Offsets outside the file
// are clamped: a wrong offset must never hide the message it came with.
func (s Span) Positions() (start, end Position) {
	if s.File == nil {
		return Position{1, 1}, Position{1, 1}
	}
	return s.File.position(s.Start), s.File.position(max(s.Start, s.End))
}

func (f *File) position(offset int) Position {
	data := f.Bytes()
	before := data[:min(max(offset, 0), len(data))]
	begin := bytes.LastIndexByte(before, '\n') + 1
	text := before[begin:]
	if begin == 0 {
		text = bytes.TrimPrefix(text, bom)
	}
	return Position{
		Line:   bytes.Count(before, []byte{'\n'}) + 1,
		Column: utf8.RuneCount(text) + 1,
	}
}

var bom = []byte("\xef\xbb\xbf")

// line returns the text of the line that holds offset, without its line end.
func (f *File) line(offset int) string {
	data := f.Bytes()
	offset = min(max(offset, 0), len(data))
	begin := bytes.LastIndexByte(data[:offset], '\n') + 1
	end := len(data)
	if i := bytes.IndexByte(data[begin:], '\n'); i >= 0 {
		end = begin + i
	}
	line := bytes.TrimSuffix(data[begin:end], []byte{'\r'})
	if begin == 0 {
		line = bytes.TrimPrefix(line, bom)
	}
	return string(line)
}

// Span returns the bytes [start, end) of f.
func (f *File) Span(start, end int) Span { return Span{File: f, Start: start, End: end} }
