package yamledit

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// The reasons why [Insert] refuses a file.
var (
	ErrOneLine = errors.New("the list is written on one line")
	ErrLayout  = errors.New("the layout is one to which nothing can be added safely")
)

// Insert returns the file of a list with one more item, or several, at the list's
// end. A list that is missing from a mapping, or that is empty, begins with it,
// and so does one in a file that says nothing yet.
//
// The item is YAML that begins with a dash in the first column; its lines end in
// \n. It takes on the file's indentation and line ends, and every line of the
// file stays what it is, but for the [] of an empty list, which goes. The error is
// [ErrOneLine] or [ErrLayout].
func Insert(list Node, item string) ([]byte, error) {
	b := list.block
	if b.root == nil && len(list.path) > 1 {
		return nil, ErrLayout
	}
	place, ok := b.endOfList(list.path)
	if !ok {
		return nil, ErrOneLine
	}
	out := b.splice(place, item)
	want := withItem(b.root, list.path, item)
	got := parsed(out)
	if want == nil || got == nil || !sameTree(got, want) {
		return nil, ErrLayout
	}
	return out, nil
}

// gap is a place between two lines for an item of a list.
type gap struct {
	offset int    // where a line begins, or the file ends
	indent int    // of the item, in spaces
	lead   string // what has to stand before the item
	empty  cut    // the brackets of an empty list, which are before the item or where it goes
}

// endOfList returns the place behind the last item of the list at path. It
// returns false where what is there has no dashes.
func (b *Block) endOfList(path []any) (place gap, ok bool) {
	key, list, end := b.reach(path)
	lines := append(b.lineStarts(), b.end)
	switch {
	case list == nil && len(path) == 0: // the file says nothing yet
		return gap{offset: b.end}, true
	case b.root == nil:
		return gap{offset: b.end, indent: 2, lead: fmt.Sprintf("%s:\n", path[0])}, true
	case list == nil && len(path) == 1 && b.root.Kind == yaml.MappingNode:
		return gap{offset: b.end, indent: 2, lead: fmt.Sprintf("\n%s:\n", path[0])}, true
	case list == nil:
		return b.endOfMapping(path)
	case IsNull(list) && list.Value == "" && list.Style == 0 && key != nil:
		return gap{offset: lines[key.Line], indent: key.Column + 1}, true
	case list.Kind == yaml.SequenceNode && len(list.Content) == 0 && !b.inBraces(path):
		return b.inPlaceOfBrackets(key, list)
	case list.Kind != yaml.SequenceNode || list.Style&yaml.FlowStyle != 0:
		return gap{}, false
	}
	indent := list.Column - 1
	return gap{offset: lines[b.lastLine(end, indent)], indent: indent, lead: "\n"}, true
}

// lastLine returns the number of the line, from 0, that ends what is indented by
// so much, where end is the line at which something else begins. Blank lines, and
// comments further to the left, belong to what follows.
func (b *Block) lastLine(end, indent int) int {
	lines := append(b.lineStarts(), b.end)
	for text := b.file.Data; end > 1; end-- {
		line := text[lines[end-1]:lines[end]]
		comment := bytes.IndexByte(line, '#')
		left := comment >= 0 && comment < max(indent, 1) && len(bytes.TrimLeft(line[:comment], " ")) == 0
		if len(bytes.TrimSpace(line)) > 0 && !left {
			break
		}
	}
	return end
}

// endOfMapping returns the place for a list that is missing from a mapping with a
// line for each key, with the key in front.
func (b *Block) endOfMapping(path []any) (place gap, ok bool) {
	name, isKey := path[len(path)-1].(string)
	_, parent, end := b.reach(path[:len(path)-1])
	if !isKey || parent == nil || parent.Kind != yaml.MappingNode || parent.Style&yaml.FlowStyle != 0 {
		return gap{}, false
	}
	lines := append(b.lineStarts(), b.end)
	indent := parent.Column - 1
	lead := strings.Repeat(" ", indent) + name + ":\n"
	return gap{offset: lines[b.lastLine(end, indent)], indent: indent + 2, lead: lead}, true
}

