package diag

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Format names a way to print a list.
type Format string

// The formats that Print knows.
const (
	Text   Format = "text"   // for people, with the source line and a marker
	JSON   Format = "json"   // for scripts
	SARIF  Format = "sarif"  // for code review tools, SARIF 2.1.0
	GitHub Format = "github" // workflow commands, shown beside the line
)

// PrintOptions tune the formats for people (Color, Kin, PerFile, More) and those that
// other tools match with files (Locate).
type PrintOptions struct {
	Color   bool                     // ANSI colours
	Kin     int                      // how many diagnostics of one cause are shown one by one; of more, the first; 0 is all
	PerFile int                      // how many diagnostics of one file are shown; 0 is all
	More    string                   // where to see those that are not shown; may be empty
	Locate  func(path string) string // of a file, in SARIF and for GitHub; nil keeps it as it is
}

// Print writes l, which should be sorted, to w.
func Print(w io.Writer, l List, format Format, opts PrintOptions) error {
	b := bufio.NewWriter(w)
	if opts.Locate == nil {
		opts.Locate = func(path string) string { return path }
	}
	l = discreet(l)
	switch format {
	case JSON:
		if err := printJSON(b, l); err != nil {
			return err
		}
	case SARIF:
		if err := printSARIF(b, l, opts.Locate); err != nil {
			return err
		}
	case GitHub:
		printGitHub(b, l, opts.Locate)
	default:
		printText(b, l, opts)
	}
	return b.Flush()
}

const (
	bold   = "\x1b[1m"
	red    = "\x1b[31m"
	yellow = "\x1b[33m"
	green  = "\x1b[32m"
	dim    = "\x1b[2m"
	reset  = "\x1b[0m"
)

func printText(w *bufio.Writer, l List, opts PrintOptions) {
	paint := func(style, s string) string {
		if !opts.Color {
			return s
		}
		return style + s + reset
	}
	l, kin := gathered(l, opts.Kin)
	shown := 0
	for i, d := range l {
		if i == 0 || d.Span.path() != l[i-1].Span.path() {
			shown = 0
		}
		shown++
		if opts.PerFile > 0 && shown > opts.PerFile {
			if i+1 == len(l) || l[i+1].Span.path() != d.Span.path() {
				fmt.Fprintf(w, "%s: %d more not shown%s\n", clean(d.Span.path()), shown-opts.PerFile, after("; ", opts.More))
			}
			continue
		}
		style := yellow
		if d.Severity == Error {
			style = red
		}
		fmt.Fprintf(w, "%s %s %s\n", paint(bold, location(d.Span)), paint(style, d.Severity.String()+":"), paint(bold, clean(d.Message)))
		excerpt(w, d.Span, func(s string) string { return paint(style, s) }, func(s string) string { return paint(dim, s) })
		for _, r := range d.Related {
			fmt.Fprintf(w, "  %s %s\n", location(r.Span), clean(r.Message))
		}
		if d.Hint != "" {
			fmt.Fprintf(w, "  %s %s\n", paint(green, "hint:"), clean(d.Hint))
		}
		if others := kin[i]; others.more > 0 {
			fmt.Fprintf(w, "  and %d more of this kind%s%s\n", others.more, others.where(d.Span.path()), after("; ", opts.More))
		}
	}
}

// after returns s behind a separator, or nothing.
func after(separator, s string) string {
	if s == "" {
		return ""
	}
	return separator + s
}

func location(s Span) string {
	if s.File == nil {
		return "mentorbook:"
	}
	start, _ := s.Positions()
	return fmt.Sprintf("%s:%d:%d:", clean(s.File.Path), start.Line, start.Column)
}

// The part of a long source line that is shown around a mistake, in code
// points: a minified line must not fill the terminal.
const excerptWidth = 120

