package yamledit

import (
	"bytes"
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
)

// Remove takes items out of the lists that they are in, and returns the files
// that change by it, with their new content.
//
// Nothing is written anew: the bytes of an item go, with the comments that are
// its own (in it, and directly above it), and every other line stays what it
// is. A list that loses everything becomes []. The error is for a layout from
// which nothing can be taken safely.
func Remove(items []Node) ([]*diag.File, error) {
	var out []*diag.File
	for len(items) > 0 {
		b := items[0].block
		var rest []Node
		e := edit{Block: b, remove: map[*yaml.Node]bool{}}
		for _, item := range items {
			if item.block != b {
				rest = append(rest, item)
				continue
			}
			_, node := item.find(nil)
			e.remove[node] = true
		}
		data, err := e.apply()
		if err != nil {
			return nil, err
		}
		out = append(out, &diag.File{Path: b.file.Path, Data: data})
		items = rest
	}
	return out, nil
}

// edit is what happens to one file.
type edit struct {
	*Block
	remove map[*yaml.Node]bool
	cuts   []cut
}

// cut replaces the bytes from start to end with text.
type cut struct {
	start, end int
	text       string
}

func (e *edit) apply() ([]byte, error) {
	want := e.without(e.root)
	e.lists(nil, e.root)
	slices.SortFunc(e.cuts, func(a, b cut) int { return a.start - b.start })
	var out []byte
	at := e.start
	for _, c := range e.cuts {
		if c.start > at {
			out = append(out, e.file.Data[at:c.start]...)
		}
		out = append(out, c.text...)
		at = max(at, c.end)
	}
	out = slices.Concat(e.file.Data[:e.start], out, e.file.Data[at:])

	// The proof that the bytes were the right ones.
	if got := parsed(out); got == nil || !sameTree(got, want) {
		return nil, fmt.Errorf("%s has a layout from which nothing can be removed safely; remove the items by hand", e.file.Path)
	}
	return out, nil
}

// without returns the tree as it should be afterwards.
func (e *edit) without(n *yaml.Node) *yaml.Node {
	out := *n
	out.Content = nil
	for _, child := range n.Content {
		switch {
		case !e.remove[child]:
			out.Content = append(out.Content, e.without(child))
		case n.Kind == yaml.MappingNode: // one value stands for a list of one
			out.Content = append(out.Content, &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"})
		}
	}
	return &out
}

// lists visits every list of which something goes.
func (e *edit) lists(key, n *yaml.Node) {
	if e.remove[n] {
		if key != nil && n.Kind == yaml.ScalarNode {
			at := e.Span(n)
			e.cuts = append(e.cuts, cut{at.Start, at.End, "[]"})
		}
		return
	}
	if n.Kind == yaml.SequenceNode && slices.ContainsFunc(n.Content, func(item *yaml.Node) bool { return e.remove[item] }) {
		if n.Style&yaml.FlowStyle != 0 {
			e.flowList(n)
		} else {
			e.blockList(key, n)
		}
	}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 {
			e.lists(n.Content[i-1], child)
		} else {
			e.lists(nil, child)
		}
	}
}

// ---- lists with a dash before each item ----

// blockList cuts whole lines.
func (e *edit) blockList(key, list *yaml.Node) {
	lines := append(slices.Clone(e.lines), e.end)
	drop := make([]bool, len(lines)) // one more, which stays false
	all := true
	for i, item := range list.Content {
		if !e.remove[item] {
			all = false
			continue
		}
		first, last := e.itemLines(list, i)
		for n := first; n <= last; n++ {
			drop[n] = true
		}
	}
	for start := slices.Index(drop, true); start < len(drop); start++ {
		if !drop[start] {
			continue
		}
		end := start + slices.Index(drop[start:], false)
		if all {
			e.cuts = append(e.cuts, cut{start: lines[start], end: lines[end]})
		} else {
			e.cuts = append(e.cuts, e.withGap(lines, start, end, key != nil && start == key.Line))
		}
		start = end
	}
	if all {
		e.empty(key, lines[slices.Index(drop, true)])
	}
}

// withGap is a cut of the lines from start to end, with the blank lines that
// would leave two gaps where one was.
func (e *edit) withGap(lines []int, start, end int, first bool) cut {
	if first || start == 0 || e.blank(start-1) {
		for end < len(e.lines) && e.blank(end) {
			end++
		}
	}
	if lines[end] == e.end {
		for start > 0 && e.blank(start-1) {
			start--
		}
	}
	return cut{start: lines[start], end: lines[end]}
}

// empty writes [] for a list that lost everything.
func (e *edit) empty(key *yaml.Node, first int) {
	if key == nil { // the file is the list
		e.cuts = append(e.cuts, cut{first, first, "[]\n"})
		return
	}
	at := e.Span(key).End
	at += bytes.IndexByte(e.file.Data[at:], ':') + 1
	e.cuts = append(e.cuts, cut{at, at, " []"})
}

