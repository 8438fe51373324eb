package yamledit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
)

// unmarshal reads a text, which has to be one document. It shields the caller
// from the panics that yaml.v3 still has on hostile input.
func unmarshal(text io.Reader, doc *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("yaml: it cannot be read")
		}
	}()
	decoder := yaml.NewDecoder(text)
	if err = decoder.Decode(doc); errors.Is(err, io.EOF) { // nothing but comments
		return nil
	}
	if err != nil {
		return err
	}
	var second yaml.Node
	switch err = decoder.Decode(&second); {
	case errors.Is(err, io.EOF):
		return nil
	case err == nil && len(second.Content) > 0:
		return secondDocument(second.Line)
	}
	return err
}

// secondDocument is the line at which a file begins anew.
type secondDocument int

func (secondDocument) Error() string { return "a second document starts here" }

// fault is a mistake that was found in a text.
type fault struct {
	start, end    int // byte offsets
	message, hint string
	alias         bool // it is no mistake in YAML, but an alias
}

func (f *fault) report(file *diag.File, list *diag.List) {
	span := diag.Span{File: file, Start: f.start, End: f.end}
	if f.alias {
		list.Errorf(span, "yaml-alias", f.hint, "%s", f.message)
		return
	}
	list.Errorf(span, "yaml-syntax", f.hint, "%s", f.message)
}

// fault finds the mistake for which yaml.v3 gave up when it had come to a line,
// counted from 1. It reads ahead by a few characters, so that the mistake may be
// in the line before.
//
// Its own message names the line of the mapping or list around the mistake, one
// too low, or none. What can be relied on is how far it had read when it gave
// up: the mistake is not behind that. So an outline of the text up to there is
// made, in which the first thing that fits nowhere is the mistake. Where the
// outline finds none, it is the place at which yaml.v3 gave up.
func (b *Block) fault(err error, noticed int) *fault {
	var second secondDocument
	if errors.As(err, &second) {
		return b.faultAt(int(second), err.Error(), "remove the line ---")
	}
	line, message := parts(err)
	limit := b.end
	if noticed < len(b.lines) {
		limit = b.lines[noticed]
	}
	if found := b.named(noticed, limit, message); found != nil {
		return found
	}
	o := outline{data: b.file.Bytes()[:limit], at: b.start, all: b.file.Bytes()[:b.end]}
	o.unclosed = strings.Contains(message, "end of stream") || strings.Contains(message, "expected ','")
	if found := o.fault(); found != nil {
		return found
	}
	if line == 0 || strings.Contains(message, "did not find expected") {
		line = b.lastText(noticed)
	}
	return b.faultAt(line, "this is not valid YAML: "+message, yamlHint(message))
}

func (b *Block) faultAt(line int, message, hint string) *fault {
	at := b.LineSpan(line)
	return &fault{start: at.Start, end: at.End, message: message, hint: hint}
}

var yamlMessage = lazyregexp.New(`^yaml: (?:line (\d+): )?(.*)$`)

// parts returns the line that a message of yaml.v3 names, or 0, and what it says.
func parts(err error) (line int, message string) {
	m := yamlMessage.FindStringSubmatch(err.Error())
	if m == nil {
		return 0, err.Error()
	}
	line, _ = strconv.Atoi(m[1])
	return line, m[2]
}

// lineReader hands out a block, at most a line at a time, so that it tells how
// far it was read.
type lineReader struct {
	block *Block
	data  []byte
	at    int // offset of what comes next
	line  int // of what was handed out last, from 0
}

func (r *lineReader) Read(p []byte) (int, error) {
	if r.at >= r.block.end {
		return 0, io.EOF
	}
	lines, end := r.block.lines, r.block.end
	if r.line+1 < len(lines) && r.at == lines[r.line+1] {
		r.line++
	}
	if r.line+1 < len(lines) {
		end = lines[r.line+1]
	}
	n := copy(p, r.data[r.at:end])
	r.at += n
	return n, nil
}

// named returns a mistake that yaml.v3's message tells all about, or nil.
func (b *Block) named(noticed, limit int, message string) *fault {
	data := b.file.Bytes()
	if strings.Contains(message, "control characters") {
		for i := b.lines[max(noticed-2, 0)]; i < limit; {
			r, size := utf8.DecodeRune(data[i:limit])
			if isControl(r) {
				return &fault{start: i, end: i + size, message: fmt.Sprintf("there is a control character here (U+%04X), which cannot be seen", r), hint: "delete it, or type the word anew"}
			}
			i += size
		}
	}
	if name, ok := strings.CutPrefix(message, "unknown anchor '"); ok {
		alias := "*" + strings.TrimSuffix(name, "' referenced")
		if i := bytes.LastIndex(data[b.start:limit], []byte(alias)); i >= 0 {
			at := b.start + i
			return &fault{
				start: at, end: at + len(alias), message: "anchors and aliases (& and *) are not supported", alias: true,
				hint: "write the value out where it is used, or put a text that begins with * in quotes",
			}
		}
	}
	return nil
}

// isControl reports whether YAML forbids a character everywhere.
func isControl(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r', r == 0x85:
		return false
	case r < 0x20, r >= 0x7f && r < 0xa0:
		return true
	}
	return r == 0xfffe || r == 0xffff
}

// lastText returns the last line, up to the n-th, that is no comment.
func (b *Block) lastText(n int) int {
	for ; n > 1; n-- {
		at := b.LineSpan(n)
		text := bytes.TrimSpace(b.file.Bytes()[at.Start:at.End])
		if len(text) > 0 && text[0] != '#' {
			break
		}
	}
	return n
}

// yamlHint explains the messages of yaml.v3 that the outline does not.
func yamlHint(message string) string {
	switch {
	case strings.Contains(message, "cannot start any token"):
		return "indent with spaces, not tabs, and put values that start with @, ` or % in quotes"
	case strings.Contains(message, "mapping values are not allowed"):
		return hintColon
	case strings.Contains(message, "exceeded max depth"):
		return "put fewer brackets and lists inside each other"
	case strings.Contains(message, "did not find expected"), strings.Contains(message, "could not find expected"):
		return "check the quotes, brackets and indentation of this line and the one above"
	}
	return "check the quotes, brackets and indentation around this line"
}
