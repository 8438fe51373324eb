package yamledit

import (
	"slices"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
)

// parsed returns the root of a text, or nil.
func parsed(data []byte) *yaml.Node {
	_, root := ParseFile(&diag.File{Data: data}, new(diag.List))
	return root
}

// sameTree reports whether two trees say the same, however they are written.
func sameTree(a, b *yaml.Node) bool {
	return a.Kind == b.Kind && a.Tag == b.Tag && a.Value == b.Value && slices.EqualFunc(a.Content, b.Content, sameTree)
}

// IsNull reports whether nothing stands where a value could.
func IsNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }
