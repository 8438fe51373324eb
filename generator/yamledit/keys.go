package yamledit

import (
	"bytes"
	"slices"

	"gopkg.in/yaml.v3"
)

// Mapping is a mapping of a file: the place, its keys in the order in which they
// are written, and those of their values that are neither mappings nor lists.
type Mapping struct {
	Node
	Keys    []string
	Scalars map[string]string
}

// Mappings returns all mappings of a file that was read whole, outer ones first.
func (b *Block) Mappings() []Mapping {
	var out []Mapping
	var visit func(n *yaml.Node, path []any)
	visit = func(n *yaml.Node, path []any) {
		switch {
		case n == nil:
		case n.Kind == yaml.SequenceNode:
			for i, item := range n.Content {
				visit(item, slices.Concat(path, []any{i}))
			}
		case n.Kind == yaml.MappingNode:
			m := Mapping{Node: b.Node(path), Scalars: map[string]string{}}
			at := len(out)
			out = append(out, m)
			for i := 0; i+1 < len(n.Content); i += 2 {
				key, value := n.Content[i].Value, n.Content[i+1]
				m.Keys = append(m.Keys, key)
				if value.Kind == yaml.ScalarNode {
					m.Scalars[key] = value.Value
				}
				visit(value, slices.Concat(path, []any{key}))
			}
			out[at] = m
		}
	}
	visit(b.root, nil)
	return out
}

// Key is a key of a mapping.
type Key struct {
	In  Node // the mapping
	Key string
}

// Unwrap puts the value of a key in the place of the mapping that has it: of
// "unit: {en: Sales, id: Penjualan}" and the key en becomes "unit: Sales". The
// keys are those of one file, which is returned with its new content; what is not
// in one of the mappings stays, byte for byte. The error is [ErrLayout]: a value
// has several lines, or its mapping is no value of a key.
func Unwrap(keys []Key) ([]byte, error) {
	if len(keys) == 0 {
		return nil, ErrLayout
	}
	b := keys[0].In.block
	wanted := map[*yaml.Node]*yaml.Node{}
	var cuts []cut
	for _, k := range keys {
		_, parent := b.Node(k.In.path[:max(0, len(k.In.path)-1)]).find(nil)
		key, mapping := k.In.find(nil)
		_, value := Descend(mapping, k.Key)
		if k.In.block != b || key == nil || value == nil {
			return nil, ErrLayout
		}
		wanted[mapping] = value
		text, ok := b.oneLine(value)
		if !ok {
			return nil, ErrLayout
		}
		place, ok := b.placeOf(parent, Change{Key: key.Value, Value: text})
		if !ok {
			return nil, ErrLayout
		}
		cuts = append(cuts, place)
	}
	return b.proved(cuts, replaced(b.root, wanted))
}

// oneLine returns the bytes of a value on one line.
func (b *Block) oneLine(value *yaml.Node) (text string, ok bool) {
	at := b.Span(value)
	switch {
	case ownLines(value):
		return "", false
	case value.Kind != yaml.ScalarNode:
		if at.End, ok = b.closed(at.Start); !ok {
			return "", false
		}
	}
	return string(b.file.Data[at.Start:at.End]), true
}

// Drop takes keys out of mappings, with their values and, where each has a line, the
// comments directly above them. The keys are those of one file, which is returned
// with its new content. The error is [ErrLayout]: a mapping would lose all keys, or
// one in braces several.
func Drop(keys []Key) ([]byte, error) {
	if len(keys) == 0 {
		return nil, ErrLayout
	}
	b := keys[0].In.block
	dropped := map[*yaml.Node]bool{} // keys
	var cuts []cut
	lines := append(b.lineStarts(), b.end)
	for _, k := range keys {
		_, mapping := k.In.find(nil)
		key, _ := Descend(mapping, k.Key)
		if k.In.block != b || key == nil || len(mapping.Content) == 2 {
			return nil, ErrLayout
		}
		dropped[key] = true
		e := edit{Block: b}
		if mapping.Style&yaml.FlowStyle != 0 {
			cuts = append(cuts, e.flowKey(key))
			continue
		}
		first, last := key.Line-1, b.deeper(key.Line, mapping.Column-1, true)
		for first > 0 && e.comment(first-1) && e.indent(first-1) == mapping.Column-1 {
			first--
		}
		cuts = append(cuts, cut{start: lines[first], end: lines[last]})
	}
	return b.proved(cuts, without(b.root, dropped))
}

// flowKey is the cut of a key in braces and its value, with the comma behind it or,
// of the last one, before it.
func (e *edit) flowKey(key *yaml.Node) cut {
	data := e.file.Data
	item := e.flowItem(e.Span(key).Start)
	if data[item.stop] == ',' {
		end := item.stop + 1
		return cut{start: item.start, end: end + len(data[end:e.end]) - len(bytes.TrimLeft(data[end:e.end], " \t"))}
	}
	before := bytes.TrimRight(data[e.start:item.start], " \t\r\n")
	return cut{start: e.start + len(bytes.TrimSuffix(before, []byte(","))), end: item.end}
}

// proved makes cuts, if what is left says what is wanted.
func (b *Block) proved(cuts []cut, want *yaml.Node) ([]byte, error) {
	out := b.cutOut(cuts)
	if got := parsed(out); got == nil || !sameTree(got, want) {
		return nil, ErrLayout
	}
	return out, nil
}

// replaced returns a copy of a tree in which other nodes stand for some.
func replaced(n *yaml.Node, by map[*yaml.Node]*yaml.Node) *yaml.Node {
	if other := by[n]; other != nil {
		n = other
	}
	out := *n
	out.Content = make([]*yaml.Node, len(n.Content))
	for i, child := range n.Content {
		out.Content[i] = replaced(child, by)
	}
	return &out
}

// without returns a copy of a tree in which mappings lack some of their keys.
func without(n *yaml.Node, keys map[*yaml.Node]bool) *yaml.Node {
	out := *n
	out.Content = nil
	for i, child := range n.Content {
		isKey, isValue := n.Kind == yaml.MappingNode && i%2 == 0, n.Kind == yaml.MappingNode && i%2 == 1
		if isKey && keys[child] || isValue && keys[n.Content[i-1]] {
			continue
		}
		out.Content = append(out.Content, without(child, keys))
	}
	return &out
}
