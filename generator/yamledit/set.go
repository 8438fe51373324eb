package yamledit

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
)

// Change is a value of a mapping that is to be another, or to be there.
type Change struct {
	In    Node // the mapping
	Key   string
	Value string // as YAML, on one line, that can stand in brackets: see [Scalar]
}

// Set gives keys of mappings other values, and returns the files that change by
// it, with their new content.
//
// The bytes of a value are replaced; a key that is not there joins the end of its
// mapping. Every other line stays what it is. The error is [ErrLayout].
func Set(changes []Change) ([]*diag.File, error) {
	var out []*diag.File
	for len(changes) > 0 {
		b := changes[0].In.block
		var here, rest []Change
		for _, c := range changes {
			if c.In.block == b {
				here = append(here, c)
			} else {
				rest = append(rest, c)
			}
		}
		data, err := b.set(here)
		if err != nil {
			return nil, err
		}
		out = append(out, &diag.File{Path: b.file.Path, Data: data})
		changes = rest
	}
	return out, nil
}

func (b *Block) set(changes []Change) ([]byte, error) {
	wanted := map[*yaml.Node][]Change{}
	var cuts []cut
	for _, c := range changes {
		_, mapping := c.In.find(nil)
		if mapping == nil || mapping.Kind != yaml.MappingNode {
			return nil, ErrLayout
		}
		wanted[mapping] = append(wanted[mapping], c)
		place, ok := b.placeOf(mapping, c)
		if !ok {
			return nil, ErrLayout
		}
		cuts = append(cuts, place)
	}
	out := b.cutOut(cuts)
	want, got := withValues(b.root, wanted), parsed(out)
	if want == nil || got == nil || !sameTree(got, want) {
		return nil, ErrLayout
	}
	return out, nil
}

// cutOut returns the file after cuts, which do not overlap.
func (b *Block) cutOut(cuts []cut) []byte {
	slices.SortStableFunc(cuts, func(a, b cut) int { return a.start - b.start })
	var out []byte
	at := 0
	for _, c := range cuts {
		out = append(out, b.file.Data[at:max(at, c.start)]...)
		out = append(out, c.text...)
		at = max(at, c.end)
	}
	return append(out, b.file.Data[at:]...)
}

// placeOf returns the cut that makes a change.
func (b *Block) placeOf(mapping *yaml.Node, c Change) (place cut, ok bool) {
	key, value := Descend(mapping, c.Key)
	flow := mapping.Style&yaml.FlowStyle != 0
	switch {
	case value == nil && flow:
		return b.behindFlow(mapping, c)
	case value == nil:
		return b.behindKeys(mapping, c), true
	case IsNull(value) && value.Value == "":
		at := b.colon(key)
		return cut{at, at, " " + c.Value}, true
	case ownLines(value):
		return b.insteadOfLines(mapping, key, c)
	}
	start := b.Span(value).Start
	end, ok := b.Span(value).End, true
	if value.Kind != yaml.ScalarNode {
		end, ok = b.closed(start)
	}
	return cut{start, end, c.Value}, ok
}

// colon returns the offset behind the colon of a key.
func (b *Block) colon(key *yaml.Node) int {
	at := b.Span(key).End
	return at + bytes.IndexByte(b.file.Data[at:b.end], ':') + 1
}

// ownLines reports whether a value is written on lines of its own, below its key.
func ownLines(value *yaml.Node) bool {
	if value.Kind == yaml.ScalarNode {
		return value.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
	}
	return value.Style&yaml.FlowStyle == 0
}

// insteadOfLines writes a value on the line of its key, in place of the lines
// below it. What stands behind the key, such as a comment, stays.
func (b *Block) insteadOfLines(mapping, key *yaml.Node, c Change) (place cut, ok bool) {
	lines := append(b.lineStarts(), b.end)
	first := key.Line
	last := b.deeper(first, mapping.Column-1, true)
	at := b.colon(key)
	if at > lines[first] { // the key is not where yaml.v3 says
		return cut{}, false
	}
	kept := b.file.Data[at:lines[first]]
	if rest := bytes.TrimLeft(kept, " \t"); len(rest) > 0 && (rest[0] == '|' || rest[0] == '>') {
		kept = kept[len(bytes.TrimRight(kept, " \t\r\n")):]
	}
	return cut{at, lines[last], " " + c.Value + string(kept)}, true
}