// excerpt prints the source line of s with a marker under the span.
func excerpt(w *bufio.Writer, s Span, mark, dim func(string) string) {
	if s.File == nil || s.End <= s.Start {
		return
	}
	if s.File.Private {
		fmt.Fprintf(w, "  %s\n", dim(strings.TrimPrefix(s.File.item(s.Start)+"; the line is not shown, for the file is private", "; ")))
		return
	}
	start, end := s.Positions()
	line := []rune(s.File.line(s.Start))
	from, to := min(start.Column-1, len(line)), len(line)
	if end.Line == start.Line {
		to = min(end.Column-1, len(line))
	}
	to = max(to, from+1)
	left, right := 0, len(line)
	if right > excerptWidth {
		left = max(0, min(from-excerptWidth/3, right-excerptWidth))
		right = min(len(line), left+excerptWidth)
		to = min(to, right)
	}
	var marker strings.Builder
	for i := left; i < from; i++ {
		if i < len(line) && line[i] == '\t' {
			marker.WriteByte('\t')
		} else {
			marker.WriteString(strings.Repeat(" ", columns(line, i)))
		}
	}
	for i := from; i < to; i++ {
		marker.WriteString(strings.Repeat("^", columns(line, i)))
	}
	number := fmt.Sprintf("%4d", start.Line)
	fmt.Fprintf(w, "%s %s\n", dim(number+" │"), clean(string(line[left:right])))
	fmt.Fprintf(w, "%s %s\n", dim(strings.Repeat(" ", len(number))+" │"), mark(marker.String()))
}

// columns is how many terminal cells the i-th rune of line takes: East Asian
// wide characters and emoji take two, combining marks none.
func columns(line []rune, i int) int {
	if i >= len(line) {
		return 1
	}
	switch r := line[i]; {
	case r >= 0x300 && r < 0x370:
		return 0
	case r >= 0x1100 && r < 0x1160, r >= 0x2e80 && r < 0xa4d0, r >= 0xac00 && r < 0xd7a4,
		r >= 0xf900 && r < 0xfb00, r >= 0xfe30 && r < 0xfe70, r >= 0xff00 && r < 0xff61, r >= 0x1f300 && r < 0x1fb00:
		return 2
	}
	return 1
}

// clean makes text from a project safe to print: a control character in a file
// must not drive the reader's terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r >= 0x7f && r < 0xa0 || r == utf8.RuneError {
			return '\ufffd'
		}
		return r
	}, s)
}

type jsonDiagnostic struct {
	Path      string `json:"path"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Severity  string `json:"severity"`
	Code      string `json:"code"`
	Message   string `json:"message"`
	Hint      string `json:"hint"`
}

func printJSON(w io.Writer, l List) error {
	out := struct {
		Diagnostics []jsonDiagnostic `json:"diagnostics"`
		Errors      int              `json:"errors"`
		Warnings    int              `json:"warnings"`
	}{[]jsonDiagnostic{}, l.Count(Error), l.Count(Warning)}
	for _, d := range l {
		start, end := d.Span.Positions()
		out.Diagnostics = append(out.Diagnostics, jsonDiagnostic{
			d.Span.path(), start.Line, start.Column, end.Line, end.Column,
			d.Severity.String(), d.Code, d.Message, d.Hint,
		})
	}
	return indented(w, out)
}

func indented(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func sentence(d Diagnostic) string {
	if d.Hint == "" {
		return d.Message
	}
	return d.Message + " (" + d.Hint + ")"
}

// printGitHub writes workflow commands; values are escaped as the runner's
// toolkit does.
func printGitHub(w io.Writer, l List, locate func(string) string) {
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, d := range l {
		if d.Span.File == nil {
			fmt.Fprintf(w, "::%s title=%s::%s\n", d.Severity, property.Replace(d.Code), data.Replace(sentence(d)))
			continue
		}
		start, end := d.Span.Positions()
		fmt.Fprintf(w, "::%s file=%s,line=%d,col=%d,endLine=%d,endColumn=%d,title=%s::%s\n", d.Severity,
			property.Replace(locate(d.Span.File.Path)), start.Line, start.Column, end.Line, end.Column,
			property.Replace(d.Code), data.Replace(sentence(d)))
	}
}