// inBraces reports whether a key is one of several on a line, in braces.
func (b *Block) inBraces(path []any) bool {
	for i := range path {
		if _, parent, _ := b.reach(path[:i]); parent.Style&yaml.FlowStyle != 0 {
			return true
		}
	}
	return false
}

// InBrackets reports whether a list or a mapping stands in brackets, or is within
// something that does: nothing can be added to it line by line.
func (n Node) InBrackets() bool {
	_, value := n.find(nil)
	return value != nil && value.Style&yaml.FlowStyle != 0 || n.block.inBraces(n.path)
}

// inPlaceOfBrackets returns the place for what an empty list in brackets gets: the
// line below its key, or that of the brackets.
func (b *Block) inPlaceOfBrackets(key, list *yaml.Node) (place gap, ok bool) {
	data := b.file.Data
	start := b.Span(list).Start
	end := start + 1 + len(data[start+1:b.end]) - len(bytes.TrimLeft(data[start+1:b.end], " \t"))
	if end >= b.end || data[end] != ']' {
		return gap{}, false
	}
	if start = b.start + len(bytes.TrimRight(data[b.start:start], " \t")); key == nil {
		return gap{offset: b.end, empty: cut{start: start, end: end + 1}}, true
	}
	lines := append(b.lineStarts(), b.end)
	return gap{offset: lines[list.Line], indent: key.Column + 1, empty: cut{start: start, end: end + 1}}, true
}

// reach follows a path from the root. It returns the key and the value that it
// leads to, and the number of the line, from 0, where what follows them begins.
func (b *Block) reach(path []any) (key, value *yaml.Node, end int) {
	value, end = b.root, len(b.lines)
	for _, step := range path {
		parent := value
		if key, value = Descend(parent, step); value == nil {
			return nil, nil, end
		}
		from := value
		if key != nil {
			from = key
		}
		for _, next := range parent.Content {
			if next.Line > from.Line && next != value {
				end = min(end, next.Line-1)
			}
		}
	}
	return key, value, end
}

// splice puts an item into a gap, written as the file is.
func (b *Block) splice(place gap, item string) []byte {
	data, lead := b.file.Data, place.lead
	before := slices.Concat(data[:place.empty.start], data[place.empty.end:place.offset])
	if len(before) > b.start && !bytes.HasSuffix(before, []byte("\n")) && !bytes.HasSuffix(before, []byte("\r")) {
		lead = "\n" + lead
	}
	text := b.withLineEnds(lead + indented(item, place.indent))
	return slices.Concat(before, []byte(text), data[place.offset:])
}

// withLineEnds writes the line ends of a text as the file does.
func (b *Block) withLineEnds(text string) string {
	if i := bytes.IndexByte(b.file.Data, '\n'); i > 0 && b.file.Data[i-1] == '\r' {
		return strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}

func indented(item string, indent int) string {
	var out strings.Builder
	for line := range strings.Lines(item) {
		if line != "\n" {
			out.WriteString(strings.Repeat(" ", indent))
		}
		out.WriteString(line)
	}
	return out.String()
}

// withItem returns the tree of root with what item says at the end of the list
// at path, or nil where item is no item.
func withItem(root *yaml.Node, path []any, item string) *yaml.Node {
	list := parsed([]byte(item))
	if list == nil || list.Kind != yaml.SequenceNode || len(list.Content) == 0 {
		return nil
	}
	if root == nil && len(path) == 1 {
		root = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	}
	return extended(root, path, list)
}

// extended returns a copy of the tree n, in which the list at path goes on with
// the items of another.
func extended(n *yaml.Node, path []any, more *yaml.Node) *yaml.Node {
	if n == nil || IsNull(n) {
		return more
	}
	out := *n
	if len(path) == 0 {
		out.Content = slices.Concat(n.Content, more.Content)
		return &out
	}
	_, value := Descend(n, path[0])
	out.Content = slices.Clone(n.Content)
	changed := extended(value, path[1:], more)
	switch i := slices.Index(n.Content, value); {
	case value == nil:
		key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: fmt.Sprint(path[0])}
		out.Content = append(out.Content, key, changed)
	case i < 0 || changed == nil: // one value stands for a list of one
		return nil
	default:
		out.Content[i] = changed
	}
	return &out
}
