// Package yamledit finds places in YAML that people wrote, and changes it
// without touching what it need not.
//
// In goes a file, or the front matter in one. Out come its yaml.v3 nodes, the
// bytes that each of them is written in, one diagnostic at the mistake where it
// is no YAML, and, for an edit, the file with bytes put in or taken out and every other
// byte as it was. What an edit made is read again and compared with what was
// wanted: a layout in which the two differ is refused. So are anchors and
// aliases. The package knows no file format, and writes no file.
package yamledit

import (
	"bytes"
	"sync"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
)

// Block is a run of YAML inside a file: a whole data file, or front matter.
type Block struct {
	file       *diag.File
	start, end int        // byte offsets in file.Data
	lines      []int      // offset of each line
	root       *yaml.Node // kept for data files; nil for front matter, which is parsed again when a place is asked for

	large sync.Map // of mappings with many keys: *yaml.Node to map[string]int, where in its content a key is
}

var bom = []byte("\xef\xbb\xbf")

// ParseFile reads a whole file, behind its byte order mark, and keeps the tree:
// places in large files are asked for often. The root is nil as with
// [Block.Parse].
func ParseFile(file *diag.File, list *diag.List) (*Block, *yaml.Node) {
	start := len(file.Data) - len(bytes.TrimPrefix(file.Data, bom))
	b := NewBlock(file, start, len(file.Data))
	b.root = b.Parse(list)
	return b, b.root
}

// NewBlock returns the YAML between two offsets of a file.
func NewBlock(file *diag.File, start, end int) *Block {
	b := &Block{file: file, start: start, end: end}
	b.lines = b.lineStarts()
	return b
}

// Range returns where in its file the block starts and ends.
func (b *Block) Range() (start, end int) { return b.start, b.end }

// Parse returns the root node of the block, or nil after it reported why not.
// An empty block has no root and is no mistake here.
func (b *Block) Parse(list *diag.List) *yaml.Node {
	if b.ReportConflict(list) {
		return nil
	}
	var doc yaml.Node
	text := lineReader{block: b, data: b.file.Bytes(), at: b.start}
	if err := unmarshal(&text, &doc); err != nil {
		b.fault(err, text.line+1).report(b.file, list)
		return nil
	}
	if len(doc.Content) == 0 {
		return nil
	}
	if alias := findAlias(&doc); alias != nil {
		list.Errorf(b.Span(alias), "yaml-alias", "write the value out where it is used", "anchors and aliases (& and *) are not supported")
		return nil
	}
	if found := b.lookalike(&doc); found != nil {
		found.report(b.file, list)
		return nil
	}
	return doc.Content[0]
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

// Span returns the bytes of a node: the whole of a scalar, the first line of
// anything bigger.
func (b *Block) Span(n *yaml.Node) diag.Span {
	line := b.LineSpan(n.Line)
	start, data := line.Start, b.file.Bytes()
	for column := 1; column < n.Column && start < line.End; column++ { // columns count code points
		_, size := utf8.DecodeRune(data[start:])
		start += size
	}
	return diag.Span{File: b.file, Start: start, End: b.scalarEnd(n, start, line.End)}
}

func (b *Block) scalarEnd(n *yaml.Node, start, lineEnd int) int {
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