// itemLines returns the first and the last line of an item, from 0. The
// comments directly above its dash are its own, and what stands deeper than it.
func (e *edit) itemLines(list *yaml.Node, i int) (first, last int) {
	indent := list.Column - 1
	dash := list.Content[i].Line - 1
	for dash > 0 && (e.indent(dash) != indent || !bytes.HasPrefix(e.text(dash), []byte("-"))) {
		dash--
	}
	first, last = dash, dash
	for first > 0 && e.comment(first-1) && e.indent(first-1) <= indent {
		first--
	}
	for n := dash + 1; n < len(e.lines) && (e.blank(n) || e.comment(n) || e.indent(n) > indent); n++ {
		if !e.blank(n) && e.indent(n) > indent {
			last = n
		}
	}
	return first, last
}

// text is a line without the space around it.
func (e *edit) text(line int) []byte {
	end := e.end
	if line+1 < len(e.lines) {
		end = e.lines[line+1]
	}
	return bytes.TrimSpace(e.file.Data[e.lines[line]:end])
}

func (e *edit) blank(line int) bool { return len(e.text(line)) == 0 }

func (e *edit) comment(line int) bool { return bytes.HasPrefix(e.text(line), []byte("#")) }

func (e *edit) indent(line int) int {
	data := e.file.Data[e.lines[line]:e.end]
	return len(data) - len(bytes.TrimLeft(data, " "))
}

// ---- lists in brackets ----

// flowList cuts items and the commas between them.
func (e *edit) flowList(list *yaml.Node) {
	data := e.file.Data
	items := make([]flowItem, len(list.Content))
	lastKept := -1
	for i, n := range list.Content {
		items[i] = e.flowItem(e.Span(n).Start)
		if !e.remove[n] {
			lastKept = i
		}
	}
	last := items[len(items)-1]
	trailing := data[last.stop] == ',' // a comma after the last item
	if lastKept < 0 {
		if trailing {
			last = e.flowItem(last.stop + 1)
		}
		e.cuts = append(e.cuts, cut{start: e.Span(list).Start + 1, end: last.stop})
		return
	}
	for i, item := range items {
		if e.remove[list.Content[i]] {
			e.cuts = append(e.cuts, e.withSpace(item, i > lastKept))
		}
	}
	if lastKept < len(items)-1 && !trailing { // its comma is now too many
		e.cuts = append(e.cuts, cut{start: items[lastKept].stop, end: items[lastKept].stop + 1})
	}
}

// withSpace is a cut of an item in brackets: with its line, and the comments
// above, where it has one to itself; else with the space beside it, which is the
// one before when no other item follows.
func (e *edit) withSpace(item flowItem, last bool) cut {
	data := e.file.Data
	start, end := item.start, item.end
	if data[item.stop] == ',' {
		end = item.stop + 1
	}
	line, found := slices.BinarySearch(e.lines, start)
	if !found {
		line--
	}
	before := e.lines[line] + len(bytes.TrimRight(data[e.lines[line]:start], " \t"))
	after := end + len(data[end:e.end]) - len(bytes.TrimLeft(data[end:e.end], " \t"))
	if after < e.end && data[after] == '#' {
		length, _ := Line(data[after:e.end])
		after += length
	}
	size := lineBreak(data[after:e.end])
	switch {
	case before == e.lines[line] && size > 0:
		for line > 0 && e.comment(line-1) {
			line--
		}
		return cut{start: e.lines[line], end: after + size}
	case size > 0 || last:
		return cut{start: before, end: end}
	}
	return cut{start: start, end: after}
}

// flowItem is an item in brackets: its bytes, and the comma or bracket after it.
type flowItem struct{ start, end, stop int }

// flowItem reads the item that starts at an offset. The brackets are known to
// match.
func (e *edit) flowItem(start int) flowItem {
	data := e.file.Data
	depth, end := 0, start
	fresh := true // a value may begin here: a quotation mark is one
	for i := start; i < e.end; i++ {
		switch c := data[i]; {
		case c == ' ' || lineBreak(data[i:e.end]) > 0 || c == '\t':
			continue
		case c == '#' && (i == e.start || bytes.IndexByte([]byte(" \t\r\n"), data[i-1]) >= 0):
			length, _ := Line(data[i:e.end])
			i += length - 1
			continue
		case fresh && (c == '"' || c == '\''):
			i = min(closingQuote(data[:e.end], i), e.end-1) // it was none where nothing closes it
			fresh = false
		case depth == 0 && (c == ',' || c == ']' || c == '}'):
			return flowItem{start, end, i}
		case c == '[' || c == '{':
			depth++
			fresh = true
		case c == ']' || c == '}':
			depth--
			fresh = false
		default:
			fresh = c == ',' || c == ':'
		}
		end = i + 1
	}
	return flowItem{start, end, e.end - 1}
}

// closingQuote returns the offset of the mark that ends the quotation at i.
func closingQuote(data []byte, i int) int {
	mark := data[i]
	for i++; i < len(data); i++ {
		switch {
		case mark == '"' && data[i] == '\\':
			i++
		case mark == '\'' && data[i] == mark && i+1 < len(data) && data[i+1] == mark:
			i++
		case data[i] == mark:
			return i
		}
	}
	return i
}
