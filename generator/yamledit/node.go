package yamledit

import (
	"slices"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
)

// Node ties a decoded value to the YAML it came from. It is embedded in every
// decoded mapping; validation asks it for places, and edits say with it what
// they change.
type Node struct {
	block *Block
	path  []any // from the root of the block: string keys and int indexes
}

// Node returns the value at a path from the root of the block.
func (b *Block) Node(path []any) Node { return Node{b, path} }

// In returns the node of a part of n, by keys and indexes.
func (n Node) In(path ...any) Node { return Node{n.block, slices.Concat(n.path, path)} }

// Same returns what stands at the place of n in another reading of its file.
func (b *Block) Same(n Node) Node { return Node{b, n.path} }

// Same returns what stands at the place of another node in this reading of its file.
func (n Node) Same(other Node) Node { return n.block.Same(other) }

// IsZero reports whether the value came from no file at all.
func (n Node) IsZero() bool { return n.block == nil }

// File is the file that the value stands in.
func (n Node) File() *diag.File { return n.block.file }

// Range returns where in its file the block starts and ends in which the value stands.
func (n Node) Range() (start, end int) { return n.block.Range() }

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
	return n.block.Span(node)
}

// find follows the path from the root of the block. The key is nil unless the
// last step that exists is a mapping key.
func (n Node) find(path []any) (key, value *yaml.Node) {
	if n.IsZero() {
		return nil, nil
	}
	value = n.block.root
	if value == nil {
		value = n.block.Parse(new(diag.List))
	}
	for _, step := range slices.Concat(n.path, path) {
		k, v := n.block.descend(value, step)
		if v == nil {
			return key, value
		}
		key, value = k, v
	}
	return key, value
}

// manyKeys is the number of keys in a mapping from which on they are looked up,
// not searched: places of all of them are asked for one after the other.
const manyKeys = 64

// descend is Descend in a tree of the block that is kept.
func (b *Block) descend(n *yaml.Node, step any) (key, value *yaml.Node) {
	name, isKey := step.(string)
	if b.root == nil || !isKey || n == nil || n.Kind != yaml.MappingNode || len(n.Content) < 2*manyKeys {
		return Descend(n, step)
	}
	known, ok := b.large.Load(n)
	if !ok {
		known, _ = b.large.LoadOrStore(n, keysOf(n))
	}
	i, ok := known.(map[string]int)[name]
	if !ok {
		return nil, nil
	}
	return n.Content[i], n.Content[i+1]
}

// keysOf returns where in the content of a mapping each key is, the first of
// equal ones.
func keysOf(n *yaml.Node) map[string]int {
	keys := make(map[string]int, len(n.Content)/2)
	for i := len(n.Content) - len(n.Content)%2 - 2; i >= 0; i -= 2 {
		keys[n.Content[i].Value] = i
	}
	return keys
}

// Descend returns what a key of a mapping or an index of a list leads to, or
// nil. The key is nil but for a mapping.
func Descend(n *yaml.Node, step any) (key, value *yaml.Node) {
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