// deeper returns the number of the line, from 0, that ends the lines from one on
// that are indented further than what they belong to. The items of a list may
// stand in the column of its key.
func (b *Block) deeper(line, indent int, dashes bool) int {
	lines := append(b.lineStarts(), b.end)
	end := line
	for ; line < len(lines)-1; line++ {
		text := b.file.Data[lines[line]:lines[line+1]]
		rest := bytes.TrimLeft(text, " ")
		switch at := len(text) - len(rest); {
		case len(bytes.TrimSpace(rest)) == 0 || rest[0] == '#' && at <= indent:
			continue
		case at > indent || dashes && at == indent && isDash(bytes.TrimRight(rest, "\r\n")):
			end = line + 1
		default:
			return end
		}
	}
	return end
}

// behindKeys adds a line to a mapping that has one for each key.
func (b *Block) behindKeys(mapping *yaml.Node, c Change) cut {
	lines := append(b.lineStarts(), b.end)
	key := mapping.Content[len(mapping.Content)-2]
	at := lines[b.deeper(key.Line, mapping.Column-1, true)]
	text := strings.Repeat(" ", mapping.Column-1) + c.Key + ": " + c.Value + "\n"
	if at > 0 && b.file.Data[at-1] != '\n' && b.file.Data[at-1] != '\r' {
		text = "\n" + strings.TrimSuffix(text, "\n")
	}
	return cut{at, at, b.withLineEnds(text)}
}

// behindFlow adds a key to a mapping in braces.
func (b *Block) behindFlow(mapping *yaml.Node, c Change) (place cut, ok bool) {
	start := b.Span(mapping).Start
	end, ok := b.closed(start)
	if !ok {
		return cut{}, false
	}
	at := start + len(bytes.TrimRight(b.file.Data[start:end-1], " \t\r\n"))
	text := ", " + c.Key + ": " + c.Value
	if len(mapping.Content) == 0 {
		text = text[len(", "):]
	}
	return cut{at, at, text}, true
}

// closed returns the offset behind the bracket that closes the one at an offset.
func (b *Block) closed(start int) (end int, ok bool) {
	data := b.file.Data
	depth, fresh := 0, true // a value may begin here: a quotation mark is one
	for i := start; i < b.end; i++ {
		switch c := data[i]; {
		case c == ' ' || c == '\t' || lineBreak(data[i:b.end]) > 0:
		case c == '#' && bytes.IndexByte([]byte(" \t\r\n"), data[i-1]) >= 0:
			length, _ := Line(data[i:b.end])
			i += length - 1
		case fresh && (c == '"' || c == '\''):
			i, fresh = closingQuote(data[:b.end], i), false
		case c == '[' || c == '{':
			depth, fresh = depth+1, true
		case c == ']' || c == '}':
			if depth--; depth == 0 {
				return i + 1, true
			}
			fresh = false
		default:
			fresh = c == ',' || c == ':'
		}
	}
	return 0, false
}

// withValues returns a copy of a tree in which mappings have other values, or nil
// where one of them is no YAML.
func withValues(n *yaml.Node, wanted map[*yaml.Node][]Change) *yaml.Node {
	out := *n
	out.Content = make([]*yaml.Node, len(n.Content))
	for i, child := range n.Content {
		if out.Content[i] = withValues(child, wanted); out.Content[i] == nil {
			return nil
		}
	}
	for _, c := range wanted[n] {
		value := parsed([]byte("[" + c.Value + "]\n"))
		if value == nil || len(value.Content) != 1 {
			return nil
		}
		i := 0
		for i < len(out.Content) && out.Content[i].Value != c.Key {
			i += 2
		}
		if i == len(out.Content) {
			out.Content = append(out.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: c.Key}, nil)
		}
		out.Content[i+1] = value.Content[0]
	}
	return &out
}

var (
	bare = lazyregexp.New(`^[\pL\pN](?:[\pL\pN\pM ._@/()+-]*[\pL\pN\pM.)])?$`)
	word = lazyregexp.New(`^\pL[\pL\pM]*[ @._/-]\pL`) // nothing but a text begins like this
)

// Scalar writes one line of text as a value, or as an item in brackets: in quotes
// where it could mean anything else.
func Scalar(text string) string {
	if bare.MatchString(text) && (word.MatchString(text) || plainText(text)) {
		return text
	}
	return strconv.Quote(text)
}

// plainText reports whether YAML takes a word for a text, and not for a number, a date
// or a truth.
func plainText(word string) bool {
	n := parsed([]byte(word))
	return n != nil && n.Kind == yaml.ScalarNode && n.Tag == "!!str" && n.Value == word
}
