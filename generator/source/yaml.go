package source

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
)

// block is a run of YAML inside a file: a whole data file, or front matter.
type block struct {
	file       *diag.File
	start, end int        // byte offsets in file.Data
	lines      []int      // offset of each line
	root       *yaml.Node // kept for data files; nil for front matter, which is parsed again when a place is asked for
}

// newBlock returns the YAML between two offsets of a file.
func newBlock(file *diag.File, start, end int) *block {
	b := &block{file: file, start: start, end: end}
	b.lines = b.lineStarts()
	return b
}

// parse returns the root node of the block, or nil after it reported why not.
// An empty block has no root and is no mistake here.
func (b *block) parse(list *diag.List) *yaml.Node {
	var doc yaml.Node
	err := unmarshal(b.file.Bytes()[b.start:b.end], &doc)
	if err != nil {
		line, message := b.syntaxError(err)
		list.Errorf(b.lineSpan(line), "yaml-syntax", yamlHint(message), "this is not valid YAML: %s", message)
		return nil
	}
	if len(doc.Content) == 0 {
		return nil
	}
	if alias := findAlias(&doc); alias != nil {
		list.Errorf(b.span(alias), "yaml-alias", "write the value out where it is used", "anchors and aliases (& and *) are not supported")
		return nil
	}
	return doc.Content[0]
}

// unmarshal shields the caller from the panics that yaml.v3 still has on
// hostile input.
func unmarshal(data []byte, doc *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("yaml: it cannot be read")
		}
	}()
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	if err = decoder.Decode(doc); err != nil && len(bytes.TrimSpace(data)) > 0 {
		if err.Error() == "EOF" { // only comments
			return nil
		}
		return err
	}
	var second yaml.Node
	if err == nil && decoder.Decode(&second) == nil && len(second.Content) > 0 {
		return secondDocument(second.Line)
	}
	return nil
}

// secondDocument is the line at which a file begins anew.
type secondDocument int

func (secondDocument) Error() string { return "a second document starts here" }

var yamlLine = regexp.MustCompile(`^yaml: (?:line \d+: )?(.*)$`)

// syntaxError returns the line, from 1, at which reading failed, and why.
//
// The line in yaml.v3's own message is often that of the mapping or list around
// the mistake, one too low, or none. So the line is searched for: it is the one
// after the longest beginning of the text that can be read. Most beginnings of
// sound text are sound, which allows for halving; where one is not, because it
// ends within a list or a quotation, a longer one nearby is.
func (b *block) syntaxError(err error) (line int, message string) {
	if second, ok := err.(secondDocument); ok {
		return int(second), err.Error()
	}
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		message = m[1]
	}
	starts := append(slices.Clone(b.lines), b.end)
	tries := 0
	sound := func(lines int) bool {
		if tries++; tries > 100 { // some texts take yaml.v3 long; near is good enough
			return false
		}
		return unmarshal(b.file.Bytes()[b.start:starts[lines]], new(yaml.Node)) == nil
	}
	const within = 40 // lines that a quotation or list may reasonably span
	good, bad := 0, len(starts)-1
	for bad-good > 1 {
		middle := (good + bad) / 2
		found := false
		for n := middle; n < min(middle+within, bad) && !found; n++ {
			if found = sound(n); found {
				good = n
			}
		}
		if !found {
			bad = middle
		}
	}
	return bad, message
}

// yamlHint explains the messages that writers meet most.
func yamlHint(message string) string {
	switch {
	case strings.Contains(message, "cannot start any token"):
		return "indent with spaces, not tabs, and put values that start with @, ` or % in quotes"
	case strings.Contains(message, "mapping values are not allowed"):
		return "put a value that contains a colon in quotes: title: \"Leading: a view from the floor\""
	case strings.Contains(message, "did not find expected"), strings.Contains(message, "could not find expected"):
		return "check the quotes, brackets and indentation of this line and the one above"
	case strings.Contains(message, "second document"):
		return "remove the line ---"
	}
	return "check the quotes, brackets and indentation around this line"
}

func findAlias(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		return n
	}
	for _, child := range n.Content {
		if found := findAlias(child); found != nil {
			return found
		}
	}
	return nil
}

// lineSpan is the text of the n-th line of the block, clamped: yaml.v3 names
// lines past the end, and sometimes none.
func (b *block) lineSpan(n int) diag.Span {
	lines := b.lines
	n = min(max(n, 1), len(lines))
	for n > 1 && lines[n-1] >= b.end {
		n--
	}
	start := lines[n-1]
	end := start + lineLength(b.file.Bytes()[start:b.end])
	return diag.Span{File: b.file, Start: start, End: end}
}

// lineStarts returns the offset of each line, split where YAML 1.1 splits.
func (b *block) lineStarts() []int {
	starts := []int{b.start}
	for i := b.start; i < b.end; {
		size := lineBreak(b.file.Bytes()[i:b.end])
		if size == 0 {
			i++
			continue
		}
		i += size
		starts = append(starts, i)
	}
	return starts
}

