package source

import (
	"gopkg.in/yaml.v3"
)

// NavEntry is an entry of the menu: a part of the portal, a page or an address.
type NavEntry struct {
	Node
	Part  string    `yaml:"part" machine:"yes" doc:"a part of the portal, such as guides, programs or glossary, or a folder of your own below content/en/"`
	Page  string    `yaml:"page" machine:"yes" doc:"a page by its path below content/en/, without .md"`
	URL   string    `yaml:"url" machine:"yes" doc:"an address elsewhere, which starts with https:// or mailto:"`
	Title Localized `yaml:"title" doc:"what the entry is called; needed with url, else the part's or the page's own name"`
}

// decode also accepts the name of a part alone.
func (e *NavEntry) decode(d *decoder, n *yaml.Node, path []any) bool {
	if n.Kind == yaml.ScalarNode {
		e.Node = d.block.Node(path)
		return decodeInto(d, n, &e.Part, path)
	}
	return decodeFields(d, n, e, path)
}