// lineBreak returns the size of the line break that data starts with, or 0.
func lineBreak(data []byte) int {
	switch {
	case len(data) == 0:
		return 0
	case data[0] == '\n':
		return 1
	case data[0] == '\r':
		if len(data) > 1 && data[1] == '\n' {
			return 2
		}
		return 1
	case bytes.HasPrefix(data, []byte("\u0085")):
		return 2
	case bytes.HasPrefix(data, []byte("\u2028")), bytes.HasPrefix(data, []byte("\u2029")):
		return 3
	}
	return 0
}

func lineLength(data []byte) int {
	for i := range data {
		if lineBreak(data[i:]) > 0 {
			return i
		}
	}
	return len(data)
}

// span returns the bytes of a node: the whole of a scalar, the first line of
// anything bigger.
func (b *block) span(n *yaml.Node) diag.Span {
	line := b.lineSpan(n.Line)
	start := line.Start
	for column := 1; column < n.Column && start < line.End; column++ { // columns count code points
		_, size := utf8.DecodeRune(b.file.Bytes()[start:])
		start += size
	}
	return diag.Span{File: b.file, Start: start, End: b.scalarEnd(n, start, line.End)}
}

func (b *block) scalarEnd(n *yaml.Node, start, lineEnd int) int {
	text := b.file.Bytes()[start:lineEnd]
	end := len(text)
	if n.Kind == yaml.ScalarNode {
		switch {
		case n.Style&yaml.DoubleQuotedStyle != 0:
			for i := 1; i < len(text); i++ {
				if text[i] == '\\' {
					i++
				} else if text[i] == '"' {
					end = i + 1
					break
				}
			}
		case n.Style&yaml.SingleQuotedStyle != 0:
			for i := 1; i < len(text); i++ {
				if text[i] != '\'' {
					continue
				}
				if i+1 < len(text) && text[i+1] == '\'' {
					i++
					continue
				}
				end = i + 1
				break
			}
		case bytes.HasPrefix(text, []byte(n.Value)):
			end = len(n.Value)
		}
	}
	return start + len(bytes.TrimRight(text[:end], " \t"))
}

// Node ties a decoded value to the YAML it came from. It is embedded in every
// decoded mapping; validation asks it for places.
type Node struct {
	block *block
	path  []any // from the root of the block: string keys and int indexes
}

// IsZero reports whether the value came from no file at all.
func (n Node) IsZero() bool { return n.block == nil }

// File is the file that the value stands in.
func (n Node) File() *diag.File { return n.block.file }

// Span is where the value starts.
func (n Node) Span() diag.Span { return n.At() }

// At returns the place of the value at path below n: keys and indexes. Where
// the path leads to nothing (a key that was left out), it is the place of the
// last step that exists.
func (n Node) At(path ...any) diag.Span {
	_, value := n.find(path)
	return n.spanOf(value)
}

// Key returns the place of "key: value" at path below n, from the key to the
// end of a value on the same line.
func (n Node) Key(path ...any) diag.Span {
	key, value := n.find(path)
	if key == nil {
		return n.spanOf(value)
	}
	span := n.spanOf(key)
	if value.Line == key.Line {
		span.End = max(span.End, n.spanOf(value).End)
	}
	return span
}

func (n Node) spanOf(node *yaml.Node) diag.Span {
	if n.IsZero() {
		return diag.Span{}
	}
	if node == nil {
		return diag.Span{File: n.block.file, Start: n.block.start, End: n.block.start}
	}
	return n.block.span(node)
}

// find follows the path from the root of the block. The key is nil unless the
// last step that exists is a mapping key.
func (n Node) find(path []any) (key, value *yaml.Node) {
	if n.IsZero() {
		return nil, nil
	}
	value = n.block.root
	if value == nil {
		value = n.block.parse(new(diag.List))
	}
	for _, step := range slices.Concat(n.path, path) {
		k, v := descend(value, step)
		if v == nil {
			return key, value
		}
		key, value = k, v
	}
	return key, value
}

func descend(n *yaml.Node, step any) (key, value *yaml.Node) {
	if n == nil {
		return nil, nil
	}
	switch step := step.(type) {
	case int:
		if n.Kind == yaml.SequenceNode && step < len(n.Content) {
			return nil, n.Content[step]
		}
		if n.Kind != yaml.SequenceNode && step == 0 { // one value stands for a list of one
			return nil, n
		}
	case string:
		if n.Kind == yaml.MappingNode {
			for i := 0; i+1 < len(n.Content); i += 2 {
				if n.Content[i].Value == step {
					return n.Content[i], n.Content[i+1]
				}
			}
		}
	}
	return nil, nil
}
